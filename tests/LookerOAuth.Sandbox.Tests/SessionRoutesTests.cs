using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class SessionRoutesTests
{
    [Fact]
    public async Task The_right_key_gets_an_access_token()
    {
        using RunningSandbox looker = RunningSandbox.Start(with: options => options with { TokenLifetime = TimeSpan.FromMinutes(20) });

        Reply reply = await looker.PostFormAsync("/api/4.0/login", ("client_id", looker.Server.ClientId), ("client_secret", looker.Server.ClientSecret));

        Assert.Equal(200, reply.Status);
        Assert.Equal("Bearer", reply.Text("token_type"));
        Assert.Equal(1200, reply.Json.GetProperty("expires_in").GetInt64());
        Assert.False(reply.Has("refresh_token"));
        Assert.NotEmpty(reply.Text("access_token")!);
    }

    [Theory]
    [InlineData("sandbox-client-id", "wrong")]
    [InlineData("wrong", "sandbox-made-up-secret")]
    [InlineData("", "")]
    public async Task Wrong_key_is_404_with_json(string id, string secret)
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply reply = await looker.PostFormAsync("/api/4.0/login", ("client_id", id), ("client_secret", secret));

        Assert.Equal((404, "application/json"), (reply.Status, reply.MediaType));
        Assert.Equal(
            """{"message":"Not found","documentation_url":"https://docs.cloud.google.com/looker/docs/r/err/4.0/404/post/login"}""",
            reply.Content);
    }

    [Fact]
    public async Task No_key_at_all_is_404()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Assert.Equal(404, (await looker.SendAsync("POST", "/api/4.0/login")).Status);
    }

    [Fact]
    public async Task Credentials_in_the_query_are_400()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply reply = await looker.SendAsync("POST", $"/api/4.0/login?client_id={looker.Server.ClientId}&client_secret={looker.Server.ClientSecret}");

        Assert.Equal(400, reply.Status);
        Assert.Contains("query", reply.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_as_json_are_400()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply reply = await looker.SendAsync("POST", "/api/4.0/login", """{"client_id":"sandbox-client-id","client_secret":"sandbox-made-up-secret"}""");

        Assert.Equal(400, reply.Status);
    }

    [Fact]
    public async Task The_key_of_a_disabled_user_is_404()
    {
        using RunningSandbox looker = RunningSandbox.Start(""" "users": [{"id":"1","is_disabled":true}] """);

        Reply reply = await looker.PostFormAsync("/api/4.0/login", ("client_id", looker.Server.ClientId), ("client_secret", looker.Server.ClientSecret));

        Assert.Equal(404, reply.Status);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("token")]
    public async Task Both_words_before_the_token_count(string scheme)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        using HttpRequestMessage request = new HttpRequestMessage(HttpMethod.Get, "/api/4.0/user");
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, looker.Token);

        Assert.Equal(200, (await looker.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody-issued-this")]
    public async Task Without_a_live_token_it_is_401(string? token)
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Token = token;

        Reply reply = await looker.ApiAsync("user");

        Assert.Equal(401, reply.Status);
        Assert.Equal("""{"message":"Requires authentication.","documentation_url":"https://cloud.google.com/looker/docs/"}""", reply.Content);
    }

    [Fact]
    public async Task Basic_credentials_are_401()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        using HttpRequestMessage request = new HttpRequestMessage(HttpMethod.Get, "/api/4.0/user");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", looker.Token);

        Assert.Equal(401, (await looker.SendAsync(request)).Status);
    }

    [Fact]
    public async Task A_token_ends_with_its_lifetime()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        looker.Clock.Advance(TimeSpan.FromSeconds(3599));
        Reply before = await looker.ApiAsync("user");
        looker.Clock.Advance(TimeSpan.FromSeconds(1));
        Reply after = await looker.ApiAsync("user");

        Assert.Equal((200, 401), (before.Status, after.Status));
    }

    [Fact]
    public async Task ExpireTokens_ends_every_token_so_far_and_no_later_one()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        looker.Server.ExpireTokens();
        Reply expired = await looker.ApiAsync("user");
        await looker.LogInAsync();
        Reply renewed = await looker.ApiAsync("user");

        Assert.Equal((401, 200), (expired.Status, renewed.Status));
    }

    [Fact]
    public async Task Logout_ends_this_token_only()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        string? first = looker.Token;
        string second = await looker.LogInAsync();

        looker.Token = first;
        Assert.Equal(204, (await looker.ApiAsync("DELETE", "logout")).Status);
        Assert.Equal(401, (await looker.ApiAsync("user")).Status);
        looker.Token = second;
        Assert.Equal(200, (await looker.ApiAsync("user")).Status);
    }

    [Fact]
    public async Task An_admin_may_run_as_another_user()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(RunningSandbox.WithAnalyst);

        Reply reply = await looker.ApiAsync("POST", "login/2");
        looker.Token = reply.Text("access_token");

        Assert.Equal(200, reply.Status);
        Assert.Equal("2", (await looker.ApiAsync("user")).Text("id"));
        Assert.Equal("1", (await looker.ApiAsync("session")).Text("sudo_user_id"));
    }

    [Fact]
    public async Task Who_runs_as_an_admin_and_then_as_another_user_is_still_the_first_one()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(RunningSandbox.WithAnalyst);

        looker.Token = (await looker.ApiAsync("POST", "login/3")).Text("access_token");
        looker.Token = (await looker.ApiAsync("POST", "login/2")).Text("access_token");

        Assert.Equal("2", (await looker.ApiAsync("user")).Text("id"));
        Assert.Equal("1", (await looker.ApiAsync("session")).Text("sudo_user_id"));
    }

    [Fact]
    public async Task A_user_token_and_its_admins_token_end_apart()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(RunningSandbox.WithAnalyst);
        string? admin = looker.Token;
        looker.Token = (await looker.ApiAsync("POST", "login/2")).Text("access_token");

        Assert.Equal(204, (await looker.ApiAsync("DELETE", "logout")).Status);
        looker.Token = admin;

        Assert.Equal(204, (await looker.ApiAsync("DELETE", "logout")).Status);
    }

    [Fact]
    public async Task Running_as_nobody_is_404()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal((404, "Not found"), ((await looker.ApiAsync("POST", "login/99")).Status, (await looker.ApiAsync("POST", "login/99")).Text("message")));
    }

    [Fact]
    public async Task Running_as_another_user_without_the_admin_role_is_404()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync();

        Assert.Equal(404, (await looker.ApiAsync("POST", "login/3")).Status);
    }

    [Fact]
    public async Task A_session_starts_in_production_and_may_go_to_dev()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal("production", (await looker.ApiAsync("session")).Text("workspace_id"));
        Assert.Equal("dev", (await looker.ApiAsync("PATCH", "session", """{"workspace_id":"dev"}""")).Text("workspace_id"));
        Assert.Equal("dev", (await looker.ApiAsync("session")).Text("workspace_id"));
    }

    [Fact]
    public async Task A_byte_order_mark_before_JSON_is_ignored()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal("dev", (await looker.ApiAsync("PATCH", "session", "\ufeff{\"workspace_id\":\"dev\"}")).Text("workspace_id"));
    }

    [Theory]
    [InlineData("\"elsewhere\"")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task Another_workspace_is_422(string workspace)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("PATCH", "session", $$"""{"workspace_id":{{workspace}}}""");

        Assert.Equal(422, reply.Status);
        Assert.Equal(["workspace_id:invalid"], reply.Errors);
    }

    [Fact]
    public async Task The_session_tells_what_the_caller_may_do()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal("""{"can":{"view":true,"update":true}}""", (await looker.ApiAsync("session?fields=can")).Content);
    }

    [Fact]
    public async Task Login_and_logout_are_there_without_a_version_too()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply login = await looker.PostFormAsync("/api/login", ("client_id", looker.Server.ClientId), ("client_secret", looker.Server.ClientSecret));
        looker.Token = login.Text("access_token");

        Assert.Equal((200, 200), (login.Status, (await looker.ApiAsync("user")).Status));
        Assert.Equal(204, (await looker.SendAsync("DELETE", "/api/logout")).Status);
        Assert.Equal(401, (await looker.ApiAsync("user")).Status);
    }

    [Fact]
    public async Task A_wrong_key_without_a_version_is_the_same_404()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply versioned = await looker.PostFormAsync("/api/4.0/login", ("client_id", "wrong"), ("client_secret", "wrong"));
        Reply unversioned = await looker.PostFormAsync("/api/login", ("client_id", "wrong"), ("client_secret", "wrong"));

        Assert.Equal((404, versioned.Content), (unversioned.Status, unversioned.Content));
    }
}
