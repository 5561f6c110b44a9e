using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;
using static LookerOAuth.OAuthClientAppCheck;
using static LookerOAuth.OAuthClientAppCheckResult;

namespace LookerOAuth.Core.Tests;

public sealed class DiagnosisTests
{
    private const string Seed = """
        {
          "users": [
            { "id": "1", "email": "admin@example.com", "role_ids": ["2"] }, { "id": "2", "email": "ana@example.com", "group_ids": ["5"] },
            { "id": "3", "email": "ben@example.com", "is_disabled": true }
          ],
          "groups": [{ "id": "5", "name": "Analysts" }],
          "embed_domain_allowlist": ["https://*.example.com"],
          "oauth_client_apps": [
            { "client_guid": "cli", "redirect_uris": ["http://localhost:7777/callback", "https://cli.example.com/cb"], "display_name": "CLI",
              "group_id": "5", "activated_users": [{ "id": "2" }] },
            { "client_guid": "off", "redirect_uri": "http://10.0.0.1/cb#x", "display_name": "Off", "enabled": false, "tokens_invalid_before": "2026-01-02T03:04:05Z" },
            { "client_guid": "slash", "redirect_uri": "https://x/cb/", "display_name": "Slash" }
          ]
        }
        """;

    private static readonly string[] AliveOnce = ["GET /alive"];

    [Fact]
    public async Task All_is_well()
    {
        using SandboxInstance looker = new(Seed);

        IReadOnlyList<OAuthClientAppFinding> findings =
            await Diagnose(looker, "cli", new() { RedirectUri = "https://cli.example.com/cb", UserEmail = "ANA@example.com" });

        Assert.Equal(
            [Registered, Enabled, RedirectUri, RedirectScheme, OAuthClientAppCheck.Group, OAuthClientAppCheck.User, Activation, Tokens, Cors, OAuthClientAppCheck.Server, LookerUrl],
            findings.Select(f => f.Check));
        Assert.All(findings, f => Assert.Equal((Pass, null, "cli"), (f.Result, f.RecommendedAction, f.ClientGuid)));
        Assert.Empty(looker.Writes);
    }

    [Fact]
    public async Task An_app_that_is_not_there_is_a_finding()
    {
        using SandboxInstance looker = new(Seed);

        IReadOnlyList<OAuthClientAppFinding> findings = await Diagnose(looker, "nobody");

        Assert.Equal([(Registered, Fail), (OAuthClientAppCheck.Server, Pass), (LookerUrl, Pass)], findings.Select(f => (f.Check, f.Result)));
        Assert.NotNull(findings[0].RecommendedAction);
    }

    [Fact]
    public async Task Checks_of_a_login_are_left_out_where_none_is_given()
    {
        using SandboxInstance looker = new(Seed);

        Assert.DoesNotContain(await Diagnose(looker, "cli"), f => f.Check is RedirectUri or OAuthClientAppCheck.User or Activation);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", null)]
    [InlineData(null, "\t")]
    public async Task A_user_of_blanks_is_none(string? id, string? email)
    {
        using SandboxInstance looker = new(Seed);

        Assert.DoesNotContain(await Diagnose(looker, "cli", new() { UserId = id, UserEmail = email }), f => f.Check is OAuthClientAppCheck.User or Activation);
        Assert.DoesNotContain(looker.Lines, l => l.Contains("users", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("com.example.app:/a", "The redirect URI is safe.")]
    [InlineData("com.example.app:/a,com.example.app:/b", "The redirect URIs are safe.")]
    public async Task Safe_redirect_URIs_are_counted(string uris, string message)
    {
        using SandboxInstance looker = new($$"""
            { "oauth_client_apps": [{ "client_guid": "a", "redirect_uri": "{{uris.Split(',')[0]}}", "display_name": "A" }] }
            """);

        AssertFinding(await Diagnose(looker, "a", new() { RedirectUri = uris.Split(',')[^1] }), RedirectScheme, Pass, message);
    }

    [Theory]
    [InlineData("oauth_client_apps/cli", """{"client_guid":"cli","redirect_uri":""}""", RedirectUri, Fail, "The app has no redirect URI")]
    [InlineData("oauth_client_apps/cli", """{"client_guid":"cli","redirect_uri":"x:y"}""", Enabled, Warning, "does not say whether the app is enabled")]
    [InlineData("users/2", """{"id":"2","is_disabled":false}""", OAuthClientAppCheck.Group, Warning, "whether '2' is in it cannot be determined")]
    [InlineData("versions", "{}", OAuthClientAppCheck.Server, Warning, "The server does not report its release.")]
    public async Task What_a_response_leaves_out_is_told(
        string path, string body, OAuthClientAppCheck check, OAuthClientAppCheckResult result, string message)
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = "/api/4.0/" + path, StatusCode = 200, Body = body });

        AssertFinding(await Diagnose(looker, "cli", new() { UserId = "2" }), check, result, message);
    }

