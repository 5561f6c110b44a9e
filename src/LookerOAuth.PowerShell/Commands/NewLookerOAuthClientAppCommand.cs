using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Registers an OAuth client app, so that people can log in to Looker with it.</summary>
[Cmdlet(VerbsCommon.New, LookerNouns.OAuthClientApp, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OAuthClientApp))]
public sealed class NewLookerOAuthClientAppCommand : LookerConnectedCommand
{
    private readonly Dictionary<LookerClient, OAuthClientAppUpsert> _upserts = [];

    /// <summary>The guid for the app: any string, such as com.example.cli.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    public string? ClientGuid { get; set; }

    /// <summary>The addresses that Looker may redirect to, compared exactly. Several need a server of release 26.22 or later.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("redirect_uri", "redirect_uris")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [RedirectUriList]
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
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The name of the group whose members may use the app.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("group_name")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? GroupName { get; set; }

    /// <summary>Updates an app that exists already: what differs, and nothing if nothing does.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The properties of the response to ask for; by default all. The guid is always among them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FieldsCompleter<OAuthClientApp>))]
    public string[]? Fields { get; set; }

    private protected override object? RecordTarget => ClientGuid;

    private protected override string? WhatToType(LookerApiException e) =>
        e.Kind == LookerErrorKind.AlreadyExists && !Force ? Strings.ChangeOrForce : null;

    private protected override void ProcessConnected(LookerClient client)
    {
        string guid = Exact(nameof(ClientGuid), ClientGuid);
        GroupChoice group = GroupChoice.Of(this, GroupId, GroupName, noGroup: false);
        OAuthClientAppChanges properties = new()
        {
            RedirectUri = GivenValue<IReadOnlyList<string>>(nameof(RedirectUri), RedirectUri),
            DisplayName = GivenValue(nameof(DisplayName), DisplayName),
            Description = Given(nameof(Description), Description),
            Enabled = Given(nameof(Enabled), Enabled),
            GroupId = group.Id,
        };
        if (Approve(guid, Force ? Strings.RegisterOrUpdateOAuthClientApp : Strings.RegisterOAuthClientApp))
        {
            IReadOnlyCollection<string>? fields = ApiFields<OAuthClientApp>.From(this, Fields);
            DirectoryLookup lookup = LookupOf(client);
            OAuthClientAppUpsert? upsert = Force ? UpsertOf(client, fields) : null;
            Emit(guid, async ct => upsert is not null
                ? await upsert.RegisterOrUpdateAsync(guid, () => group.ApplyToAsync(guid, properties, lookup, ct), ct).ConfigureAwait(false)
                : await client.OAuthClientApps.RegisterAsync(
                    guid, await group.ApplyToAsync(guid, properties, lookup, ct).ConfigureAwait(false), fields, ct).ConfigureAwait(false));
        }
    }

    /// <summary>What a pipeline knows of the apps of an instance: above a few records, one list answers for all.</summary>
    private OAuthClientAppUpsert UpsertOf(LookerClient client, IReadOnlyCollection<string>? fields)
    {
        if (!_upserts.TryGetValue(client, out OAuthClientAppUpsert? upsert))
        {
            upsert = client.OAuthClientApps.StartUpsert(fields);
            _upserts.Add(client, upsert);
        }

        return upsert;
    }
}
