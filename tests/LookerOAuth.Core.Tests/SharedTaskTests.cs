using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class SharedTaskTests
{
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
}
