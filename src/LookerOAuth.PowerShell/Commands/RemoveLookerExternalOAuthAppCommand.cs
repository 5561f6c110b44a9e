using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Removes an external OAuth app that no database connection uses.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    LookerNouns.ExternalOAuthApp,
    DefaultParameterSetName = ByObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveLookerExternalOAuthAppCommand : ExternalOAuthAppCommand
{
    /// <summary>Removes it although a connection uses it, or although that cannot be determined.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string? WhatToType(LookerApiException e) =>
        e is { Kind: LookerErrorKind.InUse, RecommendedAction: { } action } ? Strings.OrForce.With(action) : null;

    private protected override void ProcessConnected(LookerClient client) =>
        ForEachApp(clientId =>
        {
            if (Approve(clientId, Strings.RemoveExternalOAuthApp))
            {
                Queue(clientId, ct => Force
                    ? client.ExternalOAuthApps.DeleteAsync(clientId, ct)
                    : client.ExternalOAuthApps.DeleteUnusedAsync(clientId, ct));
            }
        });
}
