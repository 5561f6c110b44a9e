using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets OAuth client apps: who may log in to Looker with OAuth.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.OAuthClientApp)]
[OutputType(typeof(OAuthClientApp))]
public sealed class GetLookerOAuthClientAppCommand : LookerPipelineCommand
{
    /// <summary>The guid under which the app is registered; wildcards are allowed. By default all apps.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [SupportsWildcards]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string[]? ClientGuid { get; set; }

    /// <summary>The properties to ask for; by default all. The guid is always among them.</summary>
    [Parameter]
    public string[]? Fields { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        IReadOnlyCollection<string>? fields = ApiFields.From(Fields, "client_guid", nameof(OAuthClientApp.ClientGuid));
        LookerConnection connection = ResolveConnection();
        foreach (string guid in IsGiven(nameof(ClientGuid), ClientGuid) ? ClientGuid! : ["*"])
        {
            if (WildcardPattern.ContainsWildcardCharacters(guid))
            {
                SettleAll();
                WildcardPattern pattern = new(guid, WildcardOptions.IgnoreCase);
                Func<OAuthClientApp, bool>? filter = guid == "*" ? null : app => pattern.IsMatch(app.ClientGuid ?? "");
                WriteAll(ct => client.OAuthClientApps.ListAsync(fields, ct), filter, app => Write(app, connection));
            }
            else
            {
                Queue(guid, ct => client.OAuthClientApps.GetAsync(guid, fields, ct), app => Write(app, connection));
            }
        }
    }
}
