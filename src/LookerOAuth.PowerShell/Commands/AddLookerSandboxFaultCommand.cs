using System;
using System.Management.Automation;
using LookerOAuth.Sandbox;

namespace LookerOAuth;

/// <summary>Injects a fault into a sandbox, to see what a script does when Looker fails.</summary>
[Cmdlet(VerbsCommon.Add, LookerNouns.SandboxFault)]
[OutputType(typeof(void))]
public sealed class AddLookerSandboxFaultCommand : PSCmdlet
{
    /// <summary>The sandbox; by default the one that was started last in this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [OwnKind(typeof(LookerSandbox))]
    public LookerSandbox? Sandbox { get; set; }

    /// <summary>The HTTP method of the requests that it hits; by default any.</summary>
    [Parameter]
    public string? Method { get; set; }

    /// <summary>The path of the requests that it hits, whole, with wildcards; by default any.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>The HTTP status of the response.</summary>
    [Parameter]
    [ValidateRange(200, 599)]
    public int StatusCode { get; set; }

    /// <summary>The body of the response; by default the API's own for the status.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Body { get; set; }

    /// <summary>The wait that the response asks for; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan RetryAfter { get; set; }

    /// <summary>How long the response is delayed; without a status, a normal response is delayed. A bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan Delay { get; set; }

    /// <summary>Drops the connection without a response.</summary>
    [Parameter]
    public SwitchParameter Drop { get; set; }

    /// <summary>How many requests it hits.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Sandbox ?? RunspaceState.Current.LastSandbox) is not { } sandbox)
        {
            Refuse(Strings.NoSandbox, null, Strings.NoSandboxAction);
            return;
        }

        try
        {
            sandbox.Server.AddFault(new SandboxFault
            {
                Method = Method,
                Path = Path,
                StatusCode = IsBound(nameof(StatusCode)) ? StatusCode : null,
                Body = Body,
                RetryAfter = IsBound(nameof(RetryAfter)) ? RetryAfter : null,
                Delay = IsBound(nameof(Delay)) ? Delay : null,
                Drop = Drop,
                Count = Count,
            });
        }
        catch (ArgumentException e)
        {
            Refuse(e.Message, e, Strings.CorrectArgument);
        }
        catch (InvalidOperationException e)
        {
            Refuse(e.Message, e, Strings.NoSandboxAction);
        }
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private void Refuse(string message, Exception? e, string action) =>
        ThrowTerminatingError(LookerErrors.ToRecord(
            new LookerApiException(LookerErrorKind.InvalidArgument, message, e) { RecommendedAction = action }, Sandbox));
}
