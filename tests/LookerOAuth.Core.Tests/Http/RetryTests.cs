using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class RetryTests
{
    private static readonly Script Me = Respond.Json("""{"id":"1"}""");

    /// <summary>A creation that nothing can be looked up of.</summary>
    private static Task<ExternalOAuthUserState> Create(TestLooker looker) =>
        looker.Client.ExternalOAuthApps.CreateUserStateAsync(new ExternalOAuthUserStateCreation
        {
            ExternalOAuthAppId = "5",
            UserId = "7",
            AccessToken = TestLooker.Secret("made-up-access"),
            AccessTokenExpiresAt = DateTimeOffset.UnixEpoch,
        });

    private static Script Busy(int status, string? retryAfter) => retryAfter is null
        ? Respond.Json(status, """{"message":"busy"}""")
        : Respond.Of(status, """{"message":"busy"}""", "application/json", ("Retry-After", retryAfter));

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Transient_failure_is_repeated(int status)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(status), Me);

        Assert.Equal("1", (await looker.Client.Directory.GetMeAsync()).UserId);
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(505)]
    public async Task Lasting_failure_is_not_repeated(int status)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(status, "{}"));

        await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Single(looker.Server.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task Repeats_end_at_the_limit(int limit)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = limit });
        looker.Server.Otherwise(Respond.Page(503));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.ServerError, e.Kind);
        Assert.Equal(limit + 1, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Limit_that_stays_is_rate_limited()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Busy(429, null));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.RateLimited, e.Kind);
        Assert.Equal(5, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Every_repeat_is_the_whole_request_again()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Busy(503, null), Respond.ConnectionReset, Respond.Json("{}"));

        await looker.Client.OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges { DisplayName = "A" });

        Assert.All(looker.Server.Requests, r =>
        {
            Assert.Equal("PATCH oauth_client_apps/a", r.Line);
            Assert.Equal("""{"display_name":"A"}""", r.Body);
            Assert.Equal("Bearer made-up-token", r.Authorization);
            Assert.Equal("LookerOAuth 1.2.3", r.Headers["x-looker-appid"]);
        });
        Assert.Equal(3, looker.Server.Requests.Count);
    }

    public static TheoryData<string> BrokenConnections => new("reset", "refused", "aborted", "timed out", "unreachable", "try again", "bare", "ended", "io");

    private static Exception Failure(string name) => name switch
    {
        "reset" => Respond.Broken(SocketError.ConnectionReset),
        "refused" => Respond.Broken(SocketError.ConnectionRefused),
        "aborted" => Respond.Broken(SocketError.ConnectionAborted),
        "timed out" => Respond.Broken(SocketError.TimedOut),
        "unreachable" => Respond.Broken(SocketError.HostUnreachable),
        "no network" => Respond.Broken(SocketError.NetworkUnreachable),
        "network down" => Respond.Broken(SocketError.NetworkDown),
        "host down" => Respond.Broken(SocketError.HostDown),
        "unreachable while reading" => new HttpRequestException("x", new IOException("y", new SocketException((int)SocketError.HostUnreachable))),
        "old unreachable while connecting" => new HttpRequestException(
            "x", new WebException("x", new SocketException((int)SocketError.HostUnreachable), WebExceptionStatus.ConnectFailure, null)),
        "old unreachable while reading" => new HttpRequestException(
            "x", new WebException("x", new SocketException((int)SocketError.HostUnreachable), WebExceptionStatus.ReceiveFailure, null)),
        "try again" => Respond.Broken(SocketError.TryAgain),
        "bare" => new HttpRequestException("An error occurred while sending the request."),
        "ended" => new HttpRequestException("x", new HttpIOException(HttpRequestError.ResponseEnded)),
        "io" => new IOException("Unable to read data."),
        "no host" => Respond.Broken(SocketError.HostNotFound),
        "no data" => Respond.Broken(SocketError.NoData),
        "no name" => new HttpRequestException("x", new WebException("x", WebExceptionStatus.NameResolutionFailure)),
        "no trust" => new HttpRequestException("x", new AuthenticationException("The remote certificate is invalid.")),
        "no trust below" => new HttpRequestException("x", new IOException("y", new AuthenticationException("z"))),
        "old no trust" => new HttpRequestException("x", new WebException("x", WebExceptionStatus.TrustFailure)),
        "old no tls" => new HttpRequestException("x", new WebException("x", WebExceptionStatus.SecureChannelFailure)),
        "old refused" => new HttpRequestException("x", new WebException("x", WebExceptionStatus.ConnectFailure)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Theory]
    [MemberData(nameof(BrokenConnections))]
    public async Task Broken_connection_is_repeated(string failure)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Throws(Failure(failure)), Me);

        Assert.Equal("1", (await looker.Client.Directory.GetMeAsync()).UserId);
    }

    [Theory]
    [MemberData(nameof(BrokenConnections))]
    public async Task Connection_that_stays_broken_is_unreachable(string failure)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Throws(Failure(failure)));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Null(e.StatusCode);
        Assert.Equal(("GET", "/api/4.0/user"), (e.Method, e.Path));
        Assert.Contains("looker.example.com", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, looker.Server.Requests.Count);
    }

    [Theory]
    [InlineData("no host")]
    [InlineData("no data")]
    [InlineData("no name")]
    [InlineData("no trust")]
    [InlineData("no trust below")]
    [InlineData("old no trust")]
    [InlineData("old no tls")]
    public async Task Unknown_host_and_failed_tls_are_never_repeated(string failure)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Throws(Failure(failure)));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Single(looker.Server.Requests);
        Assert.Equal(failure.Contains("no t", StringComparison.Ordinal), e.Message.Contains("certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Body_that_breaks_off_is_a_broken_connection()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = FeedStream.BreakingAfter("{\"id\":");
        looker.Server.Then(Respond.Streamed(body), Me);

        Assert.Equal("1", (await looker.Client.Directory.GetMeAsync()).UserId);
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Body_that_ends_too_early_without_a_word_is_an_unexpected_response()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = FeedStream.EndingAfter("{\"id\":");
        looker.Server.Then(Respond.Streamed(body));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, (await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync())).Kind);
    }

    [Fact]
    public async Task Creating_request_is_repeated_on_429()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Busy(429, "1"), Respond.Json("{}"));

        await Create(looker);

        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Creating_request_is_not_repeated_on_a_gateway_s_response(int status)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(status));

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(Create(looker))).Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("try again")]
    [InlineData("old refused")]
    [InlineData("old unreachable while connecting")]
    public async Task Creating_request_is_repeated_where_nothing_was_sent(string failure)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Throws(Failure(failure)), Respond.Json("{}"));

        await Create(looker);

        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("aborted")]
    [InlineData("timed out")]
    [InlineData("bare")]
    [InlineData("ended")]
    [InlineData("io")]
    [InlineData("unreachable")]
    [InlineData("no network")]
    [InlineData("network down")]
    [InlineData("host down")]
    [InlineData("unreachable while reading")]
    [InlineData("old unreachable while reading")]
    public async Task Creating_request_is_not_repeated_where_it_may_have_arrived(string failure)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Throws(Failure(failure)));

        LookerApiException e = await TestLooker.FailureOf(Create(looker));

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.True(e.OutcomeUnknown);
        Assert.Single(looker.Server.Requests);
    }

