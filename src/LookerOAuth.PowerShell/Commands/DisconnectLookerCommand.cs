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
        foreach (LookerConnection connection in All ? [.. sessions.Connections] : One(Connection ?? sessions.Default))
        {
            this.Close(connection);
        }
    }

    /// <summary>Where nothing is connected there is nothing to do: a runbook may clean up twice.</summary>
    private static LookerConnection[] One(LookerConnection? connection) => connection is null ? [] : [connection];
}
