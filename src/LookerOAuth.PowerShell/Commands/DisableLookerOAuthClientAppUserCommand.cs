using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Forbids an OAuth client app to act for a user. The user's tokens of this app expire at once.</summary>
[Cmdlet(
    VerbsLifecycle.Disable,
    LookerNouns.OAuthClientAppUser,
    DefaultParameterSetName = ByUserId,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class DisableLookerOAuthClientAppUserCommand : OAuthClientAppUserCommand
{
    private protected override void ProcessConnected(LookerClient client) =>
        QueueForUsers(client, Strings.DisableOAuthClientAppUser, client.OAuthClientApps.DeactivateUserAsync);
}
