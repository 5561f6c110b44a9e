using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Removes the registration of an OAuth client app. Its sessions and tokens end at once.</summary>
[Cmdlet(VerbsCommon.Remove, LookerNouns.OAuthClientApp, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveLookerOAuthClientAppCommand : LookerPipelineCommand
{
    /// <summary>The guid under which the app is registered.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string? ClientGuid { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string guid = ClientGuid ?? "";
        if (ShouldProcess(guid, Strings.RemoveOAuthClientApp))
        {
            Queue(guid, ct => client.OAuthClientApps.DeleteAsync(guid, ct));
        }
    }
}
