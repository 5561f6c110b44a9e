using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>An instance's OAuth configuration as a whole: out to a document, and compared with one.</summary>
/// <remarks>
/// Reading costs list requests alone, however many apps there are: one for client apps, one for external apps, one for groups, one for
/// users, each only if it is needed. Every method throws <see cref="LookerApiException"/> if a request fails.
/// </remarks>
public sealed class InstanceConfiguration
{
    private static readonly string[] GroupFields = ["id", "name"];
    private static readonly string[] UserFields = ["id", "email"];

    private readonly LookerClient _client;

    internal InstanceConfiguration(LookerClient client)
    {
        _client = client;
    }

    /// <summary>What the instance has, as a document. It holds no secrets.</summary>
    /// <param name="options">What to export; null for all client apps and external apps, without users.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <exception cref="LookerApiException">A request failed.</exception>
    public async Task<OAuthConfiguration> ExportAsync(
        OAuthConfigurationExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new OAuthConfigurationExportOptions();
        List<OAuthClientApp> apps =
            [.. (await ClientAppsAsync([.. OAuthClientAppDocument.AllFields(options.IncludeUsers)], cancellationToken).ConfigureAwait(false)).Values];
        if (options.ClientGuid is { } isWanted)
        {
            apps.RemoveAll(a => !isWanted(a.ClientGuid!));
        }

        DirectoryNames groups = apps.Exists(a => !string.IsNullOrEmpty(a.GroupId))
            ? await VisibleGroupsAsync(cancellationToken).ConfigureAwait(false)
            : DirectoryNames.NoGroups;
        DirectoryNames users = options.IncludeUsers && apps.Exists(a => a.ActivatedUsers is { Count: > 0 })
            ? await UsersAsync(cancellationToken).ConfigureAwait(false)
            : DirectoryNames.NoUsers;
        IEnumerable<ExternalOAuthApp>? externalApps = options.ClientGuid is null
            ? (await ExternalAppsAsync(cancellationToken).ConfigureAwait(false)).Values
            : null;

        DesiredConfiguration exported = new()
        {
            ClientApps = [.. apps.Select(a => OAuthClientAppDocument.Of(a, groups, options.IncludeUsers ? users : null))],
            ExternalApps = externalApps is null ? null : [.. externalApps.Select(ExternalOAuthAppDocument.Of)],
        };
        return OAuthConfiguration.Exported(exported, _client.BaseUrl);
    }