    [Fact]
    public async Task A_user_among_others_is_found()
    {
        using SandboxInstance looker = new("""
            {
              "users": [{ "id": "1", "email": "a@example.com", "role_ids": ["2"] }, { "id": "2", "email": "b@example.com" }],
              "oauth_client_apps": [
                { "client_guid": "a", "redirect_uri": "https://a.example.com/", "display_name": "A", "activated_users": [{ "id": "1" }, { "id": "2" }] }
              ]
            }
            """);

        AssertFinding(await Diagnose(looker, "a", new() { UserId = "2" }), Activation, Pass);
    }

    [Fact]
    public async Task A_group_of_an_app_is_named_where_no_user_is_asked_for()
    {
        using SandboxInstance looker = new(Seed);

        AssertFinding(await Diagnose(looker, "cli"), OAuthClientAppCheck.Group, Pass, "The app is limited to group 'Analysts' (5), which exists.");
    }

    [Fact]
    public async Task A_disabled_app_fails()
    {
        using SandboxInstance looker = new(Seed);

        AssertFinding(await Diagnose(looker, "off"), Enabled, Fail, "disabled");
    }

    [Fact]
    public async Task A_date_of_invalid_tokens_alone_says_nothing_as_every_app_has_one()
    {
        using SandboxInstance looker = new(Seed);

        AssertFinding(await Diagnose(looker, "off"), Tokens, Pass, "2026-01-02 03:04:05Z");
        AssertFinding(await Diagnose(looker, "slash"), Tokens, Pass);
    }

    [Fact]
    public async Task A_date_of_invalid_tokens_is_a_warning_for_a_user_who_has_not_allowed_the_app()
    {
        using SandboxInstance looker = new("""
            {
              "users": [{ "id": "1", "email": "a@example.com", "role_ids": ["2"] }, { "id": "2", "email": "ana@example.com" }],
              "oauth_client_apps": [
                { "client_guid": "dated", "redirect_uri": "x:y", "display_name": "D", "tokens_invalid_before": "2026-01-02T03:04:05Z",
                  "activated_users": [{ "id": "2" }] }
              ]
            }
            """);

        AssertFinding(await Diagnose(looker, "dated", new() { UserId = "1" }), Tokens, Warning, "2026-01-02 03:04:05Z", "'1' has not activated the app");
        AssertFinding(await Diagnose(looker, "dated", new() { UserEmail = "ana@example.com" }), Tokens, Pass);
    }

    [Theory]
    [InlineData("https://x/cb,")]
    [InlineData("https://x/cb;")]
    [InlineData("https://x/cb http://localhost:1/")]
    [InlineData("https://x/cb,http://localhost:1/")]
    public async Task Several_URIs_in_one_string_are_doubtful(string uri)
    {
        using SandboxInstance looker = new(Seed);

        AssertFinding(await Diagnose(looker, "cli", new() { RedirectUri = uri }), RedirectScheme, Warning, "looks like several URIs in one string");
    }

