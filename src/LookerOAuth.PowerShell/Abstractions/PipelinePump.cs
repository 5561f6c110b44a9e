using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// Brings what happens on other threads to the pipeline thread, the only one that may write to streams. Waiting on it runs
/// what has been posted until the awaited work <em>ends</em>: work is cancelled, but never abandoned.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ManualResetEventSlim _signal = new(initialState: false);

    /// <summary>Cancelled when nothing that is posted will run any more: who waits for that would wait for ever.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Runs an action on the pipeline thread, soon. From any thread.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        Signal();
    }

    /// <summary>Runs a function on the pipeline thread and returns its result. From any other thread.</summary>
    /// <param name="function">The function.</param>
    /// <param name="cancellationToken">Ends the wait for it: a pipeline that has ended runs nothing any more.</param>
    public async Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration ending = cancellationToken.Register(() => completion.TrySetCanceled(cancellationToken));
        Post(() =>
        {
            try
            {
                completion.TrySetResult(function());
            }
#pragma warning disable CA1031 // It is not lost: it goes to the code that awaits the function.
            catch (Exception e)
#pragma warning restore CA1031
            {
                completion.TrySetException(e);
            }
        });
        return await completion.Task.ConfigureAwait(false);
    }

#if NET
    /// <summary>Starts work that wakes the pump when it ends. What it throws before it has a task is in the task, too.</summary>
    /// <remarks>Up to its first wait it runs here: no other thread need wake up for a request to leave.</remarks>
    public Task<T> Start<T>(Func<Task<T>> work) => Watched(Begin(work, Task.FromException<T>));

    /// <inheritdoc cref="Start{T}(Func{Task{T}})"/>
    public Task Start(Func<Task> work) => Watched(Begin(work, Task.FromException));
#else
    /// <summary>Starts work that wakes the pump when it ends.</summary>
    /// <remarks>.NET Framework looks names up and connects before it first waits; stopping must not wait for that.</remarks>
    public Task<T> Start<T>(Func<Task<T>> work) => Watched(Task.Run(work));

    /// <inheritdoc cref="Start{T}(Func{Task{T}})"/>
    public Task Start(Func<Task> work) => Watched(Task.Run(work));
#endif

    /// <summary>Runs what is posted until a condition holds. On the pipeline thread.</summary>
    public void RunUntil(Func<bool> condition)
    {
        while (true)
        {
            bool holds = condition();
            RunPosted();
            if (holds)
            {
                return;
            }

            WaitForSignal();
        }
    }

    /// <summary>Runs what is posted by now. On the pipeline thread.</summary>
    public void RunPosted()
    {
        while (_posted.TryDequeue(out Action? action))
        {
            action();
        }
    }

    /// <summary>Waits for a condition without running what is posted: the streams may be closed, or it can wait.</summary>
    public void DrainUntil(Func<bool> condition)
    {
        while (!condition())
        {
            WaitForSignal();
        }
    }

    /// <summary>Ends the running of what is posted: the pipeline has failed, and only waits for what is in flight.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose()
    {
        _closing.Dispose();
        _signal.Dispose();
    }

    private void WaitForSignal()
    {
        // The code that signals has changed before what the condition looks at, so a signal between the two lines is not lost.
        _signal.Wait();
        _signal.Reset();
    }

#if NET
    private static TTask Begin<TTask>(Func<TTask> work, Func<Exception, TTask> fail)
    {
        try
        {
            return work();
        }
#pragma warning disable CA1031 // It is not lost: it goes to the code that awaits the work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return fail(e);
        }
    }
#endif

    private TTask Watched<TTask>(TTask task)
        where TTask : Task
    {
        task.ContinueWith(
            _ => Signal(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    private void Signal()
    {
        try
        {
            _signal.Set();
        }
        catch (ObjectDisposedException)
        {
            // The command has ended; nobody waits any more.
        }
    }
}
