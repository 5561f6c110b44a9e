using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Changes an OAuth client app. Only what is given is sent.</summary>
/// <remarks>No parameter set is the default one: it would be tried first, and take the properties of an app that is piped in.</remarks>
[Cmdlet(
    VerbsCommon.Set,
    LookerNouns.OAuthClientApp,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OAuthClientApp))]
public sealed class SetLookerOAuthClientAppCommand : OAuthClientAppWriteCommand
{
    private const string ByGuid = "ClientGuid";
    private const string ByObject = "InputObject";

    /// <summary>An app; it lends its guid and its connection, and nothing else.</summary>
    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    public OAuthClientApp? InputObject { get; set; }

    /// <summary>The guid under which the app is registered.</summary>
    [Parameter(ParameterSetName = ByGuid, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string? ClientGuid { get; set; }

    /// <summary>The addresses that Looker may redirect to, instead of those it has. Several need a server of release 26.22 or later.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("redirect_uri", "redirect_uris")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    public string[]? RedirectUri { get; set; }

    /// <summary>The name that people see on the consent page.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("display_name")]
    [AllowEmptyString]
    [AllowNull]
    public string? DisplayName { get; set; }

    /// <summary>What the app is for.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [AllowNull]
    public string? Description { get; set; }

    /// <summary>Whether the app may be used. False ends its tokens, too.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [BooleanWord]
    public bool? Enabled { get; set; }

    /// <summary>The id of the group whose members may use the app.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("group_id")]
    [AllowEmptyString]
    [AllowNull]
    public string? GroupId { get; set; }

    /// <summary>The name of the group whose members may use the app.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("group_name")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? GroupName { get; set; }

    /// <summary>Lets everybody use the app: it loses its group.</summary>
    [Parameter]
    public SwitchParameter NoGroup { get; set; }

    /// <summary>Emits the app as the server has it after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string guid = (InputObject is null ? ClientGuid : InputObject.ClientGuid) ?? "";
        (Optional<string> groupId, string? groupName) = Group(GroupId, GroupName, NoGroup);
        OAuthClientAppChanges given = new()
        {
            RedirectUri = IsGiven(nameof(RedirectUri), RedirectUri) ? RedirectUri : default(Optional<IReadOnlyList<string>>),
            DisplayName = Given(nameof(DisplayName), DisplayName),
            Description = Given(nameof(Description), Description),
            Enabled = Given(nameof(Enabled), Enabled),
            GroupId = groupId,
        };
        if (given.IsEmpty && groupName is null)
        {
            WriteWarning(Strings.NothingToChange.With(guid));
            return;
        }

        Func<CancellationToken, Task<OAuthClientAppChanges>> changes = WithGroup(client, given, groupName);
        LookerConnection connection = ResolveConnection();
        if (ShouldProcess(guid, Strings.UpdateOAuthClientApp))
        {
            Queue(
                guid,
                async ct => await client.OAuthClientApps.UpdateAsync(guid, await changes(ct).ConfigureAwait(false), null, ct).ConfigureAwait(false),
                app =>
                {
                    if (PassThru)
                    {
                        Write(app, connection);
                    }
                });
        }
    }
}
