using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Removes an external OAuth app that no database connection uses.</summary>
[Cmdlet(VerbsCommon.Remove, LookerNouns.ExternalOAuthApp, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveLookerExternalOAuthAppCommand : LookerPipelineCommand
{
    /// <summary>The client id at the database's authorization server.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("client_id")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public string? ClientId { get; set; }

    /// <summary>Removes it although a connection uses it, or although that cannot be told.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string clientId = ClientId ?? "";
        if (ShouldProcess(clientId, Strings.RemoveExternalOAuthApp))
        {
            Queue(clientId, ct => Force
                ? client.ExternalOAuthApps.DeleteAsync(clientId, ct)
                : client.ExternalOAuthApps.DeleteUnusedAsync(clientId, ct));
        }
    }
}
