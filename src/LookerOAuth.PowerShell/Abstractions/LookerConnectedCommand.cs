using System.Management.Automation;

namespace LookerOAuth;

/// <summary>A command that acts on an instance.</summary>
public abstract class LookerConnectedCommand : LookerCommand
{
    private LookerConnection? _lastConnection;
    private LookerClient? _lastClient;

    /// <summary>The connection to use; by default the one that Connect-Looker made last in this runspace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ConnectionName]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public LookerConnection? Connection { get; set; }

    /// <summary>What an error is about that does not know better itself; null where nothing is known.</summary>
    private protected virtual object? RecordTarget => null;

    /// <summary>Does a record's work.</summary>
    /// <param name="client">The client of the record's connection.</param>
    private protected abstract void ProcessConnected(LookerClient client);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            ProcessConnected(ClientOf(ResolveConnection()));
        }
        catch (LookerApiException e)
        {
            Report(e, RecordTarget);
        }
    }

    /// <summary>The connection of this record.</summary>
    /// <exception cref="LookerApiException">There is none, or it was disconnected.</exception>
    internal LookerConnection ResolveConnection()
    {
        LookerConnection connection = Connection ?? LookerSessions.Current.Default
            ?? throw new LookerApiException(LookerErrorKind.NotConnected, LookerSessions.Current.IsEmpty ? Strings.NotConnected : Strings.NoCurrentConnection);
        return connection.IsClosed
            ? throw new LookerApiException(LookerErrorKind.NotConnected, Strings.Disconnected.With(connection.Name))
            : connection;
    }

    /// <summary>The client of a connection, telling this command what happens on the wire.</summary>
    internal LookerClient ClientOf(LookerConnection connection)
    {
        if (!ReferenceEquals(connection, _lastConnection))
        {
            _lastConnection = connection;
            _lastClient = connection.Client.Observed(this);
        }

        return _lastClient!;
    }

    /// <summary>Writes an object that remembers its connection.</summary>
    internal void Write<T>(T resource, LookerConnection connection)
        where T : LookerResource
    {
        resource.Connection = connection;
        WriteObject(resource);
    }

    /// <summary>Writes an error; one that no other record of the pipeline can escape ends it.</summary>
    internal void Report(LookerApiException e, object? target)
    {
        ErrorRecord record = LookerErrors.ToRecord(e, target);
        if (e.Kind == LookerErrorKind.NotConnected)
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }
}