    /// <summary>What would make the instance what a document asks for. Nothing is written.</summary>
    /// <param name="configuration">The document, with values for its variables.</param>
    /// <param name="options">What the plan may do beyond the document; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="LookerApiException">The document has a variable without a value, an ambiguous name, or pruning lacks its filter
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); a group or a user is not there (<see cref="LookerErrorKind.NotFound"/>); or a
    /// request failed.</exception>
    public async Task<OAuthConfigurationPlan> PlanAsync(
        OAuthConfiguration configuration, OAuthConfigurationPlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new OAuthConfigurationPlanOptions();
        DesiredConfiguration desired = configuration.Resolve();
        // Refused before anything is asked.
        ConfigurationPlanner.CheckPruning(options);
        CheckIds(configuration);
        ActualConfiguration actual = await ReadAsync(desired, options.Prune, cancellationToken).ConfigureAwait(false);
        return ConfigurationPlanner.Plan(desired, actual, options);
    }

    /// <summary>Refuses the ids of another instance. A document that was read is its author's word.</summary>
    private void CheckIds(OAuthConfiguration configuration)
    {
        if (configuration.Instance is not { } instance || instance == _client.BaseUrl || configuration.IdReferences is not { Count: > 0 } references)
        {
            return;
        }

        throw LookerApiException.InvalidArgument(
            $"The configuration comes from {BaseAddress.ToText(instance)} and has ids, which may name other users and groups here: {OAuthConfiguration.InWords(references)}.",
            references[0].ClientGuid,
            "Save the configuration as a file, and replace the ids with names and e-mail addresses, or with the ids of this instance.");
    }

    private async Task<ActualConfiguration> ReadAsync(DesiredConfiguration desired, bool prunes, CancellationToken cancellationToken)
    {
        IReadOnlyList<OAuthClientAppDocument> apps = desired.ClientApps ?? [];
        ActualConfiguration actual = new();
        if (NeedsList(desired.ClientApps, prunes))
        {
            // Lists of activated users can be long: they are asked for only if the document manages users.
            string[] fields = [.. apps.SelectMany(a => a.Fields).Prepend("client_guid").Distinct()];
            actual = actual with { ClientApps = await ClientAppsAsync(fields, cancellationToken).ConfigureAwait(false) };
        }

        if (NeedsList(desired.ExternalApps, prunes))
        {
            actual = actual with { ExternalApps = await ExternalAppsAsync(cancellationToken).ConfigureAwait(false) };
        }

        if (apps.Any(a => a.Group.Value?.Name is not null))
        {
            // The whole list, not a search a name: it is one request, and it also names the groups that apps have now.
            actual = actual with { Groups = await GroupsAsync(cancellationToken).ConfigureAwait(false) };
        }
        else if (apps.Any(a => a.TakesGroupFrom(Current(a))))
        {
            // For people only, who know groups by name: the plan is the same if they cannot be read.
            actual = actual with { Groups = await VisibleGroupsAsync(cancellationToken).ConfigureAwait(false) };
        }

        if (apps.Any(a => a.NeedsUserNames(Current(a))))
        {
            actual = actual with { Users = await UsersAsync(cancellationToken).ConfigureAwait(false) };
        }

        return apps.Any(a => a.Properties.RedirectUri.Value is { Count: > 1 })
            ? actual with { HasRedirectUris = await _client.Instance.HasRedirectUrisAsync(cancellationToken).ConfigureAwait(false) }
            : actual;

        OAuthClientApp? Current(OAuthClientAppDocument app) => actual.ClientApps.TryGetValue(app.ClientGuid, out OAuthClientApp? current) ? current : null;
    }

    private static bool NeedsList<T>(IReadOnlyList<T>? section, bool prunes) => section is { Count: > 0 } || (section is not null && prunes);

    private async Task<Dictionary<string, OAuthClientApp>> ClientAppsAsync(IReadOnlyCollection<string> fields, CancellationToken cancellationToken) =>
        ById(await _client.OAuthClientApps.ReadAllAsync(fields, cancellationToken).ConfigureAwait(false), a => a.ClientGuid);

    private async Task<Dictionary<string, ExternalOAuthApp>> ExternalAppsAsync(CancellationToken cancellationToken) =>
        ById(await _client.ExternalOAuthApps.ReadAllAsync(null, null, cancellationToken).ConfigureAwait(false), a => a.ClientId);

    private async Task<DirectoryNames> GroupsAsync(CancellationToken cancellationToken) =>
        DirectoryNames.OfGroups(await _client.Directory.ReadAllGroupsAsync(GroupFields, cancellationToken).ConfigureAwait(false));

    private async Task<DirectoryNames> UsersAsync(CancellationToken cancellationToken) =>
        DirectoryNames.OfUsers(await _client.Directory.ReadAllUsersAsync(UserFields, cancellationToken).ConfigureAwait(false));

    private async Task<DirectoryNames> VisibleGroupsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GroupsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e.Kind is LookerErrorKind.NotFound or LookerErrorKind.AccessDenied)
        {
            return DirectoryNames.NoGroups;
        }
    }

    /// <summary>What a list holds, by id. What has no id, or one that no request could name, cannot be managed and is passed over.</summary>
    private static Dictionary<string, T> ById<T>(List<T> list, Func<T, string?> idOf)
    {
        Dictionary<string, T> byId = new(StringComparer.Ordinal);
        foreach (T item in list)
        {
            if (idOf(item) is { } id && !string.IsNullOrWhiteSpace(id) && id is not ("." or ".."))
            {
                byId[id] = item;
            }
        }

        return byId;
    }
}
