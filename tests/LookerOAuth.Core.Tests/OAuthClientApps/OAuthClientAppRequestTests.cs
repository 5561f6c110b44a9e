using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class OAuthClientAppRequestTests
{
    private const string OddGuid = "a b/ü?#%+";
    private const string OddSegment = "a%20b%2F%C3%BC%3F%23%25%2B";

    [Fact]
    public async Task List_asks_once_and_hands_out_every_app()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"client_guid":"a"},{"client_guid":"b"}]"""));

        OAuthClientApp[] apps = [.. await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())];

        Assert.Equal(["a", "b"], apps.Select(a => a.ClientGuid));
        Assert.Equal(["GET oauth_client_apps"], looker.Server.Lines);
        Assert.Null(looker.Server.Last.Body);
    }

    [Fact]
    public async Task List_asks_for_the_wanted_fields()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[]"));

        await TestLooker.All(looker.Client.OAuthClientApps.ListAsync(["client_guid", "activated_users(id)"]));

        Assert.Equal("GET oauth_client_apps?fields=client_guid%2Cactivated_users%28id%29", looker.Server.Last.Line);
    }

    [Fact]
    public async Task No_fields_ask_for_all()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[]"));

        await TestLooker.All(looker.Client.OAuthClientApps.ListAsync([]));

        Assert.Equal("GET oauth_client_apps", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Get_asks_for_one_app()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"client_guid":"com.example.cli","display_name":"CLI"}"""));

        OAuthClientApp app = await looker.Client.OAuthClientApps.GetAsync("com.example.cli", ["client_guid", "display_name"]);

        Assert.Equal("CLI", app.DisplayName);
        Assert.Equal("GET oauth_client_apps/com.example.cli?fields=client_guid%2Cdisplay_name", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Register_posts_what_was_given()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"client_guid":"a","enabled":true}"""));

        OAuthClientApp app = await looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges
        {
            RedirectUri = new(["https://example.com/callback"]),
            DisplayName = "A",
            Description = "What for",
            Enabled = true,
            GroupId = "7",
        });

        Assert.True(app.Enabled);
        Assert.Equal("POST oauth_client_apps/a", looker.Server.Last.Line);
        Assert.Equal("application/json", looker.Server.Last.ContentType);
        Assert.Equal(
            """{"redirect_uri":"https://example.com/callback","display_name":"A","description":"What for","enabled":true,"group_id":"7"}""",
            looker.Server.Last.Body);
    }

    [Fact]
    public async Task Update_patches_only_what_was_given()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"client_guid":"a"}"""));

        await looker.Client.OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges { Enabled = false });

        Assert.Equal("PATCH oauth_client_apps/a", looker.Server.Last.Line);
        Assert.Equal("""{"enabled":false}""", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Given_null_reaches_the_wire_as_null_and_an_empty_description_as_empty_text()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges { GroupId = null, Description = null, Enabled = null });

        Assert.Equal("""{"description":"","enabled":null,"group_id":null}""", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Nothing_given_is_an_empty_object()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges());

        Assert.Equal("{}", looker.Server.Last.Body);
        Assert.True(new OAuthClientAppChanges().IsEmpty);
    }

    [Fact]
    public async Task Delete_sends_no_body()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NoContent);

        await looker.Client.OAuthClientApps.DeleteAsync("a");

        Assert.Equal("DELETE oauth_client_apps/a", looker.Server.Last.Line);
        Assert.Null(looker.Server.Last.Body);
    }

    [Fact]
    public async Task Revoking_deletes_the_app_s_tokens()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NoContent);

        await looker.Client.OAuthClientApps.InvalidateTokensAsync("a");

        Assert.Equal("DELETE oauth_client_apps/a/tokens", looker.Server.Last.Line);
    }

    [Theory]
    [InlineData("delete", "<html><title>Sign in</title></html>")]
    [InlineData("revoke", """{"message":"Please sign in"}""")]
    [InlineData("activate", "<!DOCTYPE html>")]
    [InlineData("deactivate", """ {"message":"no"}""")]
    public async Task A_page_or_an_error_is_no_success_whatever_its_status(string what, string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(200, body, "text/html"));
        OAuthClientAppOperations apps = looker.Client.OAuthClientApps;

        LookerApiException e = await TestLooker.FailureOf(what switch
        {
            "delete" => apps.DeleteAsync("a"),
            "revoke" => apps.InvalidateTokensAsync("a"),
            "activate" => apps.ActivateUserAsync("a", "7"),
            _ => apps.DeactivateUserAsync("a", "7"),
        });

        Assert.Equal((LookerErrorKind.UnexpectedResponse, 200), (e.Kind, e.StatusCode));
    }

    [Theory]
    [InlineData("""{"status":"ok"}""")]
    [InlineData("""{"message":"Please sign in"}""")]
    public async Task A_response_that_is_not_the_app_is_unexpected_and_nothing_follows_it(string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json(body));
        OAuthClientAppOperations apps = looker.Client.OAuthClientApps;
        OAuthClientAppChanges changes = new() { DisplayName = "App" };

        foreach (Func<Task> call in (Func<Task>[])
            [
                () => apps.GetAsync("a"),
                () => apps.GetAsync("a", ["client_guid", "enabled"]),
                () => apps.RegisterAsync("a", changes),
                () => apps.UpdateAsync("a", changes),
                () => apps.RegisterOrUpdateAsync("a", changes),
            ])
        {
            Assert.Equal(LookerErrorKind.UnexpectedResponse, (await TestLooker.FailureOf(call)).Kind);
        }

        Assert.Equal(5, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task A_response_without_the_guid_is_the_app_if_the_guid_was_not_asked_for()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"enabled":true}"""));

        Assert.True((await looker.Client.OAuthClientApps.GetAsync("a", ["enabled"])).Enabled);
    }

    [Theory]
    [InlineData(200, "\"activated\"")]
    [InlineData(200, "")]
    [InlineData(200, "activated")]
    [InlineData(204, null)]
    public async Task Activation_takes_a_string_and_an_empty_response(int status, string? body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(status, body, "application/json"));

        await looker.Client.OAuthClientApps.ActivateUserAsync("a", "7");

        Assert.Equal("POST oauth_client_apps/a/users/7", looker.Server.Last.Line);
        Assert.Null(looker.Server.Last.Body);
    }

    [Fact]
    public async Task Activation_that_finds_nothing_names_both_things_that_may_be_missing()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.NotFound);

        LookerApiException activation = await TestLooker.FailureOf(looker.Client.OAuthClientApps.ActivateUserAsync("a", "7"));
        LookerApiException deactivation = await TestLooker.FailureOf(looker.Client.OAuthClientApps.DeactivateUserAsync("a", "7"));

        Assert.All(
            [activation, deactivation],
            e =>
            {
                Assert.Equal((LookerErrorKind.NotFound, "7"), (e.Kind, e.Subject));
                Assert.Contains("the client app 'a' or the user 7", e.Message, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task Deactivation_deletes_the_user_from_the_app()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NoContent);

        await looker.Client.OAuthClientApps.DeactivateUserAsync("a", "7");

        Assert.Equal("DELETE oauth_client_apps/a/users/7", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Identifiers_are_escaped_once_as_one_segment()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json("{}"));
        OAuthClientAppOperations apps = looker.Client.OAuthClientApps;

        await apps.GetAsync(OddGuid);
        await apps.RegisterAsync(OddGuid, new OAuthClientAppChanges());
        await apps.UpdateAsync(OddGuid, new OAuthClientAppChanges());
        await apps.DeleteAsync(OddGuid);
        await apps.InvalidateTokensAsync(OddGuid);
        await apps.ActivateUserAsync(OddGuid, OddGuid);
        await apps.DeactivateUserAsync(OddGuid, OddGuid);

        Assert.Equal(
            [
                $"GET oauth_client_apps/{OddSegment}",
                $"POST oauth_client_apps/{OddSegment}",
                $"PATCH oauth_client_apps/{OddSegment}",
                $"DELETE oauth_client_apps/{OddSegment}",
                $"DELETE oauth_client_apps/{OddSegment}/tokens",
                $"POST oauth_client_apps/{OddSegment}/users/{OddSegment}",
                $"DELETE oauth_client_apps/{OddSegment}/users/{OddSegment}",
            ],
            looker.Server.Lines);
    }

    [Fact]
    public async Task Identifier_that_looks_escaped_is_escaped_anyway()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json("{}"));

        await looker.Client.OAuthClientApps.GetAsync("a%20b");
        await looker.Client.OAuthClientApps.GetAsync("%2e%2e");

        Assert.Equal(["GET oauth_client_apps/a%2520b", "GET oauth_client_apps/%252e%252e"], looker.Server.Lines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_cannot_be_an_identifier_is_refused_and_nothing_is_sent(string? id)
    {
        using TestLooker looker = TestLooker.WithToken();
        OAuthClientAppOperations apps = looker.Client.OAuthClientApps;
        Func<Task>[] calls =
        [
            () => apps.GetAsync(id!),
            () => apps.RegisterAsync(id!, new OAuthClientAppChanges()),
            () => apps.UpdateAsync(id!, new OAuthClientAppChanges()),
            () => apps.RegisterOrUpdateAsync(id!, new OAuthClientAppChanges()),
            () => apps.DeleteAsync(id!),
            () => apps.InvalidateTokensAsync(id!),
            () => apps.ActivateUserAsync(id!, "7"),
            () => apps.ActivateUserAsync("a", id!),
            () => apps.DeactivateUserAsync(id!, "7"),
            () => apps.DeactivateUserAsync("a", id!),
        ];

        foreach (Func<Task> call in calls)
        {
            Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(call)).Kind);
        }

        Assert.Empty(looker.Server.Requests);
    }

    [Theory]
    [InlineData('\ud800')]
    [InlineData('\udc00')]
    public async Task Half_a_surrogate_pair_is_refused_and_nothing_is_sent(char half)
    {
        using TestLooker looker = TestLooker.WithToken();

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.OAuthClientApps.DeleteAsync($"a{half}b"));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task Missing_app_is_not_found()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NotFound);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.GetAsync("a"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.Equal("GET", e.Method);
        Assert.Equal("/api/4.0/oauth_client_apps/a", e.Path);
    }

    [Fact]
    public async Task Operation_that_the_server_lacks_is_not_supported()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(404, """{"message":"Sinatra::NotFound"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.InvalidateTokensAsync("a"));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains("invalidate_tokens", e.Message, StringComparison.Ordinal);
    }
}
