using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// A command that acts on instances. It finds the connections of each record, runs the command's work on each of them with a bounded
/// number of requests in flight, and writes results and errors in the order of the input.
/// </summary>
/// <remarks>
/// Where a record acts, in this order: the connections that were typed; the connection that was piped; the connection that the given
/// objects came from; the connection of the name that a row carries; the current one. What was piped and names nothing is refused.
/// </remarks>
public abstract class LookerConnectedCommand : LookerCommand
{
    private const int BulkProgressId = 2;

    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<LookerConnection, LookerClient> _clients = [];
    private readonly Dictionary<LookerConnection, DirectoryLookup> _lookups = [];
    private readonly Stopwatch _elapsed = new();
    private readonly RecordQueue _queue;
    private PipedRecord? _piped;
    private TimeSpan _nextProgress = ProgressAfter;
    private LookerConnection? _active;
    private bool _hasDefaultConnection;
    private bool _isOneOfSeveral;
    private bool _isWritingError;

    /// <summary>Prepares a command without input.</summary>
    protected LookerConnectedCommand()
    {
        _queue = new RecordQueue(Pump);
    }

    /// <summary>The connections to act on, as objects or by name; by default the current one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConnectionName")]
    [AllowNull]
    [AllowEmptyCollection]
    [ConnectionName]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public virtual LookerConnection[]? Connection { get; set; }

    /// <summary>How many requests may be in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Pipeline input of any type: a connection is used as the connection, and an object without an identifier is refused.</summary>
    /// <remarks>A command with an input object leaves this out of the object's parameter set, which must be its default one: the binder
    /// tries that first, and would look no further once this has taken the record.</remarks>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    [AllowEmptyString]
    public virtual PSObject? PipedObject { get; set; }

    /// <summary>What an error is about that does not know better itself; null if nothing is known.</summary>
    private protected virtual object? RecordTarget => null;

    /// <summary>Whether the record is processed on several connections, or on one that was piped.</summary>
    private protected bool IsOneOfSeveral => _isOneOfSeveral;

    /// <summary>Whether a disconnected connection is something to act on, not an error.</summary>
    private protected virtual bool TakesClosed => false;

    /// <summary>The connection that the record is processed on.</summary>
    private protected LookerConnection Active => _active!;

    /// <summary>The object that was given as a whole; it is acted on where it came from. Null for none.</summary>
    private protected virtual LookerResource? GivenObject => null;

    /// <summary>Whether an object of the command's own kind lends its identifier and its connection, and nothing else.</summary>
    private protected virtual bool IsNamedByObject => false;

    /// <summary>Whether a row is sent as it is, so that of its properties only the module's own ConnectionName says where.</summary>
    internal virtual bool ReadsRowsAsData => false;

    /// <summary>Whether what was piped names the record or its connection, and fills no other parameter.</summary>
    private bool LendsIdentityAlone => _piped?.Connection is not null || (IsNamedByObject && _piped is { IsCopy: true });

    /// <summary>Whether the connection was typed. A default for it takes the place of the current one, and no more.</summary>
    private bool IsConnectionTyped => IsOnCommandLine(nameof(Connection)) && !_hasDefaultConnection;

    private bool OnlyReads => MyInvocation.MyCommand is CmdletInfo { Verb: VerbsCommon.Get or VerbsDiagnostic.Test or VerbsData.Compare };

    /// <summary>The command, and the instance if it could be another one, for progress.</summary>
    private string Activity => Named(MyInvocation.MyCommand.Name);

    /// <summary>Does a record's work on one instance.</summary>
    /// <param name="client">The client of the connection.</param>
    private protected abstract void ProcessConnected(LookerClient client);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _hasDefaultConnection = IsOnCommandLine(nameof(Connection)) && ParameterDefault.IsBound(this, IsConnection, nameof(Connection), "ConnectionName");
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        LookerConnection[] connections;
        try
        {
            _piped = new PipedRecord(this, PipedObject);
            _piped.ThrowIfNameless();
            connections = Connections();
        }
        catch (LookerApiException e)
        {
            SettleAll();
            Refuse(e);
            return;
        }

