using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets OAuth client apps: who may log in to Looker with OAuth.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.OAuthClientApp)]
[OutputType(typeof(OAuthClientApp))]
public sealed class GetLookerOAuthClientAppCommand : LookerConnectedCommand
{
    /// <summary>The guids under which apps are registered; wildcards are allowed. By default all apps.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [SupportsWildcards]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string[]? ClientGuid { get; set; }

    /// <summary>The properties to ask for; by default all. The guid is always among them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FieldsCompleter<OAuthClientApp>))]
    public string[]? Fields { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        IReadOnlyCollection<string>? fields = ApiFields<OAuthClientApp>.From(this, Fields);
        if (!IsNamed(nameof(ClientGuid), ClientGuid))
        {
            EmitAll(ct => client.OAuthClientApps.ListAsync(fields, ct));
            return;
        }

        ForEachPattern(
            nameof(ClientGuid),
            ClientGuid,
            guid => Emit(guid, ct => client.OAuthClientApps.GetAsync(guid, fields, ct)),
            matches => EmitAll(ct => client.OAuthClientApps.ListAsync(fields, ct), app => matches(app.ClientGuid)));
    }
}
