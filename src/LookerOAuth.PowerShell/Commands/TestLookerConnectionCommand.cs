using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Tells whether a connection works: server, version, who is logged in, and what to do if it does not.</summary>
[Cmdlet(VerbsDiagnostic.Test, LookerNouns.Connection)]
[OutputType(typeof(LookerConnectionTest), typeof(bool))]
public sealed class TestLookerConnectionCommand : LookerCommand
{
    /// <summary>The connection to test; by default the current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ConnectionName]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public LookerConnection? Connection { get; set; }

    /// <summary>Emits true or false alone.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isEmpty = Connection is null && (IsOnCommandLine(nameof(Connection)) || MyInvocation.ExpectingInput);
        LookerConnection? connection = isEmpty ? null : Connection ?? RunspaceState.Current.Default;
        if (connection is null)
        {
            if (!Quiet)
            {
                // A variable that was never set must not mean the current connection.
                ThrowTerminating(
                    isEmpty
                        ? LookerApiException.InvalidArgument(Strings.EmptyConnection, null, Strings.GiveConnection)
                        : new LookerApiException(LookerErrorKind.NotConnected, Strings.NotConnected),
                    target: null);
            }

            WriteObject(false);
            return;
        }

        LookerConnectionTest test = Await(ct => LookerConnectionTest.RunAsync(connection, this, ct));
        test.Connection = connection;
        WriteObject(Quiet ? test.Succeeded : test);
    }
}
