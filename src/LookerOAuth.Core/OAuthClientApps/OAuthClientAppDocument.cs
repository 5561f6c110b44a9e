using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>What a document says of one client app: its keys, how they are read and written, and what an app lacks of them.</summary>
internal sealed record OAuthClientAppDocument(string ClientGuid) : IDesiredApp<OAuthClientApp>
{
    private const OAuthConfigurationKind Kind = OAuthConfigurationKind.ClientApp;

    public const string RedirectUriKey = "redirectUri";
    public const string EnabledKey = "enabled";
    private const string DisplayNameKey = "displayName";
    private const string DescriptionKey = "description";
    private const string GroupKey = "group";
    private const string UsersKey = "users";

    /// <summary>The response to a write says nothing that a plan needs, and could be long.</summary>
    private static readonly string[] ResponseFields = ["client_guid"];

    /// <summary>The properties except the group: the document has its name.</summary>
    public OAuthClientAppChanges Properties { get; init; } = new();

    /// <summary>The group whose members may use the app; a given null for everybody.</summary>
    public Optional<NameOrId> Group { get; init; }

    /// <summary>The activated users, exactly these; null if they are not managed.</summary>
    public IReadOnlyList<NameOrId>? Users { get; init; }

    /// <inheritdoc/>
    public string Id => ClientGuid;

    /// <summary>The group and the users that are named by id.</summary>
    public IEnumerable<(string ClientGuid, string Kind, string Id)> IdReferences =>
        new[] { (Kind: "group", Reference: Group.Value) }.Concat((Users ?? []).Select(user => (Kind: "user", Reference: (NameOrId?)user)))
            .Where(named => named.Reference?.Id is not null)
            .Select(named => (ClientGuid, named.Kind, named.Reference!.Id!));

    /// <summary>What to ask the server for to compare, in the API's spelling.</summary>
    public IEnumerable<string> Fields =>
    [
        .. Properties.Fields,
        .. Group.IsGiven ? ["group_id"] : Array.Empty<string>(),
        .. Users is not null ? ["activated_users(id)"] : Array.Empty<string>(),
    ];

    /// <summary>What to ask the server for to say everything about its apps.</summary>
    public static IEnumerable<string> AllFields(bool withUsers) =>
        Of(new OAuthClientApp { ClientGuid = "", ActivatedUsers = [] }, DirectoryNames.NoGroups, withUsers ? DirectoryNames.NoUsers : null).Fields;

    public static OAuthClientAppDocument Read(string guid, DocumentObject app) => new(guid)
    {
        Properties = new OAuthClientAppChanges
        {
            RedirectUri = app.Texts(RedirectUriKey, whenEmpty: "an app has at least one redirect URI; leave the key out if it is not managed"),
            DisplayName = app.Text(DisplayNameKey),
            Description = app.TextOrNull(DescriptionKey),
            Enabled = app.Flag(EnabledKey),
        },
        Group = app.ReferenceOrNull(GroupKey, "a name"),
        Users = app.References(UsersKey, "an e-mail address"),
    };

    /// <summary>What an app is, as a document says it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="groups">The groups, to name them.</param>
    /// <param name="users">The users, to name them; null leaves users out.</param>
    public static OAuthClientAppDocument Of(OAuthClientApp app, DirectoryNames groups, DirectoryNames? users) => new(app.ClientGuid!)
    {
        Properties = new OAuthClientAppChanges
        {
            RedirectUri = app.RedirectUri,
            DisplayName = app.DisplayName,
            Description = app.Description,
            Enabled = app.Enabled,
        },
        Group = new Optional<NameOrId>(app.GroupId is { Length: > 0 } groupId ? groups.NameOf(groupId) : null),
        Users = users is null || app.ActivatedUsers is null ? null : [.. IdsOf(app.ActivatedUsers).Select(users.NameOf)],
    };

    /// <summary>The step that removes an app.</summary>
    public static OAuthConfigurationStep Removal(string guid) => new(
        [AppDifference.Change(OAuthConfigurationAction.Remove, Kind, guid)],
        guid,
        "Remove OAuth client app",
        secretName: null,
        (client, _, cancellationToken) => client.OAuthClientApps.DeleteAsync(guid, cancellationToken));

    /// <inheritdoc/>
    public void Write(DocumentWriter json)
    {
        json.Texts(RedirectUriKey, Properties.RedirectUri);
        json.Text(DisplayNameKey, Properties.DisplayName);
        json.TextOrNull(DescriptionKey, Properties.Description);
        json.Flag(EnabledKey, Properties.Enabled);
        json.ReferenceOrNull(GroupKey, Group);
        json.References(UsersKey, Users);
    }

    /// <summary>Whether an app has a group that it is to lose, and that has to be named.</summary>
    public bool TakesGroupFrom(OAuthClientApp? actual) =>
        Group.IsGiven && actual?.GroupId is { Length: > 0 } current && Group.Value?.Id != current;

    /// <summary>Whether addresses have to become ids, or ids of users to be deactivated addresses.</summary>
    public bool NeedsUserNames(OAuthClientApp? actual) =>
        Users is { } users
        && (users.Any(u => u.Name is not null) || IdsOf(actual?.ActivatedUsers).Any(active => users.All(u => u.Id != active)));

