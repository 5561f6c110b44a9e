using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Stopping at any moment, over a real connection with compressed bodies.</summary>
public sealed class CancellationTests
{
    private const int Cancels = 3000;
    private const int Callers = 8;

    private static LookerClient Client(GzipServer server) => new(new LookerClientOptions
    {
        BaseUrl = server.BaseUrl,
        Credential = LookerCredential.AccessToken(TestLooker.Secret(TestLooker.StaticToken)),
        MaximumRetryCount = 0,
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thousands_of_cancels_at_random_moments_leave_a_healthy_connection(bool isList)
    {
        using GzipServer server = new();
        using LookerClient looker = Client(server);
        int cancelled = 0;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            Random random = new(caller);
            for (int i = 0; i < Cancels / Callers; i++)
            {
                using CancellationTokenSource source = new();
                Task call = isList ? ListAsync(looker, source.Token) : looker.OAuthClientApps.GetAsync("0", null, source.Token);
                Task stop = Task.Run(async () =>
                {
                    await SpinAsync(random.Next(isList ? 4000 : 400));
                    await source.CancelAsync();
                });
                try
                {
                    await call.WaitAsync(TimeSpan.FromSeconds(60));
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                }

                await stop;
            }
        })));

        Assert.True(cancelled > 0);
        Assert.Equal(GzipServer.Apps, (await TestLooker.All(looker.OAuthClientApps.ListAsync())).Count);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal("0", (await looker.OAuthClientApps.GetAsync("0", ["afterwards"])).ClientGuid);
        }

        // One after the other needs one connection, which the pool keeps. It takes those as well that were begun for a cancelled request and
        // come in late: one a caller at most.
        int connections = server.Requests.Where(r => r.Line.Contains("afterwards", StringComparison.Ordinal)).Select(r => r.Connection).Distinct().Count();
        Assert.InRange(connections, 1, Callers);
    }

    [Fact]
    public async Task Reader_that_stops_early_leaves_a_healthy_connection()
    {
        using GzipServer server = new();
        using LookerClient looker = Client(server);

        for (int i = 0; i < 100; i++)
        {
            await foreach (OAuthClientApp _ in looker.OAuthClientApps.ListAsync())
            {
                break;
            }
        }

        Assert.Equal(GzipServer.Apps, (await TestLooker.All(looker.OAuthClientApps.ListAsync())).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_that_fails_when_it_is_closed_fails_nobody_else(bool isList)
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new("[{\"client_guid\":\"a\"},") { FailsOnClose = true };
        looker.Server.Then(Respond.Streamed(body));
        using CancellationTokenSource source = new();
        Task call = isList ? ListAsync(looker.Client, source.Token) : looker.Client.Directory.GetMeAsync(null, source.Token);
        await body.Starved;

        await source.CancelAsync();

        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.IsNotType<TimeoutException>(e);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failure_in_a_callback_of_the_time_limit_does_not_reach_the_timer(bool isList)
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new("[") { FailsOnCancel = true };
        looker.Server.Then(Respond.Streamed(body));
        Task isRunning = isList ? looker.Clock.WasSetTo(TimeSpan.FromSeconds(120)) : Task.CompletedTask;
        Task call = isList ? ListAsync(looker.Client, default) : looker.Client.Directory.GetMeAsync();
        await body.Starved;
        await isRunning;

        // On a real clock this is a timer's thread: what is thrown here would end the process.
        looker.Clock.Advance(TimeSpan.FromSeconds(120));

        LookerApiException e = await TestLooker.FailureOf(call);
        Assert.Equal(LookerErrorKind.Timeout, e.Kind);
    }

    private static async Task ListAsync(LookerClient looker, CancellationToken cancellationToken)
    {
        await foreach (OAuthClientApp app in looker.OAuthClientApps.ListAsync(null, cancellationToken))
        {
            Assert.NotNull(app.ClientGuid);
        }
    }

    /// <summary>Waits for a moment that is shorter than any timer's.</summary>
    private static async Task SpinAsync(int count)
    {
        await Task.Yield();
        Thread.SpinWait(count);
    }
}
