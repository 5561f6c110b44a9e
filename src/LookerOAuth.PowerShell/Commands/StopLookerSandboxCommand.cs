using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Stops a sandbox. What it held in memory is gone; its record of requests can still be read.</summary>
[Cmdlet(VerbsLifecycle.Stop, LookerNouns.Sandbox)]
[OutputType(typeof(void))]
public sealed class StopLookerSandboxCommand : PSCmdlet
{
    /// <summary>The sandbox; by default the one that was started last in this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [OwnKind(typeof(LookerSandbox))]
    public LookerSandbox? Sandbox { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Sandbox ?? RunspaceState.Current.LastSandbox) is { } sandbox)
        {
            RunspaceState.Current.Remove(sandbox);
            sandbox.Stop();
        }
    }
}