    /// <inheritdoc/>
    public void AddTo(ConfigurationPlanner plan, OAuthClientApp? actual)
    {
        OAuthClientAppChanges missing = Missing(plan, actual);
        AppDifference difference = new(Kind, ClientGuid, isNew: actual is null);
        difference.Add(RedirectUriKey, missing.RedirectUri, Sorted(actual?.RedirectUri), Sorted(missing.RedirectUri.Value));
        difference.Add(DisplayNameKey, missing.DisplayName, actual?.DisplayName);
        difference.Add(DescriptionKey, missing.Description, actual?.Description);
        difference.Add(EnabledKey, missing.Enabled, actual?.Enabled);
        difference.Add(
            GroupKey,
            missing.GroupId,
            actual?.GroupId is { Length: > 0 } groupId ? plan.Actual.Groups.NameOf(groupId).ToString() : null,
            Group.Value?.ToString());
        if (difference.Changes.Count > 0)
        {
            plan.Add(new OAuthConfigurationStep(
                difference.Changes,
                ClientGuid,
                actual is null ? "Register OAuth client app" : $"Update OAuth client app ({difference.Keys})",
                secretName: null,
                (client, _, cancellationToken) => actual is null
                    ? client.OAuthClientApps.RegisterAsync(ClientGuid, missing, ResponseFields, cancellationToken)
                    : client.OAuthClientApps.UpdateAsync(ClientGuid, missing, ResponseFields, cancellationToken)));
        }

        AddUsersTo(plan, actual);
        AddObstaclesTo(plan, actual, missing);
    }

    private void AddObstaclesTo(ConfigurationPlanner plan, OAuthClientApp? actual, OAuthClientAppChanges missing)
    {
        if (actual is null)
        {
            plan.Require(
                "client app", ClientGuid, (RedirectUriKey, Properties.RedirectUri.IsGiven), (DisplayNameKey, Properties.DisplayName.IsGiven));
        }

        if (!plan.Actual.HasRedirectUris && missing.RedirectUri.Value is { Count: > 1 })
        {
            plan.AddObstacle(
                LookerErrorKind.NotSupported,
                ClientGuid,
                $"The server accepts one redirect URI for each app, and the document has more than one for '{ClientGuid}'. That requires release {Operations.RedirectUrisSince} or later.");
        }
    }

    private void AddUsersTo(ConfigurationPlanner plan, OAuthClientApp? actual)
    {
        if (Users is null)
        {
            return;
        }

        if (actual is { ActivatedUsers: null })
        {
            // "Exactly these" cannot be promised if nobody tells who else there is.
            plan.Lookups.Add(new OAuthConfigurationObstacle(
                LookerErrorKind.NotSupported,
                ClientGuid,
                $"The server does not say which users are activated for '{ClientGuid}'. Leave '{UsersKey}' out of the document."));
        }

        // Several may be one: an address and an id of the same user.
        DirectoryNames names = plan.Actual.Users;
        Dictionary<string, string> wanted = new(StringComparer.Ordinal);
        foreach (NameOrId user in Users)
        {
            if (names.IdOf(user, plan.Lookups) is { } id)
            {
                wanted[id] = user.ToString();
            }
        }

        HashSet<string> active = new(IdsOf(actual?.ActivatedUsers), StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> user in wanted.Where(u => !active.Contains(u.Key)).OrderBy(u => u.Value, StringComparer.Ordinal))
        {
            plan.Add(Activation(user.Key, user.Value));
        }

        foreach ((string id, string name) in active.Where(id => !wanted.ContainsKey(id))
            .Select(id => (id, names.NameOf(id).ToString())).OrderBy(u => u.Item2, StringComparer.Ordinal))
        {
            plan.Add(Deactivation(id, name));
        }
    }

    private OAuthConfigurationStep Activation(string userId, string name) => new(
        [AppDifference.Change(OAuthConfigurationAction.Activate, OAuthConfigurationKind.ClientAppUser, ClientGuid, UsersKey, desired: name)],
        $"{ClientGuid}, {name}",
        "Activate user for OAuth client app",
        secretName: null,
        (client, _, cancellationToken) => client.OAuthClientApps.ActivateUserAsync(ClientGuid, userId, cancellationToken));

    private OAuthConfigurationStep Deactivation(string userId, string name) => new(
        [AppDifference.Change(OAuthConfigurationAction.Deactivate, OAuthConfigurationKind.ClientAppUser, ClientGuid, UsersKey, actual: name)],
        $"{ClientGuid}, {name}",
        "Deactivate user for OAuth client app",
        secretName: null,
        (client, _, cancellationToken) => client.OAuthClientApps.DeactivateUserAsync(ClientGuid, userId, cancellationToken));

    /// <summary>What the app lacks. Of a new app, nothing is left unsaid rather than said to be nothing.</summary>
    private OAuthClientAppChanges Missing(ConfigurationPlanner plan, OAuthClientApp? actual)
    {
        Optional<string> groupId = default;
        if (Group.IsGiven)
        {
            groupId = Group.Value is { } group ? plan.Actual.Groups.IdOf(group, plan.Lookups) : null;
        }

        OAuthClientAppChanges wanted = Properties with { GroupId = groupId };
        return wanted.Except(actual ?? new OAuthClientApp());
    }

    private static IEnumerable<string> IdsOf(IEnumerable<ActivatedUser>? users) => (users ?? []).Select(u => u.UserId).OfType<string>().Distinct();

    private static RedirectUriCollection? Sorted(IReadOnlyList<string>? uris) =>
        uris is { Count: > 0 } ? new RedirectUriCollection(uris.OrderBy(u => u, StringComparer.Ordinal)) : null;
}
