using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class TokenTests
{
    private static readonly Script Me = Respond.Json("""{"id":"1"}""");

    [Theory]
    [InlineData(3600 - 11, 1)]
    [InlineData(3600 - 9, 2)]
    [InlineData(3600 - 10, 2)]
    [InlineData(4000, 2)]
    public async Task Token_is_renewed_ten_seconds_before_its_end(int secondsLater, int logins)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Otherwise((request, cancel) => request.Line == "POST login"
            ? Respond.Token($"t{looker.Server.Count("POST login")}")(request, cancel)
            : Me(request, cancel));
        await looker.Client.Directory.GetMeAsync();

        looker.Clock.Advance(TimeSpan.FromSeconds(secondsLater));
        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(logins, looker.Server.Count("POST login"));
        Assert.Equal($"Bearer t{logins}", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task End_of_the_token_is_shown_in_utc()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1", expiresIn: 1800));

        await looker.Client.LoginAsync();

        Assert.Equal(looker.Clock.GetUtcNow() + TimeSpan.FromSeconds(1800), looker.Client.ExpiresAt);
        Assert.Equal(TimeSpan.Zero, looker.Client.ExpiresAt!.Value.Offset);
    }

    [Fact]
    public async Task Lifetime_that_is_sent_as_text_counts()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Json("""{"access_token":"t1","expires_in":"60"}"""));

        await looker.Client.LoginAsync();

        Assert.Equal(looker.Clock.GetUtcNow() + TimeSpan.FromSeconds(60), looker.Client.ExpiresAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"expires_in\":null")]
    [InlineData(",\"expires_in\":0")]
    [InlineData(",\"expires_in\":-1")]
    [InlineData(",\"expires_in\":1e300")]
    public async Task Token_of_unknown_lifetime_is_kept_until_the_server_rejects_it(string expiresIn)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Json($$"""{"access_token":"t1"{{expiresIn}}}"""), Me, Me);
        await looker.Client.Directory.GetMeAsync();

        looker.Clock.Advance(TimeSpan.FromDays(30));
        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(1, looker.Server.Count("POST login"));
        Assert.Null(looker.Client.ExpiresAt);
    }

    [Fact]
    public async Task Sixteen_callers_on_an_expired_token_make_one_login()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Token("t1"));
        await looker.Client.LoginAsync();
        looker.Clock.Advance(TimeSpan.FromHours(2));
        looker.Server.Otherwise((request, cancel) => request.Line == "POST login"
            ? Respond.After(letIn.Task, Respond.Token("t2"))(request, cancel)
            : Me(request, cancel));

        Task[] calls = [.. Enumerable.Range(0, 16).Select(_ => looker.Client.Directory.GetMeAsync())];
        letIn.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(2, looker.Server.Count("POST login"));
        Assert.Equal(16, looker.Server.Requests.Count(r => r.Authorization == "Bearer t2"));
    }

    [Fact]
    public async Task Revoked_token_makes_one_login_and_one_repeat()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Unauthorized, Respond.Token("t2"), Me);

        Assert.Equal("1", (await looker.Client.Directory.GetMeAsync()).UserId);

        Assert.Equal(["POST login", "GET user", "POST login", "GET user"], looker.Server.Paths);
        Assert.Equal("Bearer t2", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Writing_request_is_repeated_after_a_401_with_its_whole_body()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Unauthorized, Respond.Token("t2"), Respond.Json("{}"));

        await looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges { DisplayName = "A" });

        Assert.Equal("""{"display_name":"A"}""", looker.Server.Requests[1].Body);
        Assert.Equal("""{"display_name":"A"}""", looker.Server.Requests[3].Body);
    }

    [Fact]
    public async Task Second_401_ends_the_call()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Unauthorized, Respond.Token("t2"), Respond.Unauthorized);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Equal(401, e.StatusCode);
        Assert.Equal(4, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Requests_that_failed_on_the_same_token_share_one_renewal()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"));
        await looker.Client.LoginAsync();
        using CountdownEvent rejected = new(8);
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Otherwise((request, cancel) =>
        {
            if (request.Line == "POST login")
            {
                return Respond.Token("t2")(request, cancel);
            }

            if (request.Authorization != "Bearer t1")
            {
                return Me(request, cancel);
            }

            if (rejected.Signal())
            {
                all.SetResult();
            }

            return Respond.After(all.Task, Respond.Unauthorized)(request, cancel);
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => looker.Client.Directory.GetMeAsync()));

        Assert.Equal(2, looker.Server.Count("POST login"));
    }

    [Fact]
    public async Task Late_401_on_an_old_token_takes_the_new_token_without_a_login()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Token("t1"), Respond.After(late.Task, Respond.Unauthorized, reached), Respond.Unauthorized, Respond.Token("t2"), Me, Me);
        Task slow = looker.Client.Directory.GetMeAsync();
        await reached.Task.WaitAsync(TestLooker.Patience);
        await looker.Client.Directory.GetMeAsync();

        late.SetResult();
        await slow;

        Assert.Equal(2, looker.Server.Count("POST login"));
        Assert.Equal("Bearer t2", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Token_that_another_request_renewed_and_that_has_ended_since_is_renewed_once_more()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(
            Respond.Token("t1"), Respond.After(late.Task, Respond.Unauthorized, reached), Respond.Unauthorized, Respond.Token("t2"), Me, Respond.Unauthorized, Respond.Token("t3"), Me);
        Task slow = looker.Client.Directory.GetMeAsync();
        await reached.Task.WaitAsync(TestLooker.Patience);
        await looker.Client.Directory.GetMeAsync();

        late.SetResult();
        await slow;

        Assert.Equal(3, looker.Server.Count("POST login"));
        Assert.Equal("Bearer t3", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Third_401_ends_the_call_whoever_renewed()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(
            Respond.Token("t1"), Respond.After(late.Task, Respond.Unauthorized, reached), Respond.Unauthorized, Respond.Token("t2"), Me, Respond.Unauthorized, Respond.Token("t3"));
        looker.Server.Otherwise(Respond.Unauthorized);
        Task slow = looker.Client.Directory.GetMeAsync();
        await reached.Task.WaitAsync(TestLooker.Patience);
        await looker.Client.Directory.GetMeAsync();

        late.SetResult();
        LookerApiException e = await TestLooker.FailureOf(slow);

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Equal(8, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Failed_renewal_is_not_repeated_by_each_waiter()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Otherwise(Respond.After(letIn.Task, Respond.NotFound));

        Task<LookerApiException>[] calls = [.. Enumerable.Range(0, 8).Select(_ => TestLooker.FailureOf(looker.Client.Directory.GetMeAsync()))];
        letIn.SetResult();
        LookerApiException[] failures = await Task.WhenAll(calls);

        Assert.Equal(1, looker.Server.Count("POST login"));
        Assert.All(failures, e => Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind));
    }

    [Fact]
    public async Task Caller_that_gives_up_does_not_end_the_login_for_the_others()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        using CancellationTokenSource impatient = new();
        TaskCompletionSource letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.After(letIn.Task, Respond.Token("t1")), Me);
        Task first = looker.Client.Directory.GetMeAsync(null, impatient.Token);
        Task<User> second = looker.Client.Directory.GetMeAsync();

        await impatient.CancelAsync();
        await TestLooker.CancellationOf(first);
        letIn.SetResult();

        Assert.Equal("1", (await second).UserId);
        Assert.Equal(["POST login", "GET user"], looker.Server.Paths);
    }

    [Fact]
    public async Task Dispose_during_a_login_ends_everybody_who_waits_for_it_as_disconnected()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        Task<LookerApiException>[] calls = [TestLooker.FailureOf(looker.Client.LoginAsync()), TestLooker.FailureOf(looker.Client.Directory.GetMeAsync())];
        await reached.Task;

        looker.Bare.Dispose();

        Assert.All(await Task.WhenAll(calls), e => Assert.Equal(LookerErrorKind.NotConnected, e.Kind));
        Assert.Equal(["POST login"], looker.Server.Lines);
    }

    [Fact]
    public async Task Nothing_logs_in_again_after_a_logout_while_a_request_was_in_flight()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource inFlight = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource loggedOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(
            Respond.Token("t1"),
            (request, cancel) =>
            {
                inFlight.SetResult();
                return Respond.After(loggedOut.Task, Respond.Unauthorized)(request, cancel);
            },
            Respond.NoContent);
        Task<LookerApiException> failure = TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());
        await inFlight.Task;

        await looker.Client.LogoutAsync();
        loggedOut.SetResult();

        Assert.Equal(LookerErrorKind.NotConnected, (await failure).Kind);
        Assert.Equal(["POST login", "GET user", "DELETE logout"], looker.Server.Paths);
    }

    [Fact]
    public async Task Logout_during_a_login_ends_the_session_that_it_opens()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.After(letIn.Task, Respond.Token("t1")), Respond.NoContent);
        Task login = looker.Client.LoginAsync();

        Task logout = looker.Client.LogoutAsync();
        letIn.SetResult();
        await login;
        await logout;

        Assert.Equal(["POST login", "DELETE logout"], looker.Server.Lines);
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Logout_during_a_login_that_fails_sends_nothing()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.After(letIn.Task, Respond.NotFound));
        Task<LookerApiException> login = TestLooker.FailureOf(looker.Client.LoginAsync());

        Task logout = looker.Client.LogoutAsync();
        letIn.SetResult();
        await logout;

        Assert.Equal(LookerErrorKind.AuthenticationFailed, (await login).Kind);
        Assert.Equal(["POST login"], looker.Server.Lines);
    }

    [Fact]
    public async Task Logout_that_gives_up_during_a_login_is_a_cancellation()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        using CancellationTokenSource impatient = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        Task<LookerApiException> login = TestLooker.FailureOf(looker.Client.LoginAsync());
        await reached.Task;
        Task logout = looker.Client.LogoutAsync(impatient.Token);

        await impatient.CancelAsync();

        await TestLooker.CancellationOf(logout);
        looker.Bare.Dispose();
        Assert.Equal(LookerErrorKind.NotConnected, (await login).Kind);
    }

    [Fact]
    public async Task Logged_out_client_refuses_requests_and_sends_nothing()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.NoContent);
        await looker.Client.LoginAsync();
        await looker.Client.LogoutAsync();

        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync())).Kind);
        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
        Assert.Equal(["POST login", "DELETE logout"], looker.Server.Lines);
    }

    [Theory]
    [InlineData(61, 1)]
    [InlineData(60, 2)]
    public async Task Token_that_is_handed_out_lives_for_a_minute_at_least(int secondsLeft, int logins)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("made-up-token-1"), Respond.Token("made-up-token-2"));
        await looker.Client.LoginAsync();
        looker.Clock.Advance(TimeSpan.FromSeconds(3600 - secondsLeft));

        LookerAccessToken token = await looker.Client.GetAccessTokenAsync();

        Assert.Equal($"made-up-token-{logins}", token.Token.Reveal());
        Assert.Equal(looker.Client.ExpiresAt, token.ExpiresAt);
        Assert.Equal("Bearer", token.TokenType);
        Assert.DoesNotContain("made-up", token.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_from_elsewhere_is_handed_out_as_it_is()
    {
        using TestLooker looker = TestLooker.WithToken();

        LookerAccessToken token = await looker.Client.GetAccessTokenAsync();

        Assert.Equal(TestLooker.StaticToken, token.Token.Reveal());
        Assert.Null(token.ExpiresAt);
        Assert.Equal("Bearer token", token.ToString());
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task Token_of_a_disconnected_client_is_not_handed_out()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Bare.Dispose();

        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(looker.Client.GetAccessTokenAsync())).Kind);
    }

    [Fact]
    public async Task Static_token_is_never_renewed()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Unauthorized);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Equal(["GET user"], looker.Server.Paths);
        Assert.Equal("Bearer made-up-token", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Login_with_a_static_token_sends_nothing()
    {
        using TestLooker looker = TestLooker.WithToken();

        await looker.Client.LoginAsync();

        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task Clock_that_is_set_back_does_not_end_a_token()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Me, Me);
        await looker.Client.Directory.GetMeAsync();

        looker.Clock.Jump = TimeSpan.FromDays(-400);
        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(1, looker.Server.Count("POST login"));
    }

    /// <summary>On Linux and macOS, what measures time passing stands still while the machine sleeps.</summary>
    [Fact]
    public async Task Token_that_expired_while_the_machine_slept_is_not_handed_out()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Token("t2"));
        await looker.Client.LoginAsync();

        looker.Clock.Jump = TimeSpan.FromHours(2);
        LookerAccessToken token = await looker.Client.GetAccessTokenAsync();

        Assert.Equal("t2", token.Token.Reveal());
        Assert.Equal(looker.Clock.GetUtcNow().AddHours(1), token.ExpiresAt);
    }

    [Fact]
    public async Task Clock_that_is_set_back_does_not_keep_a_dead_token()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Me, Respond.Token("t2"), Me);
        await looker.Client.Directory.GetMeAsync();

        looker.Clock.Jump = TimeSpan.FromDays(-1);
        looker.Clock.Advance(TimeSpan.FromHours(1));
        await looker.Client.Directory.GetMeAsync();

        Assert.Equal("Bearer t2", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Login_in_passing_trouble_is_repeated()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Page(503), Respond.ConnectionReset, Respond.Token("t1"));

        await looker.Client.LoginAsync();

        Assert.Equal(3, looker.Server.Count("POST login"));
    }

    [Fact]
    public async Task Login_s_own_retries_are_not_multiplied_by_those_of_the_call()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { MaximumRetryCount = 2 });
        looker.Server.Otherwise(Respond.ConnectionReset);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Equal(3, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Logout_sends_the_token_once()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.NoContent);
        await looker.Client.LoginAsync();

        await looker.Client.LogoutAsync();
        await looker.Client.LogoutAsync();

        Assert.Equal(["POST login", "DELETE logout"], looker.Server.Lines);
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
        Assert.Null(looker.Client.ExpiresAt);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Logout_of_a_session_that_has_ended_is_no_error(int status)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json(status, "{}"));
        await looker.Client.LoginAsync();

        await looker.Client.LogoutAsync();

        Assert.Equal(["POST login", "DELETE logout"], looker.Server.Lines);
    }

    [Fact]
    public async Task Logout_that_the_server_does_not_take_is_an_error()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json(500, "{}"));
        await looker.Client.LoginAsync();

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(looker.Client.LogoutAsync())).Kind);
    }

    [Fact]
    public async Task Logout_of_a_static_token_ends_it_on_the_server()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NoContent);

        await looker.Client.LogoutAsync();

        Assert.Equal("DELETE logout", looker.Server.Last.Line);
        Assert.Equal("Bearer made-up-token", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Cancelled_login_is_a_cancellation()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        using CancellationTokenSource source = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        Task login = looker.Client.LoginAsync(source.Token);
        await reached.Task;

        await source.CancelAsync();

        await TestLooker.CancellationOf(login);
    }

    [Fact]
    public async Task Login_that_cannot_reach_the_server_says_so()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Throws(new HttpRequestException("no", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound))));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Equal("/api/4.0/login", e.Path);
    }
}
