using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.PowerShell.Commands;

namespace LookerOAuth;

/// <summary>What all commands share: asynchronous work under a pump, stopping, and the record of what happens on the wire.</summary>
public abstract class LookerCommand : PSCmdlet, ILookerObserver, IDisposable
{
    private const int WaitProgressId = 1;

    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _onCommandLine = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _warned = [];
    private bool _isVerbose;
    private bool _isDebug;

    bool ILookerObserver.WantsBodies => _isDebug;

    internal PipelinePump Pump { get; } = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    internal CancellationToken Cancellation => _stopping.Token;

    /// <summary>Ends what the command still has under way.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    void ILookerObserver.Report(LookerEvent e) => Report(e, instance: null);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // What is bound before the first record was typed; what comes later is the pipeline's.
        _onCommandLine.UnionWith(MyInvocation.BoundParameters.Keys);
        _isVerbose = IsOn("Verbose", "VerbosePreference");
        _isDebug = IsOn("Debug", "DebugPreference");
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>Ends what the command still has under way.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Cancel();
            Pump.Dispose();
            _stopping.Dispose();
        }
    }

    /// <summary>What writes the events of one instance of several, with its name.</summary>
    internal ILookerObserver Naming(string instance) => new InstanceObserver(this, instance);

    /// <summary>Writes a warning that concerns the whole command, not a record.</summary>
    internal void WarnOnce(string warning)
    {
        if (_warned.Add(warning))
        {
            WriteWarning(warning);
        }
    }

    /// <summary>Whether a parameter was typed, not bound by the pipeline.</summary>
    internal bool IsOnCommandLine(string parameter) => _onCommandLine.Contains(parameter);

    /// <summary>Whether a parameter has a value for this record: typed, or by pipeline and not empty.</summary>
    /// <remarks>The value decides, not BoundParameters: those keep what an earlier record bound and this one lacks.</remarks>
    internal virtual bool IsGiven(string parameter, object? value) => IsOnCommandLine(parameter) || !IsEmpty(value);

    /// <summary>A value that narrows down what a command does; null if it was not typed.</summary>
    /// <exception cref="LookerApiException">It is empty: a variable that was never set must not mean everything, nobody, or less than was meant.</exception>
    internal T? Typed<T>(string parameter, T? value)
        where T : class =>
        !IsOnCommandLine(parameter) ? null
        : value is null or SecureString { Length: 0 } or Array { Length: 0 } || (value is string text && string.IsNullOrWhiteSpace(text))
            ? throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(parameter), null, Strings.FillOrLeaveOut.With(parameter))
        : value;

    /// <summary>A value to write, not given if the parameter was not.</summary>
    internal Optional<T> Given<T>(string parameter, T? value) => IsGiven(parameter, value) ? new Optional<T>(value) : default;

    /// <summary>A value to write that cannot be taken away, not given if the parameter was not. An empty one is the server's to refuse.</summary>
    /// <exception cref="LookerApiException">It was typed, but it is null: a variable that was never set.</exception>
    internal Optional<T> GivenValue<T>(string parameter, T? value)
        where T : class => value is null && IsOnCommandLine(parameter)
        ? throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(parameter), null, Strings.FillOrLeaveOut.With(parameter))
        : Given(parameter, value);

    /// <summary>A yes or no to write, not given if the parameter was not.</summary>
    /// <exception cref="LookerApiException">It was typed, but it is neither: a variable that was never set is no answer.</exception>
    internal Optional<bool?> Given(string parameter, bool? value) => value is null && IsOnCommandLine(parameter)
        ? throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(parameter), null, Strings.GiveBoolean.With(parameter))
        : Given<bool?>(parameter, value);

    /// <summary>The full path of a file, whether it exists or not.</summary>
    /// <exception cref="LookerApiException">It is on no drive, or on one that holds no files.</exception>
    internal string FilePath(string path)
    {
        try
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.ImplementingType == typeof(FileSystemProvider)
                ? full
                : throw LookerApiException.InvalidArgument(Strings.NoFile.With(path, provider.Name), path, Strings.GiveFile);
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or NotSupportedException)
        {
            throw new LookerApiException(LookerErrorKind.InvalidArgument, e.Message, e) { Subject = path, RecommendedAction = Strings.GiveFile };
        }
    }

    /// <summary>Runs work to its end and returns its result. Streams are written meanwhile.</summary>
    internal T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        Task<T> task = Pump.Start(() => work(Cancellation));
        WaitFor(task);
        return ResultOf(task);
    }

    /// <summary>Runs work to its end. Streams are written meanwhile.</summary>
    internal void Await(Func<CancellationToken, Task> work)
    {
        Task task = Pump.Start(() => work(Cancellation));
        WaitFor(task);
        ThrowIfFailed(task);
    }

    /// <summary>Writes the elements of a sequence while they arrive; the next is asked for when the last was taken.</summary>
    internal void WriteAll<T>(Func<CancellationToken, IAsyncEnumerable<T>> sequence, Func<T, bool>? filter, Action<T> write)
    {
        IAsyncEnumerator<T> elements = sequence(Cancellation).GetAsyncEnumerator(Cancellation);
        try
        {
            while (MoveNext(elements))
            {
                if (filter is null || filter(elements.Current))
                {
                    write(elements.Current);
                }
            }
        }
        finally
        {
            Task closing = Pump.Start(() => elements.DisposeAsync().AsTask());
            Pump.DrainUntil(() => closing.IsCompleted);
        }
    }

    /// <summary>Ends the command with the record of an error.</summary>
    internal void ThrowTerminating(LookerApiException e, object? target) => ThrowTerminatingError(LookerErrors.ToRecord(e, target));

    /// <summary>The result of work that has ended; a stopped pipeline if it was cancelled by one.</summary>
    internal T ResultOf<T>(Task<T> ended)
    {
        ThrowIfFailed(ended);
        return ended.Result;
    }

    private void ThrowIfFailed(Task ended)
    {
        try
        {
            ended.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private void WaitFor(Task task)
    {
        try
        {
            Pump.RunUntil(() => task.IsCompleted);
        }
        catch
        {
            _stopping.Cancel();
            Pump.DrainUntil(() => task.IsCompleted);
            throw;
        }
    }

    private bool MoveNext<T>(IAsyncEnumerator<T> elements)
    {
        // Most elements lie in a buffer that has arrived already: no thread is needed for those.
        ValueTask<bool> next = elements.MoveNextAsync();
        return next.IsCompletedSuccessfully ? next.Result : Await(_ => next.AsTask());
    }

    private bool IsOn(string parameter, string preference)
    {
        if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) && given is SwitchParameter isOn)
        {
            return isOn;
        }

        return LanguagePrimitives.TryConvertTo(GetVariableValue(preference), out ActionPreference value)
            && value is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        string[] texts => Array.TrueForAll(texts, string.IsNullOrEmpty),
        _ => false,
    };

    private void Report(LookerEvent e, string? instance)
    {
        if (e is LookerRetryScheduled or LookerRetryWaitEnded || _isVerbose || _isDebug)
        {
            Pump.Post(() => Write(e, instance is null ? "" : instance + ": "));
        }
    }

    private void Write(LookerEvent e, string prefix)
    {
        switch (e)
        {
            case LookerRequestSent { Body: { } body }:
                WriteDebug($"{prefix}{e}: {body}");
                break;
            case LookerResponseReceived { Body: { } body } received:
                WriteDebug($"{prefix}{received.StatusCode}: {body}");
                break;
            case LookerBodyReceived streamed:
                WriteDebug($"{prefix}{streamed.StatusCode}: {streamed.Body}");
                break;
            case LookerRetryScheduled wait when wait.Delay > TimeSpan.FromSeconds(2):
                WriteProgress(new ProgressRecord(WaitProgressId, Strings.WaitingForLooker, $"{prefix}{wait}")
                {
                    SecondsRemaining = (int)Math.Ceiling(wait.Delay.TotalSeconds),
                });
                break;
            case LookerRetryWaitEnded:
                WriteProgress(new ProgressRecord(WaitProgressId, Strings.WaitingForLooker, " ") { RecordType = ProgressRecordType.Completed });
                break;
        }

        // -Debug alone would write verbose records, too, and an unattended host would stop to ask about each.
        if (_isVerbose && e is not (LookerRetryWaitEnded or LookerBodyReceived))
        {
            WriteVerbose($"{prefix}{e}");
        }
    }

    private sealed class InstanceObserver(LookerCommand command, string instance) : ILookerObserver
    {
        public bool WantsBodies => command._isDebug;

        public void Report(LookerEvent e) => command.Report(e, instance);
    }
}