#if NET
    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.HttpProtocolError, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public async Task Only_a_connection_that_never_came_about_proves_that_nothing_was_sent(HttpRequestError error, bool isRepeated)
    {
        Assert.SkipWhen(TestLooker.IsDesktopBuild, "The build for Windows PowerShell does not know HttpRequestError.");
        using TestLooker looker = TestLooker.WithToken();
        Exception route = new SocketException((int)SocketError.NetworkUnreachable);
        looker.Server.Then(Respond.Throws(new HttpRequestException(error, "x", route)), Respond.Json("{}"));

        Exception? e = await Record.ExceptionAsync(() => Create(looker));

        Assert.Equal(isRepeated ? 2 : 1, looker.Server.Requests.Count);
        Assert.Equal(isRepeated, e is null);
    }
#endif

    [Fact]
    public async Task Outcome_is_unknown_only_if_something_may_have_been_created_without_a_word()
    {
        Assert.True((await FailureOf(Respond.Page(502), Create)).OutcomeUnknown);
        Assert.True((await FailureOf(Respond.Page(503), Create)).OutcomeUnknown);
        Assert.True((await FailureOf(Respond.Page(504), Create)).OutcomeUnknown);
        Assert.True((await FailureOf(Respond.Streamed(FeedStream.BreakingAfter("{")), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Page(500), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Page(501), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Page(505), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Json(429, "{}"), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Throws(Failure("refused")), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Throws(Failure("no host")), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Throws(Failure("no data")), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Throws(Failure("no name")), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Throws(Failure("old no trust")), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Throws(Failure("old no tls")), Create)).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.Page(502), l => l.Client.OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges()))).OutcomeUnknown);
        Assert.False((await FailureOf(Respond.ConnectionReset, l => l.Client.OAuthClientApps.DeleteAsync("a"))).OutcomeUnknown);

        static async Task<LookerApiException> FailureOf(Script response, Func<TestLooker, Task> call)
        {
            using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
            looker.Server.Then(response);
            return await TestLooker.FailureOf(call(looker));
        }
    }

    [Fact]
    public async Task Outcome_of_a_creation_that_meets_the_time_limit_is_unknown()
    {
        using TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        Task creation = Create(looker);
        await reached.Task;

        looker.Clock.Advance(TimeSpan.FromSeconds(120));

        LookerApiException e = await TestLooker.FailureOf(creation);
        Assert.Equal((LookerErrorKind.Timeout, true), (e.Kind, e.OutcomeUnknown));
        Assert.Equal(nameof(LookerClientOptions.Timeout), e.Option);
    }

    [Fact]
    public async Task Creating_request_whose_response_breaks_off_is_not_repeated()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = FeedStream.BreakingAfter("{");
        looker.Server.Then(Respond.Streamed(body));

        Assert.Equal(LookerErrorKind.Unreachable, (await TestLooker.FailureOf(Create(looker))).Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Every_posting_that_creates_counts_as_creating()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Page(502));
        Func<Task>[] creations =
        [
            () => looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges { DisplayName = "A" }),
            () => looker.Client.ExternalOAuthApps.CreateAsync("abc", new ExternalOAuthAppChanges()),
            () => Create(looker),
            () => looker.Client.Api.SendAsync(HttpMethod.Post, "groups", body: "{}"),
        ];

        foreach (Func<Task> creation in creations)
        {
            await TestLooker.FailureOf(creation);
        }

        Assert.Equal(creations.Length, looker.Server.Lines.Count(l => l.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Activation_is_repeated_like_a_read_since_a_second_one_changes_nothing()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(502), Respond.ConnectionReset, Respond.NoContent);

        await looker.Client.OAuthClientApps.ActivateUserAsync("a", "7");

        Assert.Equal(3, looker.Server.Requests.Count);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("60", 60)]
    [InlineData("61", 60)]
    [InlineData("86400", 60)]
    public async Task Wait_is_as_long_as_the_server_asks_up_to_a_minute(string retryAfter, int seconds)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Busy(429, retryAfter), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(looker.Observer.Retries).Delay);
        Assert.Equal(seconds == 0 ? [] : [TimeSpan.FromSeconds(seconds)], looker.Clock.Waits);
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(3600, 60)]
    [InlineData(-30, 0)]
    public async Task Wait_may_be_asked_for_as_a_date(int secondsAhead, int seconds)
    {
        using TestLooker looker = TestLooker.WithToken();
        string date = looker.Clock.GetUtcNow().AddSeconds(secondsAhead).ToString("R", CultureInfo.InvariantCulture);
        looker.Server.Then(Busy(503, date), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(looker.Observer.Retries).Delay);
    }

    [Fact]
    public async Task Date_counts_by_the_clock_of_the_server_that_gave_it()
    {
        using TestLooker looker = TestLooker.WithToken();
        DateTimeOffset now = looker.Clock.GetUtcNow().AddHours(-1);
        string Text(int seconds) => now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);
        looker.Server.Then(Respond.Of(503, null, null, ("Retry-After", Text(20)), ("Date", Text(0))), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(TimeSpan.FromSeconds(20), Assert.Single(looker.Observer.Retries).Delay);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task Wait_that_nobody_understands_is_chosen_here(string retryAfter)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Busy(429, retryAfter), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.InRange(Assert.Single(looker.Observer.Retries).Delay, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void Waits_grow_twofold_at_most_and_are_spread_over_the_whole_of_it()
    {
        TestClock clock = new();
        RetryPolicy policy = new(10, clock);
        for (int attempt = 1; attempt <= 10; attempt++)
        {
            double ceiling = Math.Min(60, 0.5 * Math.Pow(2, attempt - 1));
            List<double> waits = [];
            for (int i = 0; i < 500; i++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(13));
                waits.Add(policy.DelayBefore(attempt, null).TotalSeconds);
            }

            Assert.All(waits, wait => Assert.InRange(wait, 0, ceiling));
            Assert.True(waits.Min() < 0.1 * ceiling, $"The shortest wait of attempt {attempt} is {waits.Min()} s.");
            Assert.True(waits.Max() > 0.9 * ceiling, $"The longest wait of attempt {attempt} is {waits.Max()} s.");
            Assert.InRange(waits.Average(), 0.4 * ceiling, 0.6 * ceiling);
        }
    }

    [Fact]
    public async Task Observer_hears_of_every_wait_before_and_after()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Busy(429, "3"), Respond.ConnectionReset, Me);

        await looker.Client.Directory.GetMeAsync();

        IReadOnlyList<LookerRetryScheduled> retries = looker.Observer.Retries;
        Assert.Equal([1, 2], retries.Select(r => r.Attempt));
        Assert.All(retries, r => Assert.Equal((4, "GET", "https://looker.example.com/api/4.0/user"), (r.MaximumAttempts, r.Method, r.Url.Split('?')[0])));
        Assert.Contains("429", retries[0].Reason, StringComparison.Ordinal);
        Assert.Contains("3.0 s", retries[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(2, looker.Observer.Events.OfType<LookerRetryWaitEnded>().Count());
    }

    [Fact]
    public async Task Cancellation_ends_a_wait_at_once()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Clock.SkipsWaits = false;
        looker.Server.Then(Busy(429, "50"));
        using CancellationTokenSource source = new();
        Task isWaiting = looker.Clock.Waited(TimeSpan.FromSeconds(50));
        Task call = looker.Client.Directory.GetMeAsync(null, source.Token);
        await isWaiting;

        await source.CancelAsync();

        await TestLooker.CancellationOf(call);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Cancelled_request_is_not_repeated()
    {
        using TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        using CancellationTokenSource source = new();
        Task call = looker.Client.Directory.GetMeAsync(null, source.Token);
        await reached.Task;

        await source.CancelAsync();

        await TestLooker.CancellationOf(call);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Every_attempt_has_the_whole_time_limit()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { Timeout = TimeSpan.FromSeconds(70) });
        looker.Server.Then(Busy(429, "60"), Busy(429, "60"), Me);

        Assert.Equal("1", (await looker.Client.Directory.GetMeAsync()).UserId);
    }
}
