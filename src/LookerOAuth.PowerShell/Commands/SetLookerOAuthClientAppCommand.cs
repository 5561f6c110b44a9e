using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Changes an OAuth client app. Only what is given is sent.</summary>
[Cmdlet(
    VerbsCommon.Set,
    LookerNouns.OAuthClientApp,
    DefaultParameterSetName = ByObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OAuthClientApp))]
public sealed class SetLookerOAuthClientAppCommand : OAuthClientAppCommand
{
    /// <summary>The addresses that Looker may redirect to, instead of those it has. Several need a server of release 26.22 or later.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("redirect_uri", "redirect_uris")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [RedirectUriList]
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

    /// <summary>Whether the app may be used. False refuses its requests, and its tokens expire at once.</summary>
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
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The name of the group whose members may use the app.</summary>
    [Parameter(ParameterSetName = ByGuid, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("group_name")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? GroupName { get; set; }

    /// <summary>Lets everybody use the app: it loses its group.</summary>
    [Parameter]
    public SwitchParameter NoGroup { get; set; }

    /// <summary>The properties of the response to ask for; by default all. The guid is always among them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FieldsCompleter<OAuthClientApp>))]
    public string[]? Fields { get; set; }

    private protected override void ProcessConnected(LookerClient client) => ForEachApp(guid => Update(client, guid));

    private void Update(LookerClient client, string guid)
    {
        GroupChoice group = GroupChoice.Of(this, GroupId, GroupName, NoGroup);
        OAuthClientAppChanges given = new()
        {
            RedirectUri = GivenValue<IReadOnlyList<string>>(nameof(RedirectUri), RedirectUri),
            DisplayName = GivenValue(nameof(DisplayName), DisplayName),
            Description = Given(nameof(Description), Description),
            Enabled = Given(nameof(Enabled), Enabled),
            GroupId = group.Id,
        };
        if (given.IsEmpty && group.Name is null)
        {
            WriteWarning(Strings.NothingToChange.With(guid));
            return;
        }

        if (Approve(guid, Strings.UpdateOAuthClientApp.With(ChangeText.Of(given, group))))
        {
            IReadOnlyCollection<string>? fields = ApiFields<OAuthClientApp>.From(this, Fields);
            DirectoryLookup lookup = LookupOf(client);
            Emit(guid, async ct => await client.OAuthClientApps.UpdateAsync(
                guid, await group.ApplyToAsync(guid, given, lookup, ct).ConfigureAwait(false), fields, ct).ConfigureAwait(false));
        }
    }
}
