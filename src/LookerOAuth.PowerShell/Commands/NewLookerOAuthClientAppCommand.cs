using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Registers an OAuth client app, so that people can log in to Looker with it.</summary>
[Cmdlet(VerbsCommon.New, LookerNouns.OAuthClientApp, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OAuthClientApp))]
public sealed class NewLookerOAuthClientAppCommand : OAuthClientAppWriteCommand
{
    /// <summary>The guid for the app: any string, such as com.example.cli.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [AllowEmptyString]
    [AllowNull]
    public string? ClientGuid { get; set; }

    /// <summary>The addresses that Looker may redirect to, compared to the letter. Several need a server of release 26.22 or later.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("redirect_uri", "redirect_uris")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    public string[]? RedirectUri { get; set; }

    /// <summary>The name that people see on the consent page.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("display_name")]
    [AllowEmptyString]
    [AllowNull]
    public string? DisplayName { get; set; }

    /// <summary>What the app is for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Description { get; set; }

    /// <summary>Whether the app may be used.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanWord]
    public bool? Enabled { get; set; }

    /// <summary>The id of the group whose members may use the app.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("group_id")]
    [AllowEmptyString]
    [AllowNull]
    public string? GroupId { get; set; }

    /// <summary>The name of the group whose members may use the app.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("group_name")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? GroupName { get; set; }

    /// <summary>Updates the app where it exists already: what differs, and nothing where nothing does.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string guid = ClientGuid ?? "";
        (Optional<string> groupId, string? groupName) = Group(GroupId, GroupName, noGroup: false);
        Func<CancellationToken, Task<OAuthClientAppChanges>> properties = WithGroup(
            client,
            new OAuthClientAppChanges
            {
                RedirectUri = RedirectUri,
                DisplayName = DisplayName,
                Description = Given(nameof(Description), Description),
                Enabled = Given(nameof(Enabled), Enabled),
                GroupId = groupId,
            },
            groupName);
        LookerConnection connection = ResolveConnection();
        if (ShouldProcess(guid, Force ? Strings.RegisterOrUpdateOAuthClientApp : Strings.RegisterOAuthClientApp))
        {
            Queue(
                guid,
                async ct => Force
                    ? await client.OAuthClientApps.RegisterOrUpdateAsync(guid, await properties(ct).ConfigureAwait(false), null, ct).ConfigureAwait(false)
                    : await client.OAuthClientApps.RegisterAsync(guid, await properties(ct).ConfigureAwait(false), null, ct).ConfigureAwait(false),
                app => Write(app, connection));
        }
    }
}
