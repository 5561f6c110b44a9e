using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// A command that takes pipeline input and sends something for each record: up to <see cref="ThrottleLimit"/> requests are in
/// flight, and results and errors are written in the order of the input.
/// </summary>
public abstract class LookerPipelineCommand : LookerConnectedCommand
{
    private const int BulkProgressId = 2;

    /// <summary>How many times the throttle limit may run ahead of a record that takes long: what is done by then waits in
    /// memory to be written in its turn, and can no longer be stopped.</summary>
    private const int MaximumAhead = 8;

    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(0.5);

    private readonly Queue<Pending> _pending = new();
    private readonly Stopwatch _elapsed = new();
    private LookerClient? _lookupClient;
    private DirectoryLookup? _lookup;
    private TimeSpan _nextProgress = ProgressAfter;
    private int _running;
    private int _done;

    /// <summary>How many requests may be in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 1;

    private bool OnlyReads => MyInvocation.MyCommand is CmdletInfo { Verb: VerbsCommon.Get or VerbsDiagnostic.Test or VerbsData.Compare };

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Settle(() => _pending.Count == 0);
        if (!OnlyReads)
        {
            LookerSessions.Current.Completions.Clear();
        }

        if (_nextProgress > ProgressAfter)
        {
            WriteProgress(new ProgressRecord(BulkProgressId, MyInvocation.MyCommand.Name, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _pending.Count > 0)
        {
            // Whoever is downstream wants no more (Select-Object -First): end the work, and wait until it has ended.
            StopProcessing();
            Pump.DrainUntil(AllEnded);
        }

        base.Dispose(disposing);
    }

    /// <summary>Starts a record's work, at once or when a place is free.</summary>
    /// <param name="target">What an error is about.</param>
    /// <param name="work">The work.</param>
    internal void Queue(object? target, Func<CancellationToken, Task> work) =>
        Queue(
            target,
            async cancellationToken =>
            {
                await work(cancellationToken).ConfigureAwait(false);
                return true;
            },
            _ => { });

    /// <summary>Starts a record's work, at once or when a place is free.</summary>
    /// <param name="target">What an error is about.</param>
    /// <param name="work">The work.</param>
    /// <param name="write">Takes the result, on the pipeline thread, in the order of the input.</param>
    internal void Queue<T>(object? target, Func<CancellationToken, Task<T>> work, Action<T> write)
    {
        _elapsed.Start();
        Settle(() => Volatile.Read(ref _running) < ThrottleLimit && _pending.Count < ThrottleLimit * MaximumAhead);
        Interlocked.Increment(ref _running);
        Task<T> task = Pump.Start(async () =>
        {
            try
            {
                return await work(Cancellation).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        });
        _pending.Enqueue(new Pending(target, task, () => write(ResultOf(task))));
        if (ThrottleLimit == 1)
        {
            Settle(() => _pending.Count == 0);
        }
    }

    /// <summary>The names that this command has looked up on a client; each is asked for once in a pipeline.</summary>
    internal DirectoryLookup LookupOf(LookerClient client)
    {
        if (!ReferenceEquals(client, _lookupClient))
        {
            _lookupClient = client;
            _lookup = new DirectoryLookup(client.Directory);
        }

        return _lookup!;
    }

    /// <summary>Waits for all that was queued, for commands whose next step builds on it.</summary>
    internal void SettleAll() => Settle(() => _pending.Count == 0);

    /// <summary>Writes what has ended, in order, until a condition holds.</summary>
    private void Settle(Func<bool> condition)
    {
        try
        {
            Pump.RunUntil(() =>
            {
                WriteEnded();
                return condition();
            });
        }
        catch (Exception e)
        {
            // Nothing new is started, but what is in flight is not cut in half: it ends, and is told of.
            FinishAfterFailure(isError: e is ActionPreferenceStopException);
            throw;
        }
    }

    private void WriteEnded()
    {
        while (_pending.Count > 0 && _pending.Peek().Task.IsCompleted)
        {
            Pending ended = _pending.Dequeue();
            _done++;
            try
            {
                // What it told on its way comes before how it ended.
                Pump.RunPosted();
                ended.Write();
            }
            catch (LookerApiException e)
            {
                Report(e, e.Subject ?? ended.Target);
            }

            WriteBulkProgress();
        }
    }

    /// <param name="isError">True for -ErrorAction Stop; false where a downstream command has enough (Select-Object -First),
    /// which is worth a word only where something was changed that nobody will see.</param>
    private void FinishAfterFailure(bool isError)
    {
        Pump.DrainUntil(AllEnded);
        if (Cancellation.IsCancellationRequested)
        {
            _pending.Clear();
            return;
        }

        int alsoDone = 0;
        while (_pending.Count > 0)
        {
            alsoDone += _pending.Dequeue().Task.Status == TaskStatus.RanToCompletion ? 1 : 0;
        }

        if (isError ? _done + alsoDone > 0 : alsoDone > 0 && !OnlyReads)
        {
            WriteWarning(Strings.StoppedAfter.With(MyInvocation.MyCommand.Name, _done, alsoDone));
        }
    }

    private bool AllEnded()
    {
        foreach (Pending pending in _pending)
        {
            if (!pending.Task.IsCompleted)
            {
                return false;
            }
        }

        return true;
    }

    private void WriteBulkProgress()
    {
        if (_elapsed.Elapsed < _nextProgress)
        {
            return;
        }

        _nextProgress = _elapsed.Elapsed + ProgressEvery;
        WriteProgress(new ProgressRecord(
            BulkProgressId,
            MyInvocation.MyCommand.Name,
            Strings.BulkProgress.With(_done, _done / _elapsed.Elapsed.TotalSeconds)));
    }

    private sealed class Pending(object? target, Task task, Action write)
    {
        public object? Target { get; } = target;

        public Task Task { get; } = task;

        public Action Write { get; } = write;
    }
}
