using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Removes the registration of an OAuth client app. Its sessions and tokens expire at once.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    LookerNouns.OAuthClientApp,
    DefaultParameterSetName = ByObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveLookerOAuthClientAppCommand : OAuthClientAppCommand
{
    private protected override void ProcessConnected(LookerClient client) =>
        ForEachApp(guid =>
        {
            if (Approve(guid, Strings.RemoveOAuthClientApp))
            {
                Queue(guid, ct => client.OAuthClientApps.DeleteAsync(guid, ct));
            }
        });
}
