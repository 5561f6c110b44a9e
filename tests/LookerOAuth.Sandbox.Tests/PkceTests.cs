using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class PkceTests
{
    // The pair of RFC 7636, appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Callback = "http://localhost:7777/cb";

    private const string Seed = """
        "users": [
          { "id": "1", "email": "ada@example.com", "first_name": "Ada", "last_name": "<Admin>" },
          { "id": "2", "email": "ana@example.com" },
          { "id": "3", "email": "gone@example.com", "is_disabled": true }
        ],
        "groups": [ { "id": "7", "name": "Analysts", "user_ids": ["2"] }, { "id": "8", "name": "Developers", "user_ids": ["1"] } ],
        "oauth_client_apps": [
          { "client_guid": "cli", "display_name": "The \"CLI\" <app>", "redirect_uris": ["http://localhost:7777/cb", "com.example.app:/cb?x=1"] },
          { "client_guid": "off", "display_name": "Off", "redirect_uri": "http://localhost:7777/cb", "enabled": false },
          { "client_guid": "grouped", "display_name": "Grouped", "redirect_uri": "http://localhost:7777/cb", "group_id": "7" }
        ]
        """;

    [Fact]
    public async Task The_page_asks_for_consent()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);

        Reply page = await AskAsync(looker);

        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("<form method=\"post\" action=\"/auth\">", page.Content, StringComparison.Ordinal);
        Assert.Contains("id=\"allow\" name=\"decision\" value=\"allow\"", page.Content, StringComparison.Ordinal);
        Assert.Contains("id=\"deny\" name=\"decision\" value=\"deny\"", page.Content, StringComparison.Ordinal);
        Assert.Contains($"name=\"code_challenge\" value=\"{Challenge}\"", page.Content, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], Regex.Matches(page.Content, "<option value=\"(.*?)\"").Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task The_page_escapes_what_others_wrote()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);

        Reply page = await AskAsync(looker, ("state", "\"><script>"));

        Assert.DoesNotContain("<script>", page.Content, StringComparison.Ordinal);
        Assert.Contains("&quot;CLI&quot; &lt;app&gt;", page.Content, StringComparison.Ordinal);
        Assert.Contains("&lt;Admin&gt;", page.Content, StringComparison.Ordinal);
        Assert.Contains("value=\"&quot;&gt;&lt;script&gt;\"", page.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", null)]
    [InlineData("client_id", "off")]
    [InlineData("redirect_uri", "http://localhost:7777/cb/")]
    [InlineData("redirect_uri", "http://localhost:7778/cb")]
    [InlineData("redirect_uri", "http://LOCALHOST:7777/cb")]
    [InlineData("redirect_uri", null)]
    public async Task An_unknown_app_or_address_gets_a_page_and_never_a_redirect(string name, string? value)
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);

        Reply page = await AskAsync(looker, (name, value));
        Reply decision = await DecideAsync(looker, "allow", "1", (name, value));

        Assert.Equal((400, "text/html"), (page.Status, page.MediaType));
        Assert.Equal((400, "text/html"), (decision.Status, decision.MediaType));
        Assert.False(page.Headers.ContainsKey("Location") || decision.Headers.ContainsKey("Location"));
    }

    [Theory]
    [InlineData("response_type", "token")]
    [InlineData("scope", "api")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge", "short")]
    [InlineData("state", null)]
    public async Task Any_other_fault_is_told_to_the_app(string name, string? value)
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);

        Dictionary<string, string> back = QueryOf(await AskAsync(looker, (name, value)));

        Assert.Equal("invalid_request", back["error"]);
        Assert.Contains(name, back["error_description"], StringComparison.Ordinal);
        Assert.Equal(name == "state" ? null : "s t&ate", back.GetValueOrDefault("state"));
    }

    [Fact]
    public async Task Allow_sends_back_a_code_and_activates_the_user()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(Seed);

        Reply reply = await DecideAsync(looker, "allow", "2");

        Assert.Equal(302, reply.Status);
        Assert.StartsWith(Callback + "?code=", reply.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal("s t&ate", QueryOf(reply)["state"]);
        Assert.Equal(
            """{"activated_users":[{"id":"2"}]}""",
            (await looker.ApiAsync("oauth_client_apps/cli?fields=activated_users(id)")).Content);
    }

    [Fact]
    public async Task A_custom_scheme_keeps_its_own_query()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);

        Reply reply = await DecideAsync(looker, "allow", "1", ("redirect_uri", "com.example.app:/cb?x=1"));

        Assert.StartsWith("com.example.app:/cb?x=1&code=", reply.Headers["Location"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deny_is_access_denied()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(Seed);

        Dictionary<string, string> back = QueryOf(await DecideAsync(looker, "deny", "2"));

        Assert.Equal("access_denied", back["error"]);
        Assert.Equal("""{"activated_users":[]}""", (await looker.ApiAsync("oauth_client_apps/cli?fields=activated_users")).Content);
    }

    [Fact]
    public async Task Who_is_not_in_the_group_of_the_app_is_denied()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);

        Dictionary<string, string> outside = QueryOf(await DecideAsync(looker, "allow", "1", ("client_id", "grouped")));
        Dictionary<string, string> inside = QueryOf(await DecideAsync(looker, "allow", "2", ("client_id", "grouped")));

        Assert.Equal("access_denied", outside["error"]);
        Assert.Contains("Analysts", outside["error_description"], StringComparison.Ordinal);
        Assert.True(inside.ContainsKey("code"));
    }

    [Theory]
    [InlineData("allow", "99")]
    [InlineData("allow", "3")]
    [InlineData("perhaps", "1")]
    public async Task A_decision_of_nobody_or_for_nothing_gets_a_page(string decision, string userId)
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);

        Assert.Equal(400, (await DecideAsync(looker, decision, userId)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_code_is_redeemed_for_tokens(bool asForm)
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        string code = await CodeAsync(looker);

        Reply reply = await RedeemAsync(looker, code, asForm);

        Assert.Equal(200, reply.Status);
        Assert.Equal(("Bearer", 3600), (reply.Text("token_type"), reply.Json.GetProperty("expires_in").GetInt32()));
        Assert.NotEmpty(reply.Text("refresh_token")!);
        looker.Token = reply.Text("access_token");
        Assert.Equal("2", (await looker.ApiAsync("user")).Text("id"));
    }

    [Fact]
    public async Task A_code_counts_once()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        string code = await CodeAsync(looker);
        await RedeemAsync(looker, code);

        AssertRefused("invalid_grant", await RedeemAsync(looker, code));
    }

    [Fact]
    public async Task A_code_is_late_after_a_minute()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        string code = await CodeAsync(looker);

        looker.Clock.Advance(TimeSpan.FromSeconds(60));

        AssertRefused("invalid_grant", await RedeemAsync(looker, code));
    }

    [Theory]
    [InlineData("code", "nobody-issued-this", "invalid_grant")]
    [InlineData("client_id", "grouped", "invalid_grant")]
    [InlineData("redirect_uri", "com.example.app:/cb?x=1", "invalid_grant")]
    [InlineData("code_verifier", "AAAAtJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "invalid_grant")]
    [InlineData("code_verifier", "short", "invalid_request")]
    [InlineData("code_verifier", null, "invalid_request")]
    [InlineData("code", null, "invalid_request")]
    [InlineData("client_id", null, "invalid_request")]
    [InlineData("redirect_uri", null, "invalid_request")]
    [InlineData("grant_type", null, "invalid_request")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("client_secret", "s", "invalid_request")]
    public async Task A_redemption_that_is_not_right_is_refused(string name, string? value, string error)
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        string code = await CodeAsync(looker);

        AssertRefused(error, await RedeemAsync(looker, code, change: (name, value)));
    }

    [Fact]
    public async Task A_redemption_with_an_authorization_header_is_refused()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        string code = await CodeAsync(looker);
        looker.Token = "anything";

        AssertRefused("invalid_request", await RedeemAsync(looker, code));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task A_redemption_without_an_object_is_refused(string json)
    {
        using RunningSandbox looker = RunningSandbox.Start();

        AssertRefused("invalid_request", await looker.SendAsync("POST", "/api/token", json));
    }

    [Fact]
    public async Task A_refresh_answers_an_access_token_alone_and_may_be_repeated()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        Reply login = await LoginAsync(looker);
        looker.Clock.Advance(TimeSpan.FromHours(2));

        Reply first = await RefreshAsync(looker, login.Text("refresh_token")!);
        Reply second = await RefreshAsync(looker, login.Text("refresh_token")!);

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.False(first.Has("refresh_token"));
        looker.Token = second.Text("access_token");
        Assert.Equal("2", (await looker.ApiAsync("user")).Text("id"));
    }

    [Fact]
    public async Task A_refresh_token_lives_a_month()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        Reply login = await LoginAsync(looker);

        looker.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await RefreshAsync(looker, login.Text("refresh_token")!)).Status);

        looker.Clock.Advance(TimeSpan.FromSeconds(1));
        AssertRefused("invalid_grant", await RefreshAsync(looker, login.Text("refresh_token")!));
    }

    [Fact]
    public async Task Who_is_not_in_the_apps_new_group_gets_no_more_tokens()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(Seed);
        (string? admin, Reply login) = await LoginBesideAsync(looker);
        string code = await CodeAsync(looker);

        looker.Token = admin;
        Assert.Equal(200, (await looker.ApiAsync("PATCH", "oauth_client_apps/cli", """{"group_id":"8"}""")).Status);
        looker.Token = null;

        AssertRefused("invalid_grant", await RefreshAsync(looker, login.Text("refresh_token")!));
        AssertRefused("invalid_grant", await RedeemAsync(looker, code));
    }

    [Theory]
    [InlineData("26.22", 200)]
    [InlineData("26.20", 400)]
    public async Task A_redirect_URI_after_the_first_counts_from_26_22(string release, int status)
    {
        using RunningSandbox looker = RunningSandbox.Start($"\"release\": \"{release}\", {Seed}");

        Assert.Equal(200, (await AskAsync(looker)).Status);
        Assert.Equal(status, (await AskAsync(looker, ("redirect_uri", "com.example.app:/cb?x=1"))).Status);
    }

    [Theory]
    [InlineData("unknown", "cli")]
    [InlineData(null, "grouped")]
    public async Task A_refresh_with_another_token_or_app_is_refused(string? token, string clientId)
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        Reply login = await LoginAsync(looker);

        AssertRefused("invalid_grant", await RefreshAsync(looker, token ?? login.Text("refresh_token")!, clientId));
    }

    [Fact]
    public async Task ExpireTokens_leaves_the_refresh_token()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        Reply login = await LoginAsync(looker);

        looker.Server.ExpireTokens();
        looker.Token = login.Text("access_token");
        Reply expired = await looker.ApiAsync("user");
        looker.Token = null;

        Assert.Equal(401, expired.Status);
        Assert.Equal(200, (await RefreshAsync(looker, login.Text("refresh_token")!)).Status);
    }

    [Fact]
    public async Task Logout_ends_the_refresh_token_too()
    {
        using RunningSandbox looker = RunningSandbox.Start(Seed);
        Reply login = await LoginAsync(looker);

        looker.Token = login.Text("access_token");
        Assert.Equal(204, (await looker.ApiAsync("DELETE", "logout")).Status);
        looker.Token = null;

        AssertRefused("invalid_grant", await RefreshAsync(looker, login.Text("refresh_token")!));
    }

    [Theory]
    [InlineData("PATCH", "oauth_client_apps/cli", """{"enabled":false}""")]
    [InlineData("DELETE", "oauth_client_apps/cli", null)]
    [InlineData("DELETE", "oauth_client_apps/cli/tokens", null)]
    [InlineData("DELETE", "oauth_client_apps/cli/users/2", null)]
    public async Task The_tokens_and_codes_of_an_app_end_with_what_an_admin_does(string method, string path, string? json)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(Seed);
        (string? admin, Reply login) = await LoginBesideAsync(looker);
        string code = await CodeAsync(looker);

        looker.Token = admin;
        Assert.True((await looker.ApiAsync(method, path, json)).Status is 200 or 204);

        Assert.Equal(200, (await looker.ApiAsync("user")).Status);
        looker.Token = login.Text("access_token");
        Assert.Equal(401, (await looker.ApiAsync("user")).Status);
        looker.Token = null;
        AssertRefused("invalid_grant", await RefreshAsync(looker, login.Text("refresh_token")!));
        AssertRefused("invalid_grant", await RedeemAsync(looker, code));
    }

    [Fact]
    public async Task Deactivating_another_user_leaves_the_tokens()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(Seed);
        (string? admin, Reply login) = await LoginBesideAsync(looker);

        looker.Token = admin;
        await looker.ApiAsync("DELETE", "oauth_client_apps/cli/users/1");

        looker.Token = login.Text("access_token");
        Assert.Equal(200, (await looker.ApiAsync("user")).Status);
    }

    /// <summary>Logs a person in beside whoever is logged in, and keeps the token of that one.</summary>
    private static async Task<(string? Token, Reply Login)> LoginBesideAsync(RunningSandbox looker)
    {
        string? token = looker.Token;
        looker.Token = null;
        return (token, await LoginAsync(looker));
    }

    private static (string Name, string? Value)[] Parameters((string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = "cli",
            ["redirect_uri"] = Callback,
            ["scope"] = "cors_api",
            ["state"] = "s t&ate",
            ["code_challenge_method"] = "S256",
            ["code_challenge"] = Challenge,
        };
        foreach ((string? name, string? value) in changes)
        {
            parameters[name] = value;
        }

        return [.. parameters.Where(parameter => parameter.Value is not null).Select(parameter => (parameter.Key, parameter.Value))];
    }

    private static Task<Reply> AskAsync(RunningSandbox looker, params (string Name, string? Value)[] changes) =>
        looker.GetAsync("/auth?" + string.Join("&", Parameters(changes).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")));

    private static Task<Reply> DecideAsync(RunningSandbox looker, string decision, string userId, params (string Name, string? Value)[] changes) =>
        looker.PostFormAsync("/auth", [.. Parameters(changes).Select(p => (p.Name, p.Value!)), ("user_id", userId), ("decision", decision)]);

    private static async Task<string> CodeAsync(RunningSandbox looker) => QueryOf(await DecideAsync(looker, "allow", "2"))["code"];

    private static async Task<Reply> LoginAsync(RunningSandbox looker) => await RedeemAsync(looker, await CodeAsync(looker));

    private static Task<Reply> RedeemAsync(RunningSandbox looker, string code, bool asForm = false, (string Name, string? Value)? change = null)
    {
        Dictionary<string, string?> fields = new Dictionary<string, string?>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "cli",
            ["redirect_uri"] = Callback,
            ["code"] = code,
            ["code_verifier"] = Verifier,
        };
        if (change is var (name, value))
        {
            fields[name] = value;
        }

        return asForm
            ? looker.PostFormAsync("/api/token", [.. fields.Select(field => (field.Key, field.Value!))])
            : looker.SendAsync("POST", "/api/token", System.Text.Json.JsonSerializer.Serialize(fields));
    }

    private static Task<Reply> RefreshAsync(RunningSandbox looker, string refreshToken, string clientId = "cli") =>
        looker.SendAsync("POST", "/api/token", $$"""{"grant_type":"refresh_token","client_id":"{{clientId}}","refresh_token":"{{refreshToken}}"}""");

    private static Dictionary<string, string> QueryOf(Reply reply)
    {
        Assert.Equal(302, reply.Status);
        string location = reply.Headers["Location"];
        return location.Substring(location.IndexOf('?', StringComparison.Ordinal) + 1).Split('&')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    private static void AssertRefused(string error, Reply reply)
    {
        Assert.Equal((400, error), (reply.Status, reply.Text("error")));
        Assert.NotEmpty(reply.Text("error_description")!);
    }

    [Fact]
    public async Task The_metadata_of_the_authorization_server_need_no_login()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply reply = await looker.GetAsync("/.well-known/oauth-authorization-server");

        string server = looker.Server.BaseUrl;
        Assert.Equal(200, reply.Status);
        Assert.Equal(
            $$$"""
            {"issuer":"{{{server}}}","authorization_endpoint":"{{{server}}}/auth","token_endpoint":"{{{server}}}/api/token","response_types_supported":["code"],"grant_types_supported":["authorization_code","refresh_token"],"token_endpoint_auth_methods_supported":["client_secret_basic","none"],"scopes_supported":["cors_api","api"],"code_challenge_methods_supported":["S256"]}
            """,
            reply.Content);
    }
}
