using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class SharedTaskTests
{
    [Fact]
    public async Task Work_that_fails_is_started_again_twice()
    {
        int starts = 0;
        SharedTask<int> shared = new(_ => Task.FromException<int>(new TimeoutException($"{++starts}")), forgets: e => e is TimeoutException);

        for (int caller = 1; caller <= 5; caller++)
        {
            TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(() => shared.GetAsync(TestContext.Current.CancellationToken));
            Assert.Equal($"{Math.Min(caller, 3)}", failure.Message);
        }
    }

    [Fact]
    public async Task Work_that_one_caller_cancels_is_done_for_the_others()
    {
        TaskCompletionSource<bool> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SharedTask<int> shared = new(async cancellationToken =>
        {
            if (begun.TrySetResult(true))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return 42;
        });
        using CancellationTokenSource stop = new();

        Task<int> cancelled = shared.GetAsync(stop.Token);
        await begun.Task;
        Task<int> other = shared.GetAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await TestLooker.CancellationOf(cancelled);
        Assert.Equal(42, await other.WaitAsync(TestLooker.Patience));
    }

    [Fact]
    public async Task Caller_that_gives_up_does_not_wait_for_the_work_of_the_others()
    {
        TaskCompletionSource<int> work = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SharedTask<int> shared = new(_ => work.Task);
        using CancellationTokenSource stop = new();
        Task<int> first = shared.GetAsync(TestContext.Current.CancellationToken);
        Task<int> impatient = shared.GetAsync(stop.Token);

        await stop.CancelAsync();

        await TestLooker.CancellationOf(impatient);
        work.SetResult(42);
        Assert.Equal(42, await first.WaitAsync(TestLooker.Patience));
    }

    /// <summary>What it started reports to its observer, who may be gone afterwards.</summary>
    [Fact]
    public async Task Caller_that_started_the_work_and_gives_up_waits_until_the_work_has_ended()
    {
        TaskCompletionSource<int> work = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SharedTask<int> shared = new(_ => work.Task);
        using CancellationTokenSource stop = new();
        Task<int> first = shared.GetAsync(stop.Token);

        await stop.CancelAsync();

        Assert.False(first.IsCompleted);
        work.SetCanceled();
        await TestLooker.CancellationOf(first);
    }
}
