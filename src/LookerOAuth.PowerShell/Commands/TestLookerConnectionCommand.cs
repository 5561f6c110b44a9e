using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Tells whether a connection works: server, version, who is logged in, and what to do if it does not.</summary>
[Cmdlet(VerbsDiagnostic.Test, LookerNouns.Connection)]
[OutputType(typeof(LookerConnectionTest), typeof(bool))]
public sealed class TestLookerConnectionCommand : LookerCommand
{
    /// <summary>The connection to test; by default the current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ConnectionName]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public LookerConnection? Connection { get; set; }

    /// <summary>Emits true or false alone.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        LookerConnection? connection = Connection ?? RunspaceState.Current.Default;
        if (connection is null)
        {
            if (!Quiet)
            {
                ThrowTerminating(new LookerApiException(LookerErrorKind.NotConnected, Strings.NotConnected), target: null);
            }

            WriteObject(false);
            return;
        }

        LookerConnectionTest test = Await(ct => LookerConnectionTest.RunAsync(connection, this, ct));
        test.Connection = connection;
        WriteObject(Quiet ? test.Succeeded : test);
    }
}
