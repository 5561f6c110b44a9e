using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Logs out of a Looker instance and forgets the connection.</summary>
[Cmdlet(VerbsCommunications.Disconnect, LookerNouns.Looker, DefaultParameterSetName = Single)]
[OutputType(typeof(void))]
public sealed class DisconnectLookerCommand : LookerCommand
{
    private const string Single = "Connection";
    private const string Every = "All";

    /// <summary>The connections to end, as objects or by name; by default the current one.</summary>
    [Parameter(ParameterSetName = Single, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ConnectionName")]
    [AllowNull]
    [AllowEmptyCollection]
    [ConnectionName(TakesRows = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public LookerConnection[]? Connection { get; set; }

    /// <summary>Ends all connections of this runspace.</summary>
    [Parameter(ParameterSetName = Every, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RunspaceState sessions = RunspaceState.Current;
        if (ParameterSetName == Every)
        {
            foreach (LookerConnection connection in All ? sessions.Connections.ToArray() : [])
            {
                this.Close(connection);
            }
        }
        else if (IsOnCommandLine(nameof(Connection)) || MyInvocation.ExpectingInput)
        {
            // A variable that was never set must not mean the current connection.
            CloseEach(Connection);
        }
        else if (sessions.Default is { } current)
        {
            // Where nothing is connected there is nothing to do: a runbook may clean up twice.
            this.Close(current);
        }
    }

    private void CloseEach(LookerConnection?[]? connections)
    {
        foreach (LookerConnection? connection in connections is { Length: > 0 } ? connections : [null])
        {
            CloseNamed(connection);
        }
    }

    private void CloseNamed(LookerConnection? connection)
    {
        if (connection is null)
        {
            WriteError(LookerErrors.ToRecord(
                LookerApiException.InvalidArgument(Strings.EmptyParameter.With(nameof(Connection)), null, Strings.GiveConnection), target: null));
        }
        else if (connection.IsUnknown)
        {
            // A misspelt name would leave a session open that somebody wanted to end.
            WriteError(LookerErrors.ToRecord(connection.ClosedError(), connection.Name));
        }
        else
        {
            this.Close(connection);
        }
    }
}