    [Fact]
    public async Task The_worst_of_all_redirect_URIs_counts_and_all_is_said()
    {
        using SandboxInstance looker = new(Seed);

        IReadOnlyList<OAuthClientAppFinding> unsafeUri = await Diagnose(looker, "off");
        AssertFinding(unsafeUri, RedirectScheme, Fail, "'http://10.0.0.1/cb#x' is not encrypted", "has a fragment");
        Assert.StartsWith("Use https", Assert.Single(unsafeUri, f => f.Check == RedirectScheme).RecommendedAction, StringComparison.Ordinal);
        IReadOnlyList<OAuthClientAppFinding> doubtful = await Diagnose(looker, "cli", new() { RedirectUri = "https://x/cb/" });
        AssertFinding(doubtful, RedirectScheme, Warning, "ends with a slash");
        Assert.StartsWith("Register every URI exactly", Assert.Single(doubtful, f => f.Check == RedirectScheme).RecommendedAction, StringComparison.Ordinal);
        AssertFinding(
            await Diagnose(looker, "slash", new() { RedirectUri = "http://example.com" }), RedirectScheme, Fail, "ends with a slash", "is not encrypted");
    }

    [Theory]
    [InlineData("http://localhost:7778/callback", "'http://localhost:7777/callback'. The sent URI differs in the port ('7778' instead of '7777'), at position 21.")]
    [InlineData("https://localhost:7777/callback", "the scheme ('https' instead of 'http'), at position 5.")]
    [InlineData("http://127.0.0.1:7777/callback", "the host ('127.0.0.1' instead of 'localhost'), at position 8.")]
    [InlineData("http://localhost/callback", "the port (none instead of '7777'), at position 17.")]
    [InlineData("http://localhost:7777/callback/", "has an extra trailing slash, at position 31.")]
    [InlineData("http://localhost:7777/Callback", "differs in upper and lower case, at position 23.")]
    [InlineData("http://localhost:7777/call", "the path ('/call' instead of '/callback'), at position 27.")]
    [InlineData("https://cli.example.com/cb?a=b", "'https://cli.example.com/cb'. The sent URI differs in the query ('?a=b' instead of none), at position 27.")]
    public async Task A_redirect_URI_that_is_not_registered_is_compared_with_the_nearest(string given, string difference)
    {
        using SandboxInstance looker = new(Seed);

        AssertFinding(await Diagnose(looker, "cli", new() { RedirectUri = given }), RedirectUri, Fail, difference);
    }

    [Theory]
    [InlineData("http://localhost:1/", Warning)]
    [InlineData("http://localhost:1", null)]
    [InlineData("http://127.0.0.1:1/a", null)]
    [InlineData("http://[::1]:1/a", null)]
    [InlineData("com.example.app:/callback", null)]
    [InlineData("com.example.app://callback", null)]
    [InlineData("https://example.com/a", null)]
    [InlineData("https://example.com/*", Warning)]
    [InlineData("https://Example.com/a", Warning)]
    [InlineData("a1+-.Z:/callback", null)]
    [InlineData("A9:/callback", null)]
    [InlineData("0a:/callback", Fail)]
    [InlineData("a_:/callback", Fail)]
    [InlineData("https://example.com/a,https://example.com/b", Warning)]
    [InlineData("https://example.com/a#b", Fail)]
    [InlineData("http://example.com/a", Fail)]
    [InlineData("HTTP://localhost.example.com/a", Fail)]
    [InlineData("javascript:alert(1)", Fail)]
    [InlineData("data:text/html,x", Fail)]
    [InlineData("vbscript:x", Fail)]
    [InlineData("file:///x", Fail)]
    [InlineData("about:blank", Fail)]
    [InlineData("blob:x", Fail)]
    [InlineData("z.z:/callback", null)]
    [InlineData("/callback", Fail)]
    [InlineData("localhost", Fail)]
    [InlineData("", Fail)]
    public void A_redirect_URI_is_judged_by_itself(string uri, OAuthClientAppCheckResult? worst) =>
        Assert.Equal(worst, RedirectUriRules.Judge(uri).Select(f => (OAuthClientAppCheckResult?)f.Result).Max());

