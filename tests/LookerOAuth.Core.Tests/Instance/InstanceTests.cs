using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class InstanceTests
{
    [Fact]
    public async Task Versions_need_no_login()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Json(
            """{"looker_release_version":"26.22.9","current_version":{"version":"4.0"},"api_server_url":"https://looker.example.com:19999","web_server_url":"https://looker.example.com"}"""));

        LookerVersions versions = await looker.Client.Instance.GetVersionsAsync();

        Assert.Equal(["GET versions"], looker.Server.Lines);
        Assert.Null(looker.Server.Last.Authorization);
        Assert.Equal(
            ("26.22.9", "https://looker.example.com:19999", "https://looker.example.com"), (versions.ReleaseVersion, versions.ApiUrl, versions.LookerUrl));
    }

    [Theory]
    [InlineData("""{"status":"maintenance"}""")]
    [InlineData("""{"status":{"looker_release_version":"26.22"}}""")]
    public async Task What_a_gateway_says_tells_no_versions(string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json(body));

        Assert.Null((await looker.Client.Instance.GetVersionsAsync()).ReleaseVersion);
    }

    [Fact]
    public async Task Versions_and_settings_may_be_empty()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json("{}"));

        Assert.Null((await looker.Client.Instance.GetVersionsAsync()).ReleaseVersion);
        Assert.Null((await looker.Client.Instance.GetEmbedSettingAsync()).EmbedConfig);
    }

    [Fact]
    public async Task Connection_logs_in_at_once_and_knows_its_user()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1", expiresIn: 1800), Respond.Json("""{"id":7}"""));

        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options, observer: looker.Observer);

        Assert.Equal(["POST login", "GET user?fields=id"], looker.Server.Lines);
        Assert.Equal("looker.example.com", connection.Name);
        Assert.Equal("https://looker.example.com", connection.BaseUrl);
        Assert.Equal("4.0", connection.ApiVersion);
        Assert.Equal("7", connection.LoginUserId);
        Assert.Null(connection.RunAsUserId);
        Assert.Equal(LookerAuthenticationType.ApiKey, connection.AuthenticationType);
        Assert.Equal(looker.Clock.GetUtcNow().AddMinutes(30), connection.ExpiresAt);
        Assert.Equal("looker.example.com (https://looker.example.com)", connection.ToString());
    }

    [Fact]
    public async Task Connection_of_a_token_proves_that_the_token_works()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Unauthorized);

        LookerApiException e = await TestLooker.FailureOf(LookerConnection.OpenAsync(looker.Options));

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.True(looker.Server.IsDisposed);
    }

    [Theory]
    [InlineData(404, "<html><title>404 Not Found</title></html>", LookerErrorKind.UnexpectedResponse)]
    [InlineData(404, """{"message":"The resource you're looking for could not be found"}""", LookerErrorKind.UnexpectedResponse)]
    [InlineData(404, """{"message":"Sinatra::NotFound"}""", LookerErrorKind.NotSupported)]
    [InlineData(403, "<html>Forbidden</html>", LookerErrorKind.AccessDenied)]
    public async Task Connection_of_a_token_fails_if_nothing_shows_that_the_token_works(int status, string body, LookerErrorKind kind)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(status, body, body[0] == '<' ? "text/html" : "application/json"));

        LookerApiException e = await TestLooker.FailureOf(LookerConnection.OpenAsync(looker.Options));

        Assert.Equal(kind, e.Kind);
        Assert.Contains("access token", e.Message, StringComparison.Ordinal);
        Assert.Contains("base URL", e.RecommendedAction, StringComparison.Ordinal);
        Assert.True(looker.Server.IsDisposed);
    }

    [Theory]
    [InlineData(403, """{"message":"Forbidden"}""")]
    [InlineData(404, Respond.NotFoundJson)]
    public async Task Connection_of_a_token_does_without_its_user_if_looker_itself_does_not_tell(int status, string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(status, body));

        Assert.Null((await LookerConnection.OpenAsync(looker.Options)).LoginUserId);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Connection_does_without_its_user_where_the_server_does_not_tell(int status)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json(status, "{}"));

        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options, "prod");

        Assert.Null(connection.LoginUserId);
        Assert.Equal("prod", connection.Name);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Connection_that_cannot_act_as_the_user_logs_the_administrator_out(int status)
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = "7" });
        looker.Clock.SkipsWaits = false;
        looker.Server.Then(Respond.Token("admin"), Respond.Json(status, "{}"), Respond.NoContent);

        await TestLooker.FailureOf(LookerConnection.OpenAsync(looker.Options));

        Assert.Equal(["POST login", "POST login/7", "DELETE logout"], looker.Server.Lines);
        Assert.Equal("Bearer admin", looker.Server.Last.Authorization);
        Assert.True(looker.Server.IsDisposed);
    }

    [Fact]
    public async Task Connection_that_fails_after_its_logins_ends_both_sessions()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = "7" });
        looker.Clock.SkipsWaits = false;
        looker.Server.Then(Respond.Token("admin"), Respond.Token("user"), Respond.Json(500, "{}"), Respond.NoContent, Respond.NoContent);

        LookerApiException e = await TestLooker.FailureOf(LookerConnection.OpenAsync(looker.Options));

        Assert.Equal(LookerErrorKind.ServerError, e.Kind);
        Assert.Equal(["POST login", "POST login/7", "GET user?fields=id", "DELETE logout", "DELETE logout"], looker.Server.Lines);
        Assert.Equal(["Bearer user", "Bearer admin"], looker.Server.Requests.Skip(3).Select(r => r.Authorization));
    }

    [Fact]
    public async Task Connection_that_is_given_up_after_its_login_ends_the_session()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        using CancellationTokenSource impatient = new();
        looker.Clock.SkipsWaits = false;
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Token("t1"), Respond.Stall(reached), Respond.NoContent);
        Task opening = LookerConnection.OpenAsync(looker.Options, cancellationToken: impatient.Token);
        await reached.Task;

        await impatient.CancelAsync();

        await TestLooker.CancellationOf(opening);
        Assert.Equal("DELETE logout", looker.Server.Last.Line);
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Connection_that_is_given_up_waits_ten_seconds_for_its_logout_at_most()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Clock.SkipsWaits = false;
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Token("t1"), Respond.Json(500, "{}"), Respond.Stall(reached));
        Task<LookerApiException> failure = TestLooker.FailureOf(LookerConnection.OpenAsync(looker.Options));
        await reached.Task;

        looker.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(failure.IsCompleted);
        looker.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("/api/4.0/user", (await failure).Path);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    public async Task Connection_that_fails_does_not_end_a_token_from_elsewhere(string? runAsUserId)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { RunAsUserId = runAsUserId });
        looker.Clock.SkipsWaits = false;
        looker.Server.Otherwise(Respond.Json(500, "{}"));

        await TestLooker.FailureOf(LookerConnection.OpenAsync(looker.Options));

        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Closing_logs_out_once()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json("""{"id":"7"}"""), Respond.NoContent);
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        await connection.CloseAsync();
        await connection.CloseAsync();

        Assert.Equal("DELETE logout", looker.Server.Last.Line);
        Assert.Equal(3, looker.Server.Requests.Count);
        Assert.True(connection.IsClosed);
        Assert.True(looker.Server.IsDisposed);
    }

    [Fact]
    public async Task Closing_closes_although_the_logout_failed()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json("""{"id":"7"}"""), Respond.Json(500, "{}"));
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(connection.CloseAsync())).Kind);

        Assert.True(connection.IsClosed);
        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(connection.Client.Directory.GetMeAsync())).Kind);
    }
}
