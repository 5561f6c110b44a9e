using System;
using System.Linq;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class RunAsTests
{
    private static readonly Script Me = Respond.Json("""{"id":"7"}""");

    private static TestLooker AsUser7(string userId = "7") => TestLooker.WithApiKey(o => o with { RunAsUserId = userId });

    [Fact]
    public async Task Administrator_logs_in_first_and_then_the_user()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(Respond.Token("admin"), Respond.Token("user"), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(["POST login", "POST login/7", "GET user"], looker.Server.Paths);
        Assert.Equal("Bearer admin", looker.Server.Requests[1].Authorization);
        Assert.Null(looker.Server.Requests[1].Body);
        Assert.Equal("Bearer user", looker.Server.Requests[2].Authorization);
    }

    [Fact]
    public async Task Token_of_the_user_is_renewed_with_the_administrator_s()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(
            Respond.Token("admin", expiresIn: 7200), Respond.Token("user1"), Me,
            Respond.Token("user2"), Me);
        await looker.Client.Directory.GetMeAsync();

        looker.Clock.Advance(TimeSpan.FromMinutes(61));
        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(["POST login", "POST login/7", "GET user", "POST login/7", "GET user"], looker.Server.Paths);
        Assert.Equal("Bearer admin", looker.Server.Requests[3].Authorization);
        Assert.Equal("Bearer user2", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Both_tokens_are_renewed_where_both_have_ended()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(
            Respond.Token("admin1"), Respond.Token("user1"), Me,
            Respond.Token("admin2"), Respond.Token("user2"), Me);
        await looker.Client.Directory.GetMeAsync();

        looker.Clock.Advance(TimeSpan.FromHours(2));
        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(["POST login", "POST login/7", "GET user"], looker.Server.Paths.Skip(3));
        Assert.Equal("Bearer admin2", looker.Server.Requests[4].Authorization);
        Assert.Equal("Bearer user2", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Both_tokens_are_renewed_where_the_server_revoked_both()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(
            Respond.Token("admin1"), Respond.Token("user1"),
            Respond.Unauthorized,
            Respond.Unauthorized,
            Respond.Token("admin2"),
            Respond.Token("user2"),
            Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(
            ["POST login", "POST login/7", "GET user", "POST login/7", "POST login", "POST login/7", "GET user"], looker.Server.Paths);
        Assert.Equal("Bearer user2", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Logout_ends_the_user_s_session_first_each_with_its_own_token()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(Respond.Token("admin"), Respond.Token("user"), Respond.NoContent, Respond.NoContent);
        await looker.Client.LoginAsync();

        await looker.Client.LogoutAsync();

        Assert.Equal(["DELETE logout", "DELETE logout"], looker.Server.Lines.Skip(2));
        Assert.Equal("Bearer user", looker.Server.Requests[2].Authorization);
        Assert.Equal("Bearer admin", looker.Server.Requests[3].Authorization);
    }

    [Fact]
    public async Task Administrator_is_logged_out_although_the_user_s_logout_failed()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(Respond.Token("admin"), Respond.Token("user"), Respond.Json(500, "{}"), Respond.NoContent);
        await looker.Client.LoginAsync();

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(looker.Client.LogoutAsync())).Kind);

        Assert.Equal("Bearer admin", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Administrator_is_logged_out_where_the_user_never_logged_in()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(Respond.Token("admin"), Respond.NotFound, Respond.NoContent);
        await TestLooker.FailureOf(looker.Client.LoginAsync());

        await looker.Client.LogoutAsync();

        Assert.Equal("DELETE logout", looker.Server.Last.Line);
        Assert.Equal("Bearer admin", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Unknown_user_is_named_in_the_error()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(Respond.Token("admin"), Respond.NotFound);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.Equal("7", e.Subject);
        Assert.Contains("User 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Google_cloud_core_s_refusal_is_explained()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(Respond.Token("admin"), Respond.Json(403, """{"message":"Unsupported in Looker (Google Cloud core)"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.AccessDenied, e.Kind);
        Assert.Contains("API-only service account", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_of_the_administrator_is_an_authentication_error()
    {
        using TestLooker looker = AsUser7();
        looker.Server.Then(Respond.NotFound);

        Assert.Equal(LookerErrorKind.AuthenticationFailed, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public void User_id_that_is_no_identifier_is_refused(string userId)
    {
        LookerApiException e = TestLooker.FailureOf(() => AsUser7(userId));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
    }

    [Fact]
    public async Task User_id_is_one_escaped_segment()
    {
        using TestLooker looker = AsUser7("7/8");
        looker.Server.Then(Respond.Token("admin"), Respond.Token("user"));

        await looker.Client.LoginAsync();

        Assert.Equal("POST login/7%2F8", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Static_administrator_token_can_act_as_a_user()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { RunAsUserId = "7" });
        looker.Server.Then(Respond.Token("user"), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(["POST login/7", "GET user"], looker.Server.Paths);
        Assert.Equal("Bearer made-up-token", looker.Server.Requests[0].Authorization);
    }

    [Fact]
    public async Task Connection_that_may_not_act_as_the_user_logs_the_administrator_out()
    {
        using SandboxServer sandbox = SandboxServer.Start();

        LookerApiException e = await TestLooker.FailureOf(() => LookerConnection.OpenAsync(new LookerClientOptions
        {
            BaseUrl = sandbox.BaseUrl,
            Credential = LookerCredential.ApiKey(sandbox.ClientId, TestLooker.Secret(sandbox.ClientSecret)),
            RunAsUserId = "999",
        }));

        Assert.Equal((LookerErrorKind.NotFound, "999"), (e.Kind, e.Subject));
        Assert.Equal(("DELETE", "1"), (sandbox.Requests[^1].Method, sandbox.Requests[^1].UserId));
    }
}
