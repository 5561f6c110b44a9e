using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Work that many wait for and that is done once. Cancelled work is started again; a failure is kept, unless it is to be forgotten.</summary>
internal sealed class SharedTask<T>
{
    /// <summary>How often work is started again after a failure: enough to get past a bad moment, and no long wait for each of many callers.</summary>
    private const int MaximumRepeats = 2;

    private readonly object _gate = new();
    private readonly Func<CancellationToken, Task<T>> _start;
    private readonly Func<Exception, bool> _forgets;
    private Task<T>? _task;
    private int _repeats;

    /// <param name="start">Starts the work.</param>
    /// <param name="forgets">After which failures whoever comes next starts it again, twice at most; null for none.</param>
    public SharedTask(Func<CancellationToken, Task<T>> start, Func<Exception, bool>? forgets = null)
    {
        _start = start;
        _forgets = forgets ?? (_ => false);
    }

    /// <summary>The result of the work. Whoever comes first starts it; if that caller cancels it, the next one starts it again. Any
    /// other caller that gives up leaves it to the rest.</summary>
    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<T> task;
            bool isOwn = false;
            lock (_gate)
            {
                if (_task is null || _task.IsCanceled || IsForgotten(_task))
                {
                    _task = _start(cancellationToken);
                    isOwn = true;
                }

                task = _task;
            }

            try
            {
                // What this caller has started ends by its cancellation, and reports to its observer until then.
                return await (isOwn ? task : task.WaitAsync(cancellationToken)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (task.IsCanceled && !cancellationToken.IsCancellationRequested)
            {
                // Somebody else has cancelled it.
            }
        }
    }

    private bool IsForgotten(Task<T> ended) =>
        ended.Exception is { InnerException: { } failure } && _forgets(failure) && _repeats++ < MaximumRepeats;
}
