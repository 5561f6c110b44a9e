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

    /// <summary>The connection to end; by default the current one.</summary>
    [Parameter(ParameterSetName = Single, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ConnectionName]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public LookerConnection? Connection { get; set; }

    /// <summary>Ends all connections of this runspace.</summary>
    [Parameter(ParameterSetName = Every, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RunspaceState sessions = RunspaceState.Current;
        if (All)
        {
            foreach (LookerConnection connection in sessions.Connections.ToArray())
            {
                this.Close(connection);
            }
        }
        else if (Connection is null && (IsOnCommandLine(nameof(Connection)) || MyInvocation.ExpectingInput))
        {
            // A variable that was never set must not mean the current connection.
            WriteError(LookerErrors.ToRecord(LookerApiException.InvalidArgument(Strings.EmptyConnection, null, Strings.GiveConnection), target: null));
        }
        else if (Connection is { IsUnknown: true })
        {
            // A misspelt name would leave a session open that somebody wanted to end.
            WriteError(LookerErrors.ToRecord(Connection.ClosedError(), Connection.Name));
        }
        else if ((Connection ?? sessions.Default) is { } connection)
        {
            // Where nothing is connected there is nothing to do: a runbook may clean up twice.
            this.Close(connection);
        }
    }
}
