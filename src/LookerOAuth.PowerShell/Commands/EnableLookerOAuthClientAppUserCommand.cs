using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Allows an OAuth client app to act for a user, who need not consent any more.</summary>
[Cmdlet(
    VerbsLifecycle.Enable,
    LookerNouns.OAuthClientAppUser,
    DefaultParameterSetName = ByUserId,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class EnableLookerOAuthClientAppUserCommand : OAuthClientAppUserCommand
{
    private protected override void ProcessConnected(LookerClient client) =>
        QueueForUsers(client, Strings.EnableOAuthClientAppUser, client.OAuthClientApps.ActivateUserAsync);
}
