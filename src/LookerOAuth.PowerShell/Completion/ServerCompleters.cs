namespace LookerOAuth;

/// <summary>Completes the guids of OAuth client apps.</summary>
public sealed class ClientGuidCompleter() : ServerCompleter<OAuthClientApp>(
    (client, ct) => client.OAuthClientApps.ListAsync(["client_guid", "display_name"], ct), app => (Wildcards.Escape(app.ClientGuid), app.DisplayName));

/// <summary>Completes the client ids of external OAuth apps.</summary>
public sealed class ClientIdCompleter() : ServerCompleter<ExternalOAuthApp>(
    (client, ct) => client.ExternalOAuthApps.ListAsync(cancellationToken: ct), app => (Wildcards.Escape(app.ClientId), app.Name));

/// <summary>Completes the ids (not the client ids) of external OAuth apps.</summary>
public sealed class ExternalOAuthAppIdCompleter() : ServerCompleter<ExternalOAuthApp>(
    (client, ct) => client.ExternalOAuthApps.ListAsync(cancellationToken: ct), app => (app.ExternalOAuthAppId, app.Name));

/// <summary>Completes the names of external OAuth apps, where wildcards are allowed.</summary>
public sealed class ExternalOAuthAppNameCompleter() : ServerCompleter<ExternalOAuthApp>(
    (client, ct) => client.ExternalOAuthApps.ListAsync(cancellationToken: ct), app => (Wildcards.Escape(app.Name), app.ClientId));

/// <summary>Completes the ids of groups.</summary>
public sealed class GroupIdCompleter() : ServerCompleter<Group>(
    (client, ct) => client.Directory.ListGroupsAsync(["id", "name"], ct), group => (group.GroupId, group.Name));

/// <summary>Completes the names of groups, where wildcards are allowed.</summary>
public sealed class GroupPatternCompleter() : ServerCompleter<Group>(
    (client, ct) => client.Directory.ListGroupsAsync(["id", "name"], ct), group => (Wildcards.Escape(group.Name), $"group {group.GroupId}"));

/// <summary>Completes the names of groups, as they are.</summary>
public sealed class GroupNameCompleter() : ServerCompleter<Group>(
    (client, ct) => client.Directory.ListGroupsAsync(["id", "name"], ct), group => (group.Name, $"group {group.GroupId}"));

/// <summary>Completes the e-mail addresses of users.</summary>
public sealed class UserEmailCompleter() : ServerCompleter<User>(
    (client, ct) => client.Directory.ListUsersAsync(["id", "display_name", "email"], ct), user => (user.Email, user.DisplayName));

/// <summary>Completes the ids of users.</summary>
public sealed class UserIdCompleter() : ServerCompleter<User>(
    (client, ct) => client.Directory.ListUsersAsync(["id", "display_name", "email"], ct), user => (user.UserId, user.DisplayName ?? user.Email));

/// <summary>Completes the names of users, where wildcards are allowed.</summary>
public sealed class UserNameCompleter() : ServerCompleter<User>(
    (client, ct) => client.Directory.ListUsersAsync(["id", "display_name", "email"], ct), user => (Wildcards.Escape(user.DisplayName), user.Email));
