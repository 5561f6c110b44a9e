using System;
using System.IO;
using System.Management.Automation;
using LookerOAuth.Sandbox;

namespace LookerOAuth;

/// <summary>Starts a Looker that answers from memory on this machine, to rehearse and test scripts on.</summary>
[Cmdlet(VerbsLifecycle.Start, LookerNouns.Sandbox)]
[OutputType(typeof(LookerSandbox))]
public sealed class StartLookerSandboxCommand : PSCmdlet
{
    /// <summary>The port on loopback; 0 for a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>How long every response is delayed; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan Latency { get; set; }

    /// <summary>A seed file: JSON in the API's own shapes.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Answers 404 as hosted instances (*.cloud.looker.com) do.</summary>
    [Parameter]
    public SwitchParameter Hosted { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            SandboxSeed seed = Path is null ? SandboxSeed.Default : SandboxSeed.Load(GetUnresolvedProviderPathFromPSPath(Path));
            LookerSandbox sandbox = new(SandboxServer.Start(new SandboxOptions { Port = Port, Latency = Latency, Seed = seed, Hosted = Hosted }));
            RunspaceState.Current.Add(sandbox);
            WriteObject(sandbox);
        }
        catch (SandboxSeedException e)
        {
            Refuse(e, Path, Strings.SandboxSeedInvalid);
        }
        catch (SandboxException e)
        {
            Refuse(e, Port, Strings.SandboxPortTaken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or SessionStateException)
        {
            Refuse(e, Path, Strings.GiveFile);
        }
    }

    private void Refuse(Exception e, object? target, string action) =>
        ThrowTerminatingError(LookerErrors.ToRecord(
            new LookerApiException(LookerErrorKind.InvalidArgument, e.Message, e) { RecommendedAction = action }, target));
}
