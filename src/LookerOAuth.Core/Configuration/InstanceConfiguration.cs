using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>An instance's OAuth configuration as a whole: out to a document, and compared with one.</summary>
/// <remarks>
/// Reading costs list requests alone, however many apps there are: one for client apps, one for external apps, one for groups, one for
/// users, each only where it is needed. Every method throws <see cref="LookerApiException"/> where a request fails.
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
    /// <param name="cancellationToken">Ends the export.</param>
    /// <exception cref="LookerApiException">A filter without wildcards names an app that is not there
    /// (<see cref="LookerErrorKind.NotFound"/>), or a request failed.</exception>
    public async Task<OAuthConfiguration> ExportAsync(
        OAuthConfigurationExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new OAuthConfigurationExportOptions();
        List<Wildcard>? filter = options.ClientGuid is { } patterns ? [.. patterns.Select(Wildcard.Parse)] : null;
        List<OAuthClientApp> apps = [.. (await ClientAppsAsync(cancellationToken).ConfigureAwait(false)).Values];
        if (filter is not null)
        {
            apps = Filter(apps, filter);
        }

        DirectoryNames groups = apps.Exists(a => !string.IsNullOrEmpty(a.GroupId))
            ? await VisibleGroupsAsync(cancellationToken).ConfigureAwait(false)
            : DirectoryNames.NoGroups;
        DirectoryNames users = options.IncludeUsers && apps.Exists(a => a.ActivatedUsers is { Count: > 0 })
            ? await UsersAsync(cancellationToken).ConfigureAwait(false)
            : DirectoryNames.NoUsers;
        IEnumerable<ExternalOAuthApp>? externalApps = filter is null
            ? (await ExternalAppsAsync(cancellationToken).ConfigureAwait(false)).Values
            : null;

        return OAuthConfiguration.Parse(DocumentWriter.Write(new DesiredConfiguration
        {
            ClientApps = [.. apps.Select(a => ToDesired(a, groups, options.IncludeUsers ? users : null))],
            ExternalApps = externalApps is null ? null : [.. externalApps.Select(ToDesired)],
        }));
    }

    /// <summary>What would make the instance what a document asks for. Nothing is written.</summary>
    /// <param name="configuration">The document, with values for its variables.</param>
    /// <param name="options">What the plan may do beyond the document; null for nothing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LookerApiException">The document has a variable without a value, an ambiguous name, or pruning lacks its filter
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); a group or a user is not there (<see cref="LookerErrorKind.NotFound"/>); or a
    /// request failed.</exception>
    public async Task<OAuthConfigurationPlan> PlanAsync(
        OAuthConfiguration configuration, OAuthConfigurationPlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new OAuthConfigurationPlanOptions();
        DesiredConfiguration desired = configuration.Resolve();
        // Refused before anything is asked.
        bool prunes = ConfigurationPlanner.PruneFilter(options).Count > 0;
        ActualConfiguration actual = await ReadAsync(desired, prunes, cancellationToken).ConfigureAwait(false);
        return ConfigurationPlanner.Plan(desired, actual, options);
    }

    private async Task<ActualConfiguration> ReadAsync(DesiredConfiguration desired, bool prunes, CancellationToken cancellationToken)
    {
        IReadOnlyList<DesiredClientApp> apps = desired.ClientApps ?? [];
        ActualConfiguration actual = new();
        if (NeedsList(desired.ClientApps, prunes))
        {
            actual = actual with { ClientApps = await ClientAppsAsync(cancellationToken).ConfigureAwait(false) };
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

        if (apps.Any(a => NeedsUsers(a, actual)))
        {
            actual = actual with { Users = await UsersAsync(cancellationToken).ConfigureAwait(false) };
        }

        return apps.Any(a => a.RedirectUri is { Count: > 1 })
            ? actual with { HasRedirectUris = await _client.Instance.HasRedirectUrisAsync(cancellationToken).ConfigureAwait(false) }
            : actual;
    }

    private static bool NeedsList<T>(IReadOnlyList<T>? section, bool prunes) => section is { Count: > 0 } || (section is not null && prunes);

    /// <summary>Whether addresses have to become ids, or ids of users to be deactivated addresses.</summary>
    private static bool NeedsUsers(DesiredClientApp app, ActualConfiguration actual) =>
        app.Users is { } users
        && (users.Any(u => u.Name is not null)
            || (actual.ClientApps.TryGetValue(app.ClientGuid, out OAuthClientApp? current)
                && current.ActivatedUsers is { } active && active.Any(a => users.All(u => u.Id != a.UserId))));

    private static List<OAuthClientApp> Filter(List<OAuthClientApp> apps, List<Wildcard> filter)
    {
        if (filter.Find(f => f.IsLiteral && !apps.Exists(a => f.Matches(a.ClientGuid!))) is { } unmatched)
        {
            throw new LookerApiException(LookerErrorKind.NotFound, $"No OAuth client app '{unmatched.Pattern}' was found.")
            {
                Subject = unmatched.Pattern,
            };
        }

        return apps.FindAll(a => filter.Exists(f => f.Matches(a.ClientGuid!)));
    }

    private static DesiredClientApp ToDesired(OAuthClientApp app, DirectoryNames groups, DirectoryNames? users) => new(app.ClientGuid!)
    {
        RedirectUri = app.RedirectUri,
        DisplayName = app.DisplayName,
        Description = new Optional<string>(app.Description),
        Enabled = app.Enabled,
        Group = new Optional<NameOrId>(string.IsNullOrEmpty(app.GroupId) ? null : groups.NameOf(app.GroupId!)),
        Users = users is null || app.ActivatedUsers is null
            ? null
            : [.. app.ActivatedUsers.Select(u => u.UserId).OfType<string>().Distinct().Select(users.NameOf)],
    };

    private static DesiredExternalApp ToDesired(ExternalOAuthApp app) => new(app.ClientId!)
    {
        Name = app.Name,
        DialectName = new Optional<string>(app.DialectName),
        TenantId = new Optional<string>(app.TenantId),
        BiDirectionalDataAccess = app.BiDirectionalDataAccess,
    };

    private Task<Dictionary<string, OAuthClientApp>> ClientAppsAsync(CancellationToken cancellationToken) =>
        ByIdAsync(_client.OAuthClientApps.ListAsync(null, cancellationToken), a => a.ClientGuid);

    private Task<Dictionary<string, ExternalOAuthApp>> ExternalAppsAsync(CancellationToken cancellationToken) =>
        ByIdAsync(_client.ExternalOAuthApps.ListAsync(null, null, cancellationToken), a => a.ClientId);

    private async Task<DirectoryNames> GroupsAsync(CancellationToken cancellationToken) =>
        DirectoryNames.OfGroups(await AllAsync(_client.Directory.ListGroupsAsync(GroupFields, cancellationToken)).ConfigureAwait(false));

    private async Task<DirectoryNames> UsersAsync(CancellationToken cancellationToken) =>
        DirectoryNames.OfUsers(await AllAsync(_client.Directory.ListUsersAsync(UserFields, cancellationToken)).ConfigureAwait(false));

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
    private static async Task<Dictionary<string, T>> ByIdAsync<T>(IAsyncEnumerable<T> list, Func<T, string?> idOf)
    {
        Dictionary<string, T> byId = new(StringComparer.Ordinal);
        await foreach (T item in list.ConfigureAwait(false))
        {
            if (idOf(item) is { } id && !string.IsNullOrWhiteSpace(id) && id is not ("." or ".."))
            {
                byId[id] = item;
            }
        }

        return byId;
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> list)
    {
        List<T> items = [];
        await foreach (T item in list.ConfigureAwait(false))
        {
            items.Add(item);
        }

        return items;
    }
}
