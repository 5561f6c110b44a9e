using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Tells whether connections work: server, version, who is logged in, and what to do if one does not.</summary>
[Cmdlet(VerbsDiagnostic.Test, LookerNouns.Connection)]
[OutputType(typeof(LookerConnectionTest), typeof(bool))]
public sealed class TestLookerConnectionCommand : LookerConnectedCommand
{
    /// <summary>The connections to test, as objects or by name; by default the current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ConnectionName")]
    [AllowNull]
    [AllowEmptyCollection]
    [ConnectionName(TakesRows = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public override LookerConnection[]? Connection { get; set; }

    /// <summary>Emits true or false alone, for each connection.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    /// <remarks>A disconnected one is a finding.</remarks>
    private protected override bool TakesClosed => true;

    private protected override void ProcessConnected(LookerClient client)
    {
        LookerConnection connection = Active;
        ILookerObserver observer = ObserverOf(connection);
        Queue(
            connection.Name,
            ct => LookerConnectionTest.RunAsync(connection, observer, ct),
            test =>
            {
                test.Connection = connection;
                WriteObject(Quiet ? test.Succeeded : test);
            });
    }

    /// <inheritdoc/>
    /// <remarks>Who asks for true or false alone is told that nothing works that is not there.</remarks>
    private protected override void Refuse(LookerApiException e)
    {
        if (Quiet)
        {
            WriteObject(false);
        }
        else
        {
            base.Refuse(e);
        }
    }
}