    [Fact]
    public async Task A_user_who_is_no_direct_member_of_the_group_is_a_warning_as_a_nested_group_may_have_them()
    {
        using SandboxInstance looker = new(Seed);

        IReadOnlyList<OAuthClientAppFinding> findings = await Diagnose(looker, "cli", new() { UserId = "1" });

        AssertFinding(findings, OAuthClientAppCheck.Group, Warning, "'1' is not a direct member of the app's group 'Analysts' (5)");
        AssertFinding(findings, Activation, Warning, "will be asked");
    }

    [Fact]
    public async Task A_disabled_user_fails_and_one_who_is_not_there_too()
    {
        using SandboxInstance looker = new(Seed);

        AssertFinding(await Diagnose(looker, "cli", new() { UserId = "3" }), OAuthClientAppCheck.User, Fail, "disabled");
        IReadOnlyList<OAuthClientAppFinding> findings = await Diagnose(looker, "cli", new() { UserEmail = "nobody@example.com" });
        AssertFinding(findings, OAuthClientAppCheck.User, Fail, "does not exist");
        Assert.DoesNotContain(findings, f => f.Check == Activation);
    }

    [Theory]
    [InlineData("/api/4.0/groups", OAuthClientAppCheck.Group, "cannot be looked up")]
    [InlineData("/api/4.0/users/1", OAuthClientAppCheck.User, "cannot be looked up")]
    [InlineData("/api/4.0/oauth_client_apps/cli", Registered, "cannot be determined")]
    [InlineData("/api/4.0/versions", OAuthClientAppCheck.Server, "does not report its release: ")]
    [InlineData("/alive", LookerUrl, "responds, but not like Looker's web page")]
    public async Task What_the_caller_may_not_see_is_a_warning(string path, OAuthClientAppCheck check, string message)
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = path, StatusCode = 403 });

        AssertFinding(await Diagnose(looker, "cli", new() { UserId = "1" }), check, Warning, message);
    }

    [Fact]
    public async Task A_group_that_is_not_there_fails()
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = "/api/4.0/groups", StatusCode = 200, Body = "[]" });

        AssertFinding(await Diagnose(looker, "cli"), OAuthClientAppCheck.Group, Fail, "limited to group 5, which does not exist");
    }

    [Fact]
    public async Task A_server_that_fails_is_an_error_not_a_finding()
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = "*/oauth_client_apps/cli", StatusCode = 500 });

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(() => Diagnose(looker, "cli"))).Kind);
    }

    [Theory]
    [InlineData("https://app.example.com/cb", """["https://app.example.com"]""", Pass)]
    [InlineData("https://APP.example.com:443/cb", """["https://app.example.com/"]""", Pass)]
    [InlineData("https://app.example.com:8443/cb", """["https://app.example.com:8443"]""", Pass)]
    [InlineData("https://app.example.com/cb", """["https://*.example.com:443"]""", Pass)]
    [InlineData("https://app.example.com/cb", """["APP.example.com"]""", Pass)]
    [InlineData("https://app.example.com/cb", """["*"]""", Pass)]
    [InlineData("https://app.example.com:8443/cb", """["https://app.example.com"]""", Warning)]
    [InlineData("https://app.example.com/cb", """["http://app.example.com"]""", Warning)]
    [InlineData("https://example.com/cb", """["https://*.example.com"]""", Warning)]
    [InlineData("https://badexample.com/cb", """["https://*.example.com", null]""", Warning)]
    [InlineData("https://app.example.com.evil.test/cb", """["https://app.example.com"]""", Warning)]
    [InlineData("https://app.example.com/cb", "[]", Warning)]
    [InlineData("http://localhost:7777/cb", "[]", null)]
    [InlineData("com.example.app://callback", "[]", null)]
    [InlineData("https://app.example.com/cb", "null", null)]
    public async Task A_browser_app_needs_its_origin_in_the_embed_allowlist(string redirectUri, string allowlist, OAuthClientAppCheckResult? result)
    {
        using SandboxInstance looker = new($$"""
            { "oauth_client_apps": [{ "client_guid": "web", "redirect_uri": "{{redirectUri}}", "display_name": "Web" }] }
            """);
        looker.Server.AddFault(new SandboxFault
        {
            Path = "*/setting",
            StatusCode = 200,
            Body = $$"""{ "embed_config": { "domain_allowlist": {{allowlist}} } }""",
            Count = 9,
        });

        IReadOnlyList<OAuthClientAppFinding> findings = await Diagnose(looker, "web");

        Assert.Equal(result, findings.Where(f => f.Check == Cors).Select(f => (OAuthClientAppCheckResult?)f.Result).SingleOrDefault());
    }

    [Fact]
    public async Task Several_origins_that_are_not_allowed_are_told_in_the_plural()
    {
        using SandboxInstance looker = new("""
            {
              "release": "26.22.1",
              "embed_domain_allowlist": [],
              "oauth_client_apps": [{ "client_guid": "web", "redirect_uris": ["https://a.example/cb", "https://b.example/cb"], "display_name": "Web" }]
            }
            """);

        AssertFinding(
            await Diagnose(looker, "web"), Cors, Warning, "https://a.example, https://b.example are not in the embed domain allowlist");
    }

    [Fact]
    public async Task Origins_that_a_browser_app_lacks_are_named_with_the_one_that_it_sends()
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = "*/setting", StatusCode = 200, Body = """{"embed_config":{"domain_allowlist":["https://x"]}}""", Count = 9 });

        AssertFinding(
            await Diagnose(looker, "slash", new() { RedirectUri = "https://new.example.com:444/cb" }), Cors, Warning, "https://new.example.com:444 is not in the embed domain allowlist");
        SandboxRequest request = Assert.Single(looker.Server.Requests, r => r.Path == "/api/4.0/setting");
        Assert.Equal("?fields=embed_config", request.Query.StartsWith('?') ? request.Query : "?" + request.Query);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Origins_are_not_judged_where_settings_may_not_be_read(int status)
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = "*/setting", StatusCode = status, Count = 9 });

        Assert.DoesNotContain(await Diagnose(looker, "slash"), f => f.Check == Cors);
    }

    [Fact]
    public async Task Activated_users_are_asked_for_only_to_look_for_a_user()
    {
        using SandboxInstance looker = new(Seed);

        await Diagnose(looker, "cli");
        await Diagnose(looker, "cli", new() { UserId = "2" });

        Assert.Equal(
            [false, true],
            looker.Server.Requests.Where(r => r.Path.EndsWith("/cli", StringComparison.Ordinal)).Select(r => r.Query.Contains("activated_users", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_is_asked_without_a_token()
    {
        using SandboxInstance looker = new(Seed);

        await Diagnose(looker, "cli");

        SandboxRequest request = Assert.Single(looker.Server.Requests, r => r.Path == "/alive");
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
        Assert.Contains(looker.Server.Requests, r => r.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_page_that_cannot_be_reached_fails()
    {
        using SandboxServer other = SandboxServer.Start();
        other.Stop();
        using SandboxInstance looker = new(Seed, o => o with { LookerUrl = other.BaseUrl });

        AssertFinding(await Diagnose(looker, "cli"), LookerUrl, Fail, "cannot be reached from here");
    }

    [Fact]
    public async Task A_page_that_is_another_one_than_the_server_names_is_a_warning()
    {
        using SandboxServer other = SandboxServer.Start();
        using SandboxInstance looker = new(Seed, o => o with { LookerUrl = other.BaseUrl });

        AssertFinding(await Diagnose(looker, "cli"), LookerUrl, Warning, $"the server says that its web page is {looker.Server.BaseUrl}");
        Assert.Equal(AliveOnce, other.Requests.Select(r => $"{r.Method} {r.Path}"));
    }

    [Fact]
    public async Task An_old_server_is_named_where_a_second_redirect_URI_is_wanted()
    {
        using SandboxInstance looker = new("""
            { "release": "26.4.1", "oauth_client_apps": [{ "client_guid": "cli", "redirect_uri": "x:y", "display_name": "CLI" }] }
            """);

        AssertFinding(await Diagnose(looker, "cli"), OAuthClientAppCheck.Server, Pass, "26.4.1");
        AssertFinding(await Diagnose(looker, "cli", new() { RedirectUri = "x:z" }), OAuthClientAppCheck.Server, Warning, "more than one requires release 26.22 or later");
    }

    [Fact]
    public async Task An_audit_asks_what_concerns_the_server_once()
    {
        using SandboxInstance looker = new(Seed);
        OAuthClientAppAudit audit = looker.Client.StartAudit();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => audit.DiagnoseAsync("cli", new() { UserId = "2" })));

        Assert.Equal(
            [("GET /alive", 1), ("GET groups", 1), ("GET oauth_client_apps/cli", 10), ("GET setting", 1), ("GET users/2", 1), ("GET versions", 1)],
            looker.Lines.GroupBy(l => l).Select(g => (g.Key, g.Count())).Order());
    }

    [Theory]
    [InlineData("/api/4.0/users/2", 500)]
    [InlineData("/api/4.0/groups", 500)]
    public async Task An_audit_asks_again_for_what_failed(string path, int status)
    {
        using SandboxInstance looker = new(Seed);
        OAuthClientAppAudit audit = looker.Client.StartAudit();
        looker.Server.AddFault(new SandboxFault { Path = path, StatusCode = status });

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(audit.DiagnoseAsync("cli", new() { UserId = "2" }))).Kind);

        Assert.All(await audit.DiagnoseAsync("cli", new() { UserId = "2" }), f => Assert.NotEqual(Fail, f.Result));
    }

    [Theory]
    [InlineData("/api/4.0/users/2", 403)]
    [InlineData("/api/4.0/users/2", 404)]
    [InlineData("/api/4.0/groups", 403)]
    public async Task An_audit_does_not_ask_again_for_what_the_caller_may_not_see(string path, int status)
    {
        using SandboxInstance looker = new(Seed);
        OAuthClientAppAudit audit = looker.Client.StartAudit();
        looker.Server.AddFault(new SandboxFault { Path = path, StatusCode = status, Count = 2 });

        await audit.DiagnoseAsync("cli", new() { UserId = "2" });
        await audit.DiagnoseAsync("cli", new() { UserId = "2" });

        Assert.Single(looker.Server.Requests, r => r.Path == path);
    }

    [Fact]
    public async Task An_audit_diagnoses_the_apps_of_a_list_without_a_request_for_each()
    {
        using SandboxInstance looker = new(Seed);
        OAuthClientAppAudit audit = looker.Client.StartAudit();
        OAuthLoginAttempt attempt = new() { UserId = "2" };

        foreach (OAuthClientApp app in await audit.ReadAllAsync(attempt))
        {
            IReadOnlyList<OAuthClientAppFinding> findings = await audit.DiagnoseAsync(app, attempt);
            Assert.Equal((await Diagnose(looker, app.ClientGuid!, attempt)).Select(f => (f.Check, f.Result, f.Message)), findings.Select(f => (f.Check, f.Result, f.Message)));
            looker.Server.ClearRequests();
            _ = await audit.DiagnoseAsync(app, attempt);
            Assert.Empty(looker.Lines);
        }
    }

    private static async Task<IReadOnlyList<OAuthClientAppFinding>> Diagnose(SandboxInstance looker, string guid, OAuthLoginAttempt? attempt = null)
    {
        IReadOnlyList<OAuthClientAppFinding> findings = await looker.Client.StartAudit().DiagnoseAsync(guid, attempt);
        Assert.All(findings, f => Sentences.AssertWhole(f.Message));
        Assert.All(findings.Where(f => f.Result == Fail || f.RecommendedAction is not null), f => Sentences.AssertWhole(f.RecommendedAction!));
        return findings;
    }

    private static void AssertFinding(
        IReadOnlyList<OAuthClientAppFinding> findings, OAuthClientAppCheck check, OAuthClientAppCheckResult result, params string[] texts)
    {
        OAuthClientAppFinding finding = Assert.Single(findings, f => f.Check == check);
        Assert.Equal(result, finding.Result);
        Assert.All(texts, t => Assert.Contains(t, finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Redirect_uri_may_have_an_address_in_its_query() =>
        Assert.Empty(RedirectUriRules.Judge("https://app.example.com/cb?next=https://x.example.com"));
}
