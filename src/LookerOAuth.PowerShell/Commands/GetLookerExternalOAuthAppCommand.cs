using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets external OAuth apps: what Looker itself may log in to.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.ExternalOAuthApp)]
[OutputType(typeof(ExternalOAuthApp))]
public sealed class GetLookerExternalOAuthAppCommand : LookerPipelineCommand
{
    /// <summary>The name, to the letter; for Snowflake the host of the database.</summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    public string? Name { get; set; }

    /// <summary>The client id at the database's authorization server, to the letter.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("client_id")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public string? ClientId { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        LookerConnection connection = ResolveConnection();
        string? name = string.IsNullOrEmpty(Name) ? null : Name;
        string? clientId = string.IsNullOrEmpty(ClientId) ? null : ClientId;
        if (clientId is null)
        {
            WriteAll(ct => client.ExternalOAuthApps.ListAsync(name, clientId, ct), filter: null, app => Write(app, connection));
            return;
        }

        Queue(
            clientId,
            ct => client.ExternalOAuthApps.CollectAsync(name, clientId, ct),
            apps =>
            {
                foreach (ExternalOAuthApp app in apps)
                {
                    Write(app, connection);
                }
            });
    }
}
