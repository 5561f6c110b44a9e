using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>What the commands that change one client app share: the app, by its guid or as an object.</summary>
public abstract class OAuthClientAppCommand : LookerConnectedCommand
{
    /// <summary>The parameter set with a guid.</summary>
    protected const string ByGuid = "ClientGuid";

    /// <summary>The parameter set with an app.</summary>
    protected const string ByObject = "InputObject";

    /// <summary>The app; it is acted on where it came from.</summary>
    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [OwnKind(typeof(OAuthClientApp))]
    public OAuthClientApp? InputObject { get; set; }

    /// <summary>The guids under which apps are registered.</summary>
    [Parameter(ParameterSetName = ByGuid, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string[]? ClientGuid { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    [AllowEmptyString]
    public override PSObject? PipedObject { get; set; }

    private protected override LookerResource? GivenObject => InputObject;

    private protected override bool IsNamedByObject => true;

    private protected override object? RecordTarget => InputObject?.ClientGuid;

    /// <summary>Processes each app that the record names.</summary>
    private protected void ForEachApp(Action<string> process)
    {
        if (InputObject is not null)
        {
            process(InputObject.ClientGuid ?? "");
        }
        else
        {
            ForEachExact(nameof(ClientGuid), ClientGuid, process);
        }
    }
}
