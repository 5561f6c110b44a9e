using System;
using System.Linq;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class SandboxTests
{
    private static readonly OAuthClientAppChanges Properties = new()
    {
        RedirectUri = new(["http://localhost:7777/oauth/callback"]),
        DisplayName = "CLI",
        Description = "From a terminal",
        Enabled = true,
        GroupId = "5",
    };

    private static readonly ExternalOAuthAppChanges External = new()
    {
        Name = "db.example.com",
        ClientSecret = TestLooker.Secret("made-up-secret"),
        DialectName = "snowflake",
    };

    [Fact]
    public async Task Main_job_from_login_to_logout()
    {
        using SandboxInstance looker = new();
        OAuthClientAppOperations apps = looker.Client.OAuthClientApps;

        await looker.Client.LoginAsync();
        OAuthClientApp registered = await apps.RegisterAsync("com.example.cli/ü ?#", Properties);
        OAuthClientApp updated = await apps.UpdateAsync("com.example.cli/ü ?#", new OAuthClientAppChanges { GroupId = null, Enabled = false });
        await apps.ActivateUserAsync("com.example.cli/ü ?#", "2");
        await apps.ActivateUserAsync("com.example.cli/ü ?#", "2");
        OAuthClientApp listed = Assert.Single(await TestLooker.All(apps.ListAsync()));
        await apps.InvalidateTokensAsync("com.example.cli/ü ?#");
        await apps.DeactivateUserAsync("com.example.cli/ü ?#", "2");
        OAuthClientApp read = await apps.GetAsync("com.example.cli/ü ?#");
        await apps.DeleteAsync("com.example.cli/ü ?#");
        await apps.DeleteAsync("com.example.cli/ü ?#");
        LookerApiException gone = await TestLooker.FailureOf(apps.GetAsync("com.example.cli/ü ?#"));
        await looker.Client.LogoutAsync();

        Assert.Equal(
            ("com.example.cli/ü ?#", "CLI", "From a terminal", true, "5"),
            (registered.ClientGuid, registered.DisplayName, registered.Description, registered.Enabled, registered.GroupId));
        Assert.Equal(["http://localhost:7777/oauth/callback"], registered.RedirectUri);
        Assert.Equal((false, null, "CLI"), (updated.Enabled, updated.GroupId, updated.DisplayName));
        Assert.Equal("2", Assert.Single(listed.ActivatedUsers!).UserId);
        Assert.Empty(read.ActivatedUsers!);
        Assert.NotNull(read.TokensInvalidBefore);
        Assert.Equal(LookerErrorKind.NotFound, gone.Kind);
        Assert.Equal("DELETE /api/4.0/logout 204", looker.Server.Requests[^1].ToString());
    }

    [Fact]
    public async Task Registering_twice_says_that_it_already_exists()
    {
        using SandboxInstance looker = new();
        await looker.Client.OAuthClientApps.RegisterAsync("a", Properties);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Properties));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
        Assert.NotNull(e.RequestId);
    }

    [Fact]
    public async Task Registering_or_updating_writes_only_what_differs()
    {
        using SandboxInstance looker = new();
        await looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Properties);
        await looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Properties);
        await looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", Properties with { DisplayName = "New" });

        Assert.Equal(
            ["GET", "POST", "GET", "GET", "PATCH"],
            looker.Server.Requests.Where(r => r.Path.EndsWith("/a", StringComparison.Ordinal)).Select(r => r.Method));
        Assert.Equal("""{"display_name":"New"}""", looker.Server.Requests[^1].Body);
    }

    [Fact]
    public async Task Several_redirect_uris_are_taken()
    {
        using SandboxInstance looker = new();
        string[] uris = ["http://localhost:1/a", "https://example.com/b"];

        OAuthClientApp app = await looker.Client.OAuthClientApps.RegisterAsync("a", Properties with { RedirectUri = uris });

        Assert.Equal(uris, app.RedirectUri);
    }

    [Fact]
    public async Task Older_server_takes_one_redirect_uri_alone()
    {
        using SandboxInstance looker = new(new SandboxOptions { Seed = SandboxSeed.Parse("""{"release":"25.20.1"}""") });

        OAuthClientApp app = await looker.Client.OAuthClientApps.RegisterAsync("a", Properties);
        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.UpdateAsync(
            "a", new OAuthClientAppChanges { RedirectUri = new(["http://localhost:1/a", "https://example.com/b"]) }));

        Assert.Equal(["http://localhost:7777/oauth/callback"], app.RedirectUri);
        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.DoesNotContain(looker.Server.Requests, r => r.Method == "PATCH");
    }

    [Fact]
    public async Task Older_server_lacks_the_deletion_of_external_apps()
    {
        using SandboxInstance looker = new(new SandboxOptions { Seed = SandboxSeed.Parse("""{"release":"25.20.1"}""") });

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteAsync("abc"));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains("26.0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_properties_are_all_named_at_once()
    {
        using SandboxInstance looker = new();

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges()));

        Assert.Equal(LookerErrorKind.ValidationFailed, e.Kind);
        Assert.True(e.ValidationErrors.Count >= 2);
        Assert.All(e.ValidationErrors, fault => Assert.NotNull(fault.Field));
    }

    [Fact]
    public async Task External_app_from_creation_to_deletion()
    {
        using SandboxInstance looker = new();
        ExternalOAuthAppOperations apps = looker.Client.ExternalOAuthApps;

        ExternalOAuthApp created = await apps.CreateAsync("a+b/c=", External);
        await apps.UpdateAsync("a+b/c=", new ExternalOAuthAppChanges { ClientSecret = TestLooker.Secret("made-up-new-secret") });
        ExternalOAuthApp? found = await apps.FindAsync("a+b/c=");
        LookerApiException again = await TestLooker.FailureOf(apps.CreateAsync("a+b/c=", External));
        ExternalOAuthUserState state = await apps.CreateUserStateAsync(new ExternalOAuthUserStateCreation
        {
            ExternalOAuthAppId = created.ExternalOAuthAppId!,
            UserId = "2",
            AccessToken = TestLooker.Secret("made-up-access"),
            AccessTokenExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
        });
        await apps.DeleteUnusedAsync("a+b/c=");

        Assert.Equal(("a+b/c=", "db.example.com", "snowflake"), (created.ClientId, created.Name, created.DialectName));
        Assert.Equal(created.ExternalOAuthAppId, found?.ExternalOAuthAppId);
        Assert.Equal(LookerErrorKind.AlreadyExists, again.Kind);
        Assert.Equal(("2", created.ExternalOAuthAppId), (state.UserId, state.ExternalOAuthAppId));
        Assert.Null(await apps.FindAsync("a+b/c="));
        Assert.DoesNotContain(looker.Server.Requests, r => r.Body?.Contains("made-up", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task External_app_that_a_connection_uses_stays()
    {
        using SandboxInstance looker = new(new SandboxOptions
        {
            Seed = SandboxSeed.Parse(
                """{"external_oauth_applications":[{"id":"9","name":"n","client_id":"abc","client_secret":"made-up"}],"connections":[{"name":"sales","oauth_application_id":"9"}]}"""),
        });

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteUnusedAsync("abc"));

        Assert.Equal(LookerErrorKind.InUse, e.Kind);
        Assert.NotNull(await looker.Client.ExternalOAuthApps.FindAsync("abc"));
    }

    [Fact]
    public async Task Wrong_key_is_an_authentication_error()
    {
        using SandboxInstance looker = new(
            change: o => o with { Credential = LookerCredential.ApiKey("made-up-id", TestLooker.Secret("made-up-wrong-secret")) });

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal((LookerErrorKind.AuthenticationFailed, 404), (e.Kind, e.StatusCode));
    }

    [Fact]
    public async Task User_is_found_by_the_exact_address()
    {
        using SandboxInstance looker = new();

        Assert.Equal("3", (await looker.Client.Directory.FindUserAsync("BEN_builder@example.com")).UserId);
        Assert.Equal("5", (await looker.Client.Directory.FindGroupAsync("Analysts")).GroupId);
        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.FindUserAsync("___@example.com"));
        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
    }

    [Fact]
    public async Task Administrator_acts_as_a_user_and_logs_out_both()
    {
        using SandboxInstance looker = new(change: o => o with { RunAsUserId = "2" });

        User me = await looker.Client.Directory.GetMeAsync();
        looker.Server.ExpireTokens();
        User again = await looker.Client.Directory.GetMeAsync();
        await looker.Client.LogoutAsync();

        Assert.Equal(("2", "2"), (me.UserId, again.UserId));
        SandboxRequest[] logouts = [.. looker.Server.Requests.TakeLast(2)];
        Assert.All(logouts, r => Assert.Equal("DELETE /api/4.0/logout 204", r.ToString()));
        Assert.Equal([("2", "1"), ("1", null)], logouts.Select(r => (r.UserId, r.SudoUserId)));
    }

    [Fact]
    public async Task Tokens_that_end_in_the_middle_of_a_run_are_renewed_once()
    {
        using SandboxInstance looker = new();
        await looker.Client.LoginAsync();
        looker.Server.ExpireTokens();

        User[] users = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => looker.Client.Directory.GetMeAsync()));

        Assert.All(users, user => Assert.Equal("1", user.UserId));
        Assert.Equal(2, looker.Server.Requests.Count(r => r.Path == "/api/4.0/login"));
    }

    [Fact]
    public async Task Dropped_connection_is_repeated()
    {
        using SandboxInstance looker = new(change: o => o with { MaximumRetryCount = 4, TimeProvider = new TestClock() });
        await looker.Client.LoginAsync();
        looker.Server.AddFault(new SandboxFault { Path = "/api/4.0/user", Drop = true, Count = 2 });

        Assert.Equal("1", (await looker.Client.Directory.GetMeAsync()).UserId);
        Assert.Equal([0, 0, 200], looker.Server.Requests.Where(r => r.Path == "/api/4.0/user").Select(r => r.StatusCode));
    }

    [Fact]
    public async Task Creation_whose_connection_drops_is_looked_up_before_it_is_repeated()
    {
        using SandboxInstance looker = new(change: o => o with { MaximumRetryCount = 4, TimeProvider = new TestClock() });
        await looker.Client.LoginAsync();
        looker.Server.AddFault(new SandboxFault { Method = "POST", Drop = true });

        await looker.Client.OAuthClientApps.RegisterAsync("a", Properties);

        Assert.Equal(["POST", "GET", "POST"], looker.Server.Requests.Where(r => r.Path.EndsWith("/a", StringComparison.Ordinal)).Select(r => r.Method));
    }

    [Fact]
    public async Task Busy_server_is_waited_for_as_it_asks()
    {
        TestClock clock = new();
        using SandboxInstance looker = new(change: o => o with { MaximumRetryCount = 4, TimeProvider = clock });
        looker.Server.AddFault(new SandboxFault { Path = "/api/4.0/oauth_client_apps", RetryAfter = TimeSpan.FromSeconds(7) });

        Assert.Empty(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));
        Assert.Equal([TimeSpan.FromSeconds(7)], clock.Waits);
    }

    [Fact]
    public async Task Stopped_server_is_unreachable()
    {
        using SandboxInstance looker = new(change: o => o with { MaximumRetryCount = 4, TimeProvider = new TestClock() });
        await looker.Client.LoginAsync();
        looker.Server.Dispose();

        Assert.Equal(LookerErrorKind.Unreachable, (await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync())).Kind);
    }

    [Fact]
    public async Task Connection_s_whole_life()
    {
        using SandboxServer sandbox = SandboxServer.Start();

        LookerConnection connection = await LookerConnection.OpenAsync(new LookerClientOptions
        {
            BaseUrl = sandbox.BaseUrl,
            Credential = LookerCredential.ApiKey(sandbox.ClientId, TestLooker.Secret(sandbox.ClientSecret)),
        });
        await connection.CloseAsync();

        Assert.Equal("1", connection.LoginUserId);
        Assert.Equal(
            ["POST /api/4.0/login 200", "GET /api/4.0/user 200", "DELETE /api/4.0/logout 204"], sandbox.Requests.Select(r => r.ToString()));
    }
}
