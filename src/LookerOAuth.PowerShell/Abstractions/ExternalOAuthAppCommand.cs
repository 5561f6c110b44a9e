using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>What the commands that change one external app share: the app, by its client id or as an object.</summary>
public abstract class ExternalOAuthAppCommand : LookerConnectedCommand
{
    /// <summary>The parameter set with a client id.</summary>
    protected const string ByClientId = "ClientId";

    /// <summary>The parameter set with an app.</summary>
    protected const string ByObject = "InputObject";

    /// <summary>The app; it is acted on where it came from.</summary>
    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [OwnKind(typeof(ExternalOAuthApp))]
    public ExternalOAuthApp? InputObject { get; set; }

    /// <summary>The client ids at the databases' authorization servers.</summary>
    [Parameter(ParameterSetName = ByClientId, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_id")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public string[]? ClientId { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ByClientId, ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    [AllowEmptyString]
    public override PSObject? PipedObject { get; set; }

    private protected override LookerResource? GivenObject => InputObject;

    private protected override bool IsNamedByObject => true;

    private protected override object? RecordTarget => InputObject?.ClientId;

    /// <summary>Processes each app that the record names.</summary>
    private protected void ForEachApp(Action<string> process)
    {
        if (InputObject is not null)
        {
            process(InputObject.ClientId ?? "");
        }
        else
        {
            ForEachExact(nameof(ClientId), ClientId, process);
        }
    }
}
