using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>What one client app lacks of what the document asks for.</summary>
internal sealed class ClientAppDifference
{
    private const OAuthConfigurationKind Kind = OAuthConfigurationKind.ClientApp;

    private readonly DesiredClientApp _desired;
    private readonly OAuthClientApp? _actual;
    private readonly DirectoryNames _groups;
    private readonly DirectoryNames _users;
    private readonly OAuthClientAppChanges _missing;
    private readonly ICollection<OAuthConfigurationObstacle> _lookups;

    public ClientAppDifference(
        DesiredClientApp desired,
        OAuthClientApp? actual,
        DirectoryNames groups,
        DirectoryNames users,
        ICollection<OAuthConfigurationObstacle> lookups)
    {
        _desired = desired;
        _actual = actual;
        _groups = groups;
        _users = users;
        _lookups = lookups;
        OAuthClientAppChanges wanted = Wanted();
        _missing = actual is null ? wanted : wanted.Except(actual);
    }

    public static OAuthConfigurationStep Removal(string guid) =>
        new(
            [new AppDifference(Kind, guid, isNew: false).Change(OAuthConfigurationAction.Remove, null, null, null)],
            guid,
            "Remove OAuth client app",
            secretName: null,
            (client, _, cancellationToken) => client.OAuthClientApps.DeleteAsync(guid, cancellationToken));

    /// <summary>What a new app must have and the document does not say, and what the server cannot hold.</summary>
    public IEnumerable<OAuthConfigurationObstacle> Obstacles(bool hasRedirectUris)
    {
        string guid = _desired.ClientGuid;
        if (_actual is null)
        {
            (string Key, bool IsGiven)[] mandatory =
                [(DocumentKeys.RedirectUri, _desired.RedirectUri is not null), (DocumentKeys.DisplayName, _desired.DisplayName is not null)];
            string lacking = string.Join(" and ", mandatory.Where(m => !m.IsGiven).Select(m => m.Key));
            if (lacking.Length > 0)
            {
                yield return new(
                    LookerErrorKind.InvalidArgument, guid, $"The client app '{guid}' is new, and the document does not say its {lacking}.");
            }
        }

        if (!hasRedirectUris && _missing.RedirectUri.Value is { Count: > 1 })
        {
            yield return new(
                LookerErrorKind.NotSupported,
                guid,
                $"The server takes one redirect URI for an app, and '{guid}' shall have several: that needs release {Operations.RedirectUrisSince} or later.");
        }
    }

    public IEnumerable<OAuthConfigurationStep> Steps()
    {
        string guid = _desired.ClientGuid;
        AppDifference difference = Properties();
        if (difference.Changes.Count > 0)
        {
            yield return new OAuthConfigurationStep(
                difference.Changes,
                guid,
                _actual is null
                    ? "Register OAuth client app"
                    : $"Update OAuth client app ({string.Join(", ", difference.Changes.Select(c => c.Property))})",
                secretName: null,
                (client, _, cancellationToken) => _actual is null
                    ? client.OAuthClientApps.RegisterAsync(guid, _missing, null, cancellationToken)
                    : client.OAuthClientApps.UpdateAsync(guid, _missing, null, cancellationToken));
        }

        foreach (OAuthConfigurationStep step in UserSteps())
        {
            yield return step;
        }
    }

    private AppDifference Properties()
    {
        AppDifference difference = new(Kind, _desired.ClientGuid, isNew: _actual is null);
        Note(_missing.RedirectUri.IsGiven, DocumentKeys.RedirectUri, Sorted(_actual?.RedirectUri), Sorted(_desired.RedirectUri));
        Note(_missing.DisplayName.IsGiven, DocumentKeys.DisplayName, _actual?.DisplayName, _desired.DisplayName);
        Note(_missing.Description.IsGiven, DocumentKeys.Description, Blank(_actual?.Description), Blank(_desired.Description.Value));
        Note(_missing.Enabled.IsGiven, DocumentKeys.Enabled, _actual?.Enabled, _desired.Enabled);
        Note(
            _missing.GroupId.IsGiven,
            DocumentKeys.Group,
            Blank(_actual?.GroupId) is { } groupId ? _groups.NameOf(groupId).ToString() : null,
            _desired.Group.Value?.ToString());
        return difference;

        void Note(bool isMissing, string property, object? actual, object? desired)
        {
            if (isMissing)
            {
                difference.Add(property, actual, desired);
            }
        }
    }

