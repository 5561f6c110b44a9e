using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Revokes all tokens of an OAuth client app. Its users must log in again, but need not consent again.</summary>
[Cmdlet(
    VerbsSecurity.Revoke,
    LookerNouns.OAuthClientAppToken,
    DefaultParameterSetName = ByObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokeLookerOAuthClientAppTokenCommand : OAuthClientAppCommand
{
    private protected override void ProcessConnected(LookerClient client) =>
        ForEachApp(guid =>
        {
            if (Approve(guid, Strings.RevokeOAuthClientAppToken))
            {
                Queue(guid, ct => client.OAuthClientApps.InvalidateTokensAsync(guid, ct));
            }
        });
}