        _isOneOfSeveral = connections.Length > 1 || _piped.Connection is not null;
        foreach (LookerConnection connection in connections)
        {
            ProcessOn(connection);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SettleAll();
        if (!OnlyReads)
        {
            RunspaceState.Current.Completions.Clear();
        }

        if (_nextProgress > ProgressAfter)
        {
            WriteProgress(new ProgressRecord(BulkProgressId, Activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_queue.IsEmpty)
        {
            // The next command needs no more objects (Select-Object -First): cancel the work, and wait until it has ended.
            StopProcessing();
            _queue.Drain();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    /// <remarks>What a piped connection happens to have under the name of a parameter is not given, nor what a copy of an object has besides
    /// its identifier where the object itself lends nothing else.</remarks>
    internal override bool IsGiven(string parameter, object? value) =>
        IsOnCommandLine(parameter) || (!LendsIdentityAlone && base.IsGiven(parameter, value));

    /// <summary>Whether a record names what it is about, if only by an empty text or a null; a command without input does not.</summary>
    private protected bool IsNamed(string parameter, string[]? identifiers) =>
        IsOnCommandLine(parameter) || identifiers is not null || _piped?.LeavesEmpty(parameter) == true;

    /// <summary>Processes each of the identifiers of a record. Wildcards are refused: a changing command would send them as they are.</summary>
    /// <param name="parameter">The parameter that holds the identifiers.</param>
    /// <param name="identifiers">Its value.</param>
    /// <param name="process">Takes an identifier exactly as the server knows it.</param>
    private protected void ForEachExact(string parameter, string?[]? identifiers, Action<string> process) =>
        ForEach(identifiers, identifier => process(Exact(parameter, identifier)));

    /// <summary>Processes each of the identifiers of a record that may have wildcards.</summary>
    /// <param name="parameter">The parameter that holds the identifiers.</param>
    /// <param name="identifiers">Its value.</param>
    /// <param name="exact">Takes an identifier exactly as the server knows it.</param>
    /// <param name="pattern">Takes what an identifier with wildcards matches.</param>
    private protected void ForEachPattern(string parameter, string?[]? identifiers, Action<string> exact, Action<Func<string?, bool>> pattern) =>
        ForEach(identifiers, identifier =>
        {
            if (identifier is not null && !IsLiteral(parameter) && Wildcards.AreIn(identifier))
            {
                pattern(Wildcards.Matcher(identifier));
            }
            else
            {
                exact(Exact(parameter, identifier));
            }
        });

    /// <summary>An identifier exactly as the server knows it.</summary>
    /// <param name="parameter">The parameter that holds it.</param>
    /// <param name="identifier">Its value.</param>
    /// <exception cref="LookerApiException">It is empty, or it has wildcards that are not escaped.</exception>
    private protected string Exact(string parameter, string? identifier)
    {
        if (string.IsNullOrWhiteSpace(identifier))
        {
            throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(parameter), identifier, Strings.GiveIdentifier);
        }

        if (IsLiteral(parameter))
        {
            return identifier!;
        }

        return Wildcards.AreIn(identifier)
            ? throw LookerApiException.InvalidArgument(
                Strings.NoWildcards.With(parameter, MyInvocation.MyCommand.Name, identifier),
                identifier,
                Strings.PipeFromGet.With(Wildcards.Escape(identifier)))
            : Wildcards.Unescape(identifier);
    }

    /// <summary>Writes the error of a record that names nothing, or no connection.</summary>
    private protected virtual void Refuse(LookerApiException e) => Report(e, e.Subject ?? RecordTarget, connection: null);

    /// <summary>The other instance that the value of a parameter came from, with a piped object or row; null if it is of this one.</summary>
    internal LookerConnection? OtherOriginOf(string parameter) =>
        !IsOnCommandLine(parameter) && _piped?.Origin is { } origin && (origin.IsUnknown || origin.BaseUrl != _active!.BaseUrl) ? origin : null;

    /// <summary>The text that a piped row has under a name; null for an object that is no row, or that has none.</summary>
    internal string? TextOfRow(string property) => _piped is { IsRow: true } row ? row.TextOf(property) : null;

    /// <summary>What writes the events of a connection, with its name if it could be another one.</summary>
    private protected ILookerObserver ObserverOf(LookerConnection connection) =>
        NamesInstance(connection) ? Naming(connection.Name) : this;

    /// <summary>Asks whether to go on, and names the instance if it could be another one.</summary>
    /// <param name="target">What is acted on.</param>
    /// <param name="action">What would be done.</param>
    private protected bool Approve(string target, string action) =>
        Ask(target, () => ShouldProcess(Named(target).OnOneLine(), action.OnOneLine()));

    /// <summary>What is acted on, with the instance if it could be another one.</summary>
    private protected string Named(string target) => NamesInstance(_active) ? Strings.OnInstance.With(target, _active!.Name) : target;

    /// <summary>Runs a question, and says what to do if the host cannot prompt.</summary>
    /// <exception cref="LookerApiException">The host cannot ask: it is not interactive, or its standard input is closed.</exception>
    private protected static bool Ask(string target, Func<bool> question)
    {
        try
        {
            return question();
        }
        catch (Exception e) when (e is NullReferenceException or HostException or InvalidOperationException)
        {
            // Hosts say so in ways of their own; one whose input is closed fails with a null reference.
            throw new LookerApiException(LookerErrorKind.InvalidArgument, Strings.NobodyToConfirm.With(target), e)
            {
                Subject = target,
                RecommendedAction = Strings.ConfirmFalse,
            };
        }
    }

    /// <summary>Starts a record's work, at once or when there is room.</summary>
    /// <param name="target">What an error is about.</param>
    /// <param name="work">The work.</param>
    private protected void Queue(object? target, Func<CancellationToken, Task> work) =>
        Queue(
            target,
            async cancellationToken =>
            {
                await work(cancellationToken).ConfigureAwait(false);
                return true;
            },
            _ => { });

    /// <summary>Starts a record's work, and writes the object that it results in.</summary>
    /// <param name="target">What an error is about.</param>
    /// <param name="work">The work.</param>
    private protected void Emit<T>(object? target, Func<CancellationToken, Task<T>> work)
        where T : LookerResource
    {
        Action<T> write = Writer<T>();
        Queue(target, work, write);
    }

    /// <summary>Writes the objects of a list while it arrives, after everything that was queued before.</summary>
    /// <param name="list">The list.</param>
    /// <param name="filter">Which objects to write; null for all.</param>
    private protected void EmitAll<T>(Func<CancellationToken, IAsyncEnumerable<T>> list, Func<T, bool>? filter = null)
        where T : LookerResource
    {
        SettleAll();
        WriteAll(list, filter, Writer<T>());
    }

    /// <summary>Starts a record's work, at once or when there is room.</summary>
    /// <param name="target">What an error is about.</param>
    /// <param name="work">The work.</param>
    /// <param name="write">Takes the result, on the pipeline thread, in the order of the input.</param>
    /// <param name="lost">Takes the result that nothing will write, because the pipeline has ended; null if nothing is lost with it.</param>
    /// <param name="unseen">Takes the error that nothing will show, because the pipeline has ended; null if nothing is lost with it.</param>
    private protected void Queue<T>(
        object? target, Func<CancellationToken, Task<T>> work, Action<T> write, Action<T>? lost = null, Action<LookerApiException>? unseen = null)
    {
        LookerConnection? connection = _active;
        _elapsed.Start();
        Settle(() => _queue.HasRoom(ThrottleLimit));
        Task<T> started = Pump.Start(() => work(Cancellation));
        _queue.Add(new QueuedRecord(
            started,
            Write: () => write(ResultOf(started)),
            Fail: e =>
            {
                try
                {
                    Report(e, e.Subject ?? target, connection);
                }
                catch (PipelineStoppedException) when (Cancellation.IsCancellationRequested)
                {
                    unseen?.Invoke(e);
                    throw;
                }
            },
            Lose: () => lost?.Invoke(started.Result),
            Hide: e => unseen?.Invoke(e)));
        if (ThrottleLimit == 1)
        {
            SettleAll();
        }
    }

    /// <summary>Writes objects that remember the connection that they are read through.</summary>
    private protected Action<T> Writer<T>()
        where T : LookerResource
    {
        LookerConnection? connection = _active;
        bool isOneOfSeveral = _isOneOfSeveral;
        return resource =>
        {
            resource.Connection = connection;
            resource.IsOneOfSeveral = isOneOfSeveral;
            WriteObject(resource);
        };
    }

    /// <summary>The names that this command has looked up on an instance; each is asked for once in a pipeline.</summary>
    private protected DirectoryLookup LookupOf(LookerClient client)
    {
        if (!_lookups.TryGetValue(_active!, out DirectoryLookup? lookup))
        {
            lookup = new DirectoryLookup(client.Directory);
            _lookups.Add(_active!, lookup);
        }

        return lookup;
    }

    /// <summary>Waits for everything that was queued, for commands whose next step builds on it.</summary>
    private protected void SettleAll() => Settle(() => _queue.IsEmpty);

    /// <summary>Writes an error of the record that is being processed.</summary>
    private protected void Report(LookerApiException e, object? target) => Report(e, target, _active);

    private void ForEach(string?[]? identifiers, Action<string?> process)
    {
        // A null or an empty list that was typed is an identifier that is empty: most likely a variable that was never set.
        foreach (string? identifier in identifiers is { Length: > 0 } ? identifiers : [null])
        {
            try
            {
                process(identifier);
            }
            catch (LookerApiException e)
            {
                SettleAll();
                Report(e, e.Subject ?? identifier);
            }
        }
    }

    /// <summary>An object of ours that was piped knows its identifier exactly; what was typed, or stands in a row, may be a pattern.</summary>
    private bool IsLiteral(string parameter) => !IsOnCommandLine(parameter) && _piped is { IsOwn: true };

    private void ProcessOn(LookerConnection connection)
    {
        _active = connection;
        try
        {
            _piped?.ThrowIfForeign();
            ProcessConnected(ClientOf(connection));
        }
        catch (LookerApiException e)
        {
            SettleAll();
            Report(e, e.Subject ?? RecordTarget);
        }
    }

    /// <summary>Whether a value is the connections that are bound, by name or as objects.</summary>
    private bool IsConnection(object? value)
    {
        object?[] given = value.Items()?.ToArray() ?? [value];
        return value is ScriptBlock || (Connection is { } bound && given.Length == bound.Length && given.Zip(bound, (one, other) =>
            ReferenceEquals(one, other) || string.Equals(one?.ToString(), other?.Name, StringComparison.OrdinalIgnoreCase)).All(isSame => isSame));
    }

    /// <summary>The connections of this record.</summary>
    /// <exception cref="LookerApiException">There is none, or what was given is empty.</exception>
    private LookerConnection[] Connections()
    {
        bool isTyped = IsConnectionTyped;
        LookerResource? given = GivenObject ?? _piped?.Resource;
        if (!isTyped && (_piped?.Connection ?? given?.Connection) is { } own)
        {
            return [own];
        }

        if (!isTyped && given is { } made)
        {
            // It was made from a hashtable or a row: no instance is meant, least of all the current one.
            throw LookerApiException.InvalidArgument(Strings.NoOrigin.With(made.GetType().Name), null, Strings.GiveConnection);
        }

        if (!isTyped && ReadsRowsAsData && _piped?.NamedConnections() is { Length: > 0 } ofRow)
        {
            return ofRow;
        }

        if (_hasDefaultConnection && _piped?.Origin is { } origin)
        {
            // A row's connection is not bound where a default is.
            return [origin];
        }

        if (isTyped || Connection is { Length: > 0 })
        {
            // A variable that was never set must not mean the current connection.
            return Connection is { Length: > 0 } named && Array.TrueForAll(named, c => c is not null)
                ? [.. named.Distinct()]
                : throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(nameof(Connection)), null, Strings.GiveConnection);
        }

        return [RunspaceState.Current.Default ?? throw NotConnected()];
    }

    private static LookerApiException NotConnected() =>
        RunspaceState.Current.IsEmpty
            ? new(LookerErrorKind.NotConnected, Strings.NotConnected)
            : new(LookerErrorKind.NotConnected, Strings.NoCurrentConnection) { RecommendedAction = Strings.SelectFirst };

    /// <summary>The client of a connection, telling this command what happens on the wire.</summary>
    private LookerClient ClientOf(LookerConnection connection)
    {
        if (connection.IsClosed && !TakesClosed)
        {
            throw connection.ClosedError();
        }

        if (!_clients.TryGetValue(connection, out LookerClient? client))
        {
            client = connection.Client.Observed(ObserverOf(connection));
            _clients.Add(connection, client);
        }

        return client;
    }

    /// <summary>Writes an error. One that no other record of the pipeline can escape ends it.</summary>
    private void Report(LookerApiException e, object? target, LookerConnection? connection)
    {
        e.ConnectionName ??= connection?.Name;
        bool isNotConnected = e.Kind == LookerErrorKind.NotConnected;
        ErrorRecord record = LookerErrors.ToRecord(e, target, NamesInstance(connection) && !isNotConnected ? connection!.Name : null, WhatToType(e));
        bool isRowAlone = connection is { IsUnknown: true } && !IsConnectionTyped;
        if (isNotConnected && !_isOneOfSeveral && !isRowAlone)
        {
            ThrowTerminatingError(record);
        }

        // With -ErrorAction Stop it does not come back, and throws what any stopped pipeline does.
        _isWritingError = true;
        WriteError(record);
        _isWritingError = false;
    }

    /// <summary>What to type after an error, if the command knows more than the error: a parameter of its own; else null.</summary>
    private protected virtual string? WhatToType(LookerApiException e) => null;

    /// <summary>Whether people could take a connection for another one.</summary>
    private bool NamesInstance(LookerConnection? connection) =>
        connection is not null
        && (_isOneOfSeveral || RunspaceState.Current.Connections.Count > 1 || !ReferenceEquals(connection, RunspaceState.Current.Default));

    /// <summary>Writes what has ended, in order, until a condition holds.</summary>
    private void Settle(Func<bool> condition)
    {
        try
        {
            Pump.RunUntil(() =>
            {
                _queue.WriteEnded(WriteBulkProgress);
                return condition();
            });
        }
        catch
        {
            // Nothing new is started, but what is in flight is not cut in half: it ends, and is reported.
            FinishAfterFailure();
            throw;
        }
    }

    /// <remarks>After -ErrorAction Stop it says what is done by now; if a downstream command has enough (Select-Object -First), that is
    /// worth a word only if something was changed that nobody will see.</remarks>
    private void FinishAfterFailure()
    {
        int alsoDone = _queue.Drain();
        if (Cancellation.IsCancellationRequested)
        {
            return;
        }

        if (_isWritingError ? _queue.SucceededCount + alsoDone > 0 : alsoDone > 0 && !OnlyReads)
        {
            WriteWarning(Strings.StoppedAfter.With(MyInvocation.MyCommand.Name, _queue.SucceededCount, alsoDone));
        }
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
            Activity,
            Strings.BulkProgress.With(_queue.EndedCount, _queue.EndedCount / _elapsed.Elapsed.TotalSeconds)));
    }
}