    private IEnumerable<OAuthConfigurationStep> UserSteps()
    {
        if (_desired.Users is not { } users)
        {
            yield break;
        }

        string guid = _desired.ClientGuid;
        // Several may be one: an address and an id of the same user.
        Dictionary<string, string> wanted = new(StringComparer.Ordinal);
        foreach (NameOrId user in users)
        {
            if (_users.IdOf(user, _lookups) is { } id)
            {
                wanted[id] = user.ToString();
            }
        }

        HashSet<string> active = ActiveUsers();
        foreach (KeyValuePair<string, string> user in wanted.Where(u => !active.Contains(u.Key)).OrderBy(u => u.Value, StringComparer.Ordinal))
        {
            yield return UserStep(
                OAuthConfigurationAction.Activate,
                user.Value,
                "Activate user for OAuth client app",
                (client, _, cancellationToken) => client.OAuthClientApps.ActivateUserAsync(guid, user.Key, cancellationToken));
        }

        foreach ((string id, string name) in active.Where(id => !wanted.ContainsKey(id))
            .Select(id => (id, _users.NameOf(id).ToString())).OrderBy(u => u.Item2, StringComparer.Ordinal))
        {
            yield return UserStep(
                OAuthConfigurationAction.Deactivate,
                name,
                "Deactivate user for OAuth client app",
                (client, _, cancellationToken) => client.OAuthClientApps.DeactivateUserAsync(guid, id, cancellationToken));
        }
    }

    private OAuthConfigurationStep UserStep(
        OAuthConfigurationAction action,
        string user,
        string description,
        Func<LookerClient, System.Security.SecureString?, System.Threading.CancellationToken, System.Threading.Tasks.Task> apply)
    {
        bool isActive = action == OAuthConfigurationAction.Deactivate;
        OAuthConfigurationChange change = new AppDifference(OAuthConfigurationKind.ClientAppUser, _desired.ClientGuid, isNew: false).Change(
            action, DocumentKeys.Users, isActive ? user : null, isActive ? null : user);
        return new OAuthConfigurationStep([change], $"{_desired.ClientGuid}, {user}", description, secretName: null, apply);
    }

    private HashSet<string> ActiveUsers()
    {
        if (_actual is { ActivatedUsers: null })
        {
            // "Exactly these" cannot be promised where nobody tells who else there is.
            _lookups.Add(new OAuthConfigurationObstacle(
                LookerErrorKind.NotSupported,
                _desired.ClientGuid,
                $"The server does not tell which users are activated for '{_desired.ClientGuid}': leave '{DocumentKeys.Users}' out of the document."));
        }

        return new HashSet<string>((_actual?.ActivatedUsers ?? []).Select(u => u.UserId).OfType<string>(), StringComparer.Ordinal);
    }

    private OAuthClientAppChanges Wanted()
    {
        Optional<string> groupId = default;
        if (_desired.Group.IsGiven)
        {
            groupId = _desired.Group.Value is { } group ? _groups.IdOf(group, _lookups) : null;
        }

        return new OAuthClientAppChanges
        {
            RedirectUri = _desired.RedirectUri is { } uris ? new Optional<IReadOnlyList<string>>(uris) : default,
            DisplayName = _desired.DisplayName is { } name ? name : default(Optional<string>),
            // Of a new app, nothing is left unsaid rather than said to be nothing.
            Description = _actual is null && Blank(_desired.Description.Value) is null ? default : _desired.Description,
            Enabled = _desired.Enabled is { } enabled ? new Optional<bool?>(enabled) : default,
            GroupId = _actual is null && groupId.Value is null ? default : groupId,
        };
    }

    private static string[]? Sorted(IReadOnlyList<string>? uris) =>
        uris is { Count: > 0 } ? [.. uris.OrderBy(u => u, StringComparer.Ordinal)] : null;

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
