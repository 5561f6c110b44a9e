using System;
using System.Management.Automation;
using LookerOAuth.Sandbox;

namespace LookerOAuth;

/// <summary>Orders a fault from a sandbox, to see what a script does when Looker misbehaves.</summary>
[Cmdlet(VerbsCommon.Add, LookerNouns.SandboxFault)]
[OutputType(typeof(void))]
public sealed class AddLookerSandboxFaultCommand : PSCmdlet
{
    /// <summary>The sandbox.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public LookerSandbox? Sandbox { get; set; }

    /// <summary>The HTTP method of the requests that it hits; by default any.</summary>
    [Parameter]
    public string? Method { get; set; }

    /// <summary>The path of the requests that it hits, whole, with wildcards; by default any.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>The HTTP status to answer with.</summary>
    [Parameter]
    [ValidateRange(100, 599)]
    public int StatusCode { get; set; }

    /// <summary>The body to answer with; by default the API's own for the status.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Body { get; set; }

    /// <summary>The wait that the answer asks for; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan RetryAfter { get; set; }

    /// <summary>What the answer is late; without a status, a normal answer is late. A bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan Delay { get; set; }

    /// <summary>Drops the connection without an answer.</summary>
    [Parameter]
    public SwitchParameter Drop { get; set; }

    /// <summary>How many requests it hits.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Sandbox!.Server.AddFault(new SandboxFault
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
            ThrowTerminatingError(LookerErrors.ToRecord(new LookerApiException(LookerErrorKind.InvalidArgument, e.Message, e), Sandbox));
        }
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
