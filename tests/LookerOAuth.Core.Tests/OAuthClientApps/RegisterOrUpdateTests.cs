using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class RegisterOrUpdateTests
{
    private static readonly OAuthClientAppChanges Wanted = new()
    {
        RedirectUri = new(["https://example.com/1"]),
        DisplayName = "A",
        Description = "",
        Enabled = true,
        GroupId = null,
    };

    [Fact]
    public async Task App_that_is_as_wanted_is_left_alone()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(
            """{"client_guid":"a","redirect_uri":"https://example.com/1","display_name":"A","description":null,"enabled":true,"group_id":null}"""));

        OAuthClientApp app = await looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Wanted);

        Assert.Equal("A", app.DisplayName);
        Assert.Equal(["GET oauth_client_apps/a"], looker.Server.Lines);
    }

    [Fact]
    public async Task App_that_differs_gets_only_the_difference()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""{"client_guid":"a","redirect_uri":"https://example.com/1","display_name":"Old","enabled":true,"group_id":"7"}"""),
            Respond.Json("""{"client_guid":"a","display_name":"A"}"""));

        OAuthClientApp app = await looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Wanted);

        Assert.Equal("A", app.DisplayName);
        Assert.Equal("PATCH oauth_client_apps/a", looker.Server.Last.Line);
        Assert.Equal("""{"display_name":"A","group_id":null}""", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Missing_app_is_registered()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NotFound, Respond.Json("""{"client_guid":"a"}"""));

        await looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Wanted);

        Assert.Equal(["GET oauth_client_apps/a", "POST oauth_client_apps/a"], looker.Server.Lines);
        Assert.Equal(
            """{"redirect_uri":"https://example.com/1","display_name":"A","description":"","enabled":true,"group_id":null}""",
            looker.Server.Last.Body);
    }

    [Fact]
    public async Task Fields_are_asked_for_with_what_is_compared()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"client_guid":"a","display_name":"Old","enabled":true}"""), Respond.Json("""{"client_guid":"a"}"""));

        await looker.Client.OAuthClientApps.RegisterOrUpdateAsync(
            "a", new OAuthClientAppChanges { DisplayName = "A", Enabled = true }, ["group_id", "enabled"]);

        Assert.Equal(
            [
                "GET oauth_client_apps/a?fields=group_id%2Cenabled%2Cclient_guid%2Cdisplay_name",
                "PATCH oauth_client_apps/a?fields=group_id%2Cenabled",
            ],
            looker.Server.Lines);
        Assert.Equal("""{"display_name":"A"}""", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Fields_go_with_the_registration_and_the_update()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"client_guid":"a"}"""), Respond.Json("""{"client_guid":"a"}"""));

        await looker.Client.OAuthClientApps.RegisterAsync("a", Wanted, ["client_guid"]);
        await looker.Client.OAuthClientApps.UpdateAsync("a", Wanted, ["client_guid"]);

        Assert.Equal(["POST oauth_client_apps/a?fields=client_guid", "PATCH oauth_client_apps/a?fields=client_guid"], looker.Server.Lines);
    }

    [Theory]
    [InlineData(400, LookerErrorKind.BadRequest)]
    [InlineData(401, LookerErrorKind.AuthenticationFailed)]
    [InlineData(403, LookerErrorKind.AccessDenied)]
    [InlineData(422, LookerErrorKind.ValidationFailed)]
    [InlineData(429, LookerErrorKind.RateLimited)]
    [InlineData(500, LookerErrorKind.ServerError)]
    [InlineData(503, LookerErrorKind.ServerError)]
    public async Task Any_other_response_is_an_error_and_nothing_is_written(int status, LookerErrorKind kind)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 1 });
        looker.Server.Otherwise(Respond.Json(status, """{"message":"no"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Wanted));

        Assert.Equal(kind, e.Kind);
        Assert.All(looker.Server.Lines, line => Assert.Equal("GET oauth_client_apps/a", line));
    }

    [Fact]
    public async Task Server_without_the_operation_is_an_error_and_nothing_is_written()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(404, """{"message":"Sinatra::NotFound"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Wanted));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Response_that_is_no_json_is_an_error_and_nothing_is_written()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(200));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Wanted));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task App_that_somebody_else_registered_meanwhile_already_exists()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NotFound, Respond.Json(409, """{"message":"a already exists"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Wanted));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
    }

    [Fact]
    public void Order_of_redirect_uris_is_no_difference()
    {
        OAuthClientApp current = new() { RedirectUris = ["https://example.com/2", "https://example.com/1"] };
        OAuthClientAppChanges wanted = new() { RedirectUri = new(["https://example.com/1", "https://example.com/2"]) };

        Assert.True(wanted.Except(current).IsEmpty);
    }

    [Fact]
    public void Case_of_a_redirect_uri_is_a_difference()
    {
        OAuthClientApp current = new() { SingleRedirectUri = "https://example.com/Callback" };
        OAuthClientAppChanges wanted = new() { RedirectUri = new(["https://example.com/callback"]) };

        Assert.True(wanted.Except(current).RedirectUri.IsGiven);
    }

    [Fact]
    public void Unknown_state_is_a_difference_from_enabled_and_from_disabled()
    {
        Assert.True(new OAuthClientAppChanges { Enabled = true }.Except(new OAuthClientApp()).Enabled.IsGiven);
        Assert.True(new OAuthClientAppChanges { Enabled = false }.Except(new OAuthClientApp()).Enabled.IsGiven);
    }

    [Fact]
    public void What_is_not_given_is_no_difference()
    {
        OAuthClientApp current = new() { DisplayName = "A", Description = "B", Enabled = true, GroupId = "7", SingleRedirectUri = "https://example.com" };

        Assert.True(new OAuthClientAppChanges().Except(current).IsEmpty);
    }

    [Fact]
    public void Empty_group_is_no_group()
    {
        Assert.True(new OAuthClientAppChanges { GroupId = null }.Except(new OAuthClientApp { GroupId = "" }).IsEmpty);
    }
}
