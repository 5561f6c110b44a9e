using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Revokes all tokens of an OAuth client app. Its users must log in anew, but need not consent again.</summary>
[Cmdlet(VerbsSecurity.Revoke, LookerNouns.OAuthClientAppToken, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokeLookerOAuthClientAppTokenCommand : LookerPipelineCommand
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
        if (ShouldProcess(guid, Strings.RevokeOAuthClientAppToken))
        {
            Queue(guid, ct => client.OAuthClientApps.InvalidateTokensAsync(guid, ct));
        }
    }
}
