using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class TimeLimitTests
{
    [Fact]
    public async Task Time_limit_holds_for_the_head()
    {
        using TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        Task<LookerApiException> failure = TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());
        await reached.Task;

        looker.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(failure.IsCompleted);
        looker.Clock.Advance(TimeSpan.FromSeconds(1));

        LookerApiException e = await failure;
        Assert.Equal(LookerErrorKind.Timeout, e.Kind);
        Assert.Equal(("GET", "/api/4.0/user"), (e.Method, e.Path));
        Assert.Contains("120 s", e.Message, StringComparison.Ordinal);
        Assert.Single(looker.Server.Requests);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task Time_limit_holds_for_the_body(int status)
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new("{\"id\":");
        looker.Server.Then(Respond.Streamed(body, status));
        Task<LookerApiException> failure = TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());
        await body.Starved;

        looker.Clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(LookerErrorKind.Timeout, (await failure).Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Time_limit_is_the_caller_s_choice()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { Timeout = TimeSpan.FromHours(2) });
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        Task<LookerApiException> failure = TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());
        await reached.Task;

        looker.Clock.Advance(TimeSpan.FromHours(1.9));
        Assert.False(failure.IsCompleted);
        looker.Clock.Advance(TimeSpan.FromHours(0.1));

        Assert.Equal(LookerErrorKind.Timeout, (await failure).Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(5_000_000)]
    public void Time_limit_that_no_timer_takes_is_refused(int seconds)
    {
        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithToken(o => o with { Timeout = TimeSpan.FromSeconds(seconds) }));

        Assert.Equal((LookerErrorKind.InvalidArgument, nameof(LookerClientOptions.Timeout)), (e.Kind, e.Option));
        Assert.Contains($"{seconds} s", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4_294_967_294)]
    public async Task Time_limit_may_be_none_and_as_long_as_a_timer_takes(long milliseconds)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { Timeout = TimeSpan.FromMilliseconds(milliseconds), TimeProvider = TimeProvider.System });
        looker.Server.Then(Respond.Json("""{"id":"7"}"""));

        Assert.Equal("7", (await looker.Client.Directory.GetMeAsync()).UserId);
    }

    [Fact]
    public async Task Time_limit_of_the_login_is_named_as_the_login_s()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        Task<LookerApiException> failure = TestLooker.FailureOf(looker.Client.LoginAsync());
        await reached.Task;

        looker.Clock.Advance(TimeSpan.FromSeconds(120));

        LookerApiException e = await failure;
        Assert.Equal((LookerErrorKind.Timeout, "/api/4.0/login"), (e.Kind, e.Path));
    }

    [Fact]
    public async Task Cancellation_ends_a_body_that_stalls()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new("{\"id\":");
        looker.Server.Then(Respond.Streamed(body));
        using CancellationTokenSource source = new();
        Task call = looker.Client.Directory.GetMeAsync(null, source.Token);
        await body.Starved;

        await source.CancelAsync();

        await TestLooker.CancellationOf(call);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Cancellation_before_the_start_sends_nothing()
    {
        using TestLooker looker = TestLooker.WithApiKey();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => looker.Client.Directory.GetMeAsync(null, new CancellationToken(canceled: true)));

        Assert.Empty(looker.Server.Requests);
    }
}
