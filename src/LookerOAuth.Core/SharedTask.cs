using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Work that many wait for and that is done once. A failure is kept, too; cancelled work is started again.</summary>
internal sealed class SharedTask<T>
{
    private readonly object _gate = new();
    private readonly Func<CancellationToken, Task<T>> _start;
    private Task<T>? _task;

    public SharedTask(Func<CancellationToken, Task<T>> start)
    {
        _start = start;
    }

    /// <summary>The result of the work. Whoever comes first starts it; if that caller cancels it, the next one starts it again.</summary>
    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<T> task;
            lock (_gate)
            {
                if (_task is null || _task.IsCanceled)
                {
                    _task = _start(cancellationToken);
                }

                task = _task;
            }

            try
            {
                return await task.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (task.IsCanceled && !cancellationToken.IsCancellationRequested)
            {
                // Somebody else has cancelled it.
            }
        }
    }
}
