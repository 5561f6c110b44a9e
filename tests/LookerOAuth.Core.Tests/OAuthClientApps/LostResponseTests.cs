using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>A response to a creation that gets lost is looked up.</summary>
public sealed class LostResponseTests
{
    private static readonly OAuthClientAppChanges Wanted = new() { RedirectUri = new(["x:1"]), DisplayName = "A" };
    private static readonly ExternalOAuthAppChanges WantedExternal = new() { Name = "db", ClientSecret = TestLooker.Secret("made-up-db-secret") };

    private static Script Same => Respond.Json("""{"client_guid":"a","redirect_uri":"x:1","display_name":"A","enabled":true}""");

    private static Script Different => Respond.Json("""{"client_guid":"a","redirect_uri":"x:2","display_name":"A"}""");

    public static TheoryData<string> Losses => ["reset", "502", "503", "504"];

    private static Script Lost(string how) => how == "reset" ? Respond.ConnectionReset : Respond.Page(int.Parse(how, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task App_that_is_there_and_equal_is_a_success(string how)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Lost(how), Same);

        OAuthClientApp app = await looker.Client.OAuthClientApps.RegisterAsync("a", Wanted);

        Assert.True(app.Enabled);
        Assert.Equal(["POST oauth_client_apps/a", "GET oauth_client_apps/a"], looker.Server.Lines);
    }

    [Fact]
    public async Task App_that_is_there_has_the_fields_that_were_asked_for_and_no_others()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.ConnectionReset, Same);

        OAuthClientApp app = await looker.Client.OAuthClientApps.RegisterAsync("a", Wanted, ["enabled"]);

        Assert.Equal(("a", true, null, null), (app.ClientGuid, app.Enabled, app.DisplayName, app.RedirectUri));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task App_that_is_not_there_is_sent_again(string how)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Lost(how), Respond.NotFound, Lost(how), Respond.NotFound, Same);

        await looker.Client.OAuthClientApps.RegisterAsync("a", Wanted);

        Assert.Equal(3, looker.Server.Count("POST oauth_client_apps/a"));
        Assert.Equal(2, looker.Server.Count("GET oauth_client_apps/a"));
    }

    [Fact]
    public async Task App_that_is_there_and_different_exists_already()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.ConnectionReset, Different);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Wanted));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
        Assert.Contains("but differs from what was sent", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_arrives_late_is_no_conflict()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.ConnectionReset, Respond.NotFound, Respond.Json(409, """{"message":"a already exists"}"""), Same);

        Assert.Equal("A", (await looker.Client.OAuthClientApps.RegisterAsync("a", Wanted)).DisplayName);
    }

    [Fact]
    public async Task A_conflict_without_a_loss_is_one()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(409, """{"message":"a already exists"}"""));

        Assert.Equal(LookerErrorKind.AlreadyExists, (await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Wanted))).Kind);
        Assert.Single(looker.Server.Lines);
    }

    [Fact]
    public async Task Repeats_are_bounded_and_the_failure_is_the_creations()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise((request, cancellationToken) =>
            (request.Line.StartsWith("GET", StringComparison.Ordinal) ? Respond.NotFound : Respond.Page(502))(request, cancellationToken));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Wanted));

        Assert.Equal((LookerErrorKind.ServerError, "POST"), (e.Kind, e.Method));
        Assert.Equal(5, looker.Server.Count("POST oauth_client_apps/a"));
    }

    [Fact]
    public async Task Without_retries_a_loss_is_looked_up_and_not_repeated()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(Respond.Page(502), Respond.NotFound);

        await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Wanted));

        Assert.Equal(["POST oauth_client_apps/a", "GET oauth_client_apps/a"], looker.Server.Lines);
    }

    [Fact]
    public async Task A_lookup_that_fails_leaves_the_failure_of_the_creation()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(502), Respond.Json(403, "{}"));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Wanted));

        Assert.Equal((502, "POST"), (e.StatusCode, e.Method));
    }

    [Fact]
    public async Task Fields_that_were_not_asked_for_are_compared_anyway()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.ConnectionReset, Same);

        await looker.Client.OAuthClientApps.RegisterAsync("a", Wanted, ["enabled"]);

        Assert.Equal(
            "GET oauth_client_apps/a?fields=" + Uri.EscapeDataString("enabled,client_guid,redirect_uri,redirect_uris,display_name"), looker.Server.Last.Line);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", true)]
    [InlineData("2026-01-02T03:04:04Z", false)]
    public async Task External_app_counts_as_ours_if_it_was_not_created_before_the_request(string createdAt, bool isOurs)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.ConnectionReset, Respond.Json($$"""[{"id":"7","client_id":"c","name":"db","created_at":"{{createdAt}}"}]"""));
        Task<ExternalOAuthApp> creation = looker.Client.ExternalOAuthApps.CreateAsync("c", WantedExternal);

        if (isOurs)
        {
            Assert.Equal("7", (await creation).ExternalOAuthAppId);
        }
        else
        {
            LookerApiException e = await TestLooker.FailureOf(creation);
            Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
            Assert.DoesNotContain("made-up-db-secret", e.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_time_of_an_external_app_is_compared_by_the_servers_clock()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Of(200, "[]", "application/json", ("Date", "Fri, 02 Jan 2026 03:14:05 GMT")),
            Respond.ConnectionReset,
            Respond.Json("""[{"id":"7","client_id":"c","created_at":"2026-01-02T03:10:00Z"}]"""));
        await looker.Client.ExternalOAuthApps.FindAsync("c");

        Assert.Equal(
            LookerErrorKind.AlreadyExists, (await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateAsync("c", WantedExternal))).Kind);
    }

    [Fact]
    public async Task External_app_that_is_not_there_is_sent_again()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(503), Respond.Json("[]"), Respond.Json("""{"id":"7","client_id":"c"}"""));

        await looker.Client.ExternalOAuthApps.CreateAsync("c", WantedExternal);

        Assert.Equal(2, looker.Server.Count("POST external_oauth_applications"));
    }

    [Fact]
    public async Task It_is_repeated_after_the_wait_that_the_server_asks_for_and_observers_see_it()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(503, "", null, ("Retry-After", "30")), Respond.NotFound, Respond.ConnectionReset, Respond.NotFound, Same);

        await looker.Client.OAuthClientApps.RegisterAsync("a", Wanted);

        Assert.Equal(TimeSpan.FromSeconds(30), looker.Clock.Waits[0]);
        Assert.Equal(["Looker responded with 503", "The connection broke"], looker.Observer.Retries.Select(r => r.Reason));
        Assert.Equal([1, 2], looker.Observer.Retries.Select(r => r.Attempt));
        Assert.All(looker.Observer.Retries, r => Assert.Equal(("POST", "https://looker.example.com/api/4.0/oauth_client_apps/a"), (r.Method, r.Url)));
    }

    [Fact]
    public async Task A_renewal_that_is_lost_on_the_way_created_nothing()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(
            new() { ClientGuid = "com.example.cli", RedirectUri = TestPrompt.FreeRedirectUri(), Prompt = prompt }, o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(Respond.Token("t1", refreshToken: "made-up-refresh"));
        await looker.Client.LoginAsync();
        looker.Clock.Advance(TimeSpan.FromHours(2));
        looker.Server.Then(Respond.Page(502)).Otherwise(Same);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Wanted));

        Assert.Equal(LookerErrorKind.ServerError, e.Kind);
        Assert.Equal(0, looker.Server.Count("GET oauth_client_apps/a"));
    }
}
