namespace LookerOAuth;

/// <summary>The operations that this library sends, with the release that brought each where older ones are in use.</summary>
internal static class Operations
{
    public static readonly LookerOperation Login = new("login");
    public static readonly LookerOperation LoginUser = new("login_user");
    public static readonly LookerOperation Logout = new("logout");
    public static readonly LookerOperation Token = new("OAuth token");
    public static readonly LookerOperation Me = new("me");
    public static readonly LookerOperation Versions = new("versions");
    public static readonly LookerOperation Session = new("session");
    public static readonly LookerOperation UpdateSession = new("update_session");
    public static readonly LookerOperation GetSetting = new("get_setting");

    public static readonly LookerOperation AllOAuthClientApps = new("all_oauth_client_apps");
    public static readonly LookerOperation OAuthClientApp = new("oauth_client_app");
    public static readonly LookerOperation RegisterOAuthClientApp = new("register_oauth_client_app");
    public static readonly LookerOperation UpdateOAuthClientApp = new("update_oauth_client_app");
    public static readonly LookerOperation DeleteOAuthClientApp = new("delete_oauth_client_app");
    public static readonly LookerOperation InvalidateTokens = new("invalidate_tokens");
    public static readonly LookerOperation ActivateAppUser = new("activate_app_user");
    public static readonly LookerOperation DeactivateAppUser = new("deactivate_app_user");

    public static readonly LookerOperation AllExternalOAuthApplications = new("all_external_oauth_applications", "7.20");
    public static readonly LookerOperation CreateExternalOAuthApplication = new("create_external_oauth_application", "7.20");
    public static readonly LookerOperation UpdateExternalOAuthApplication = new("update_external_oauth_application", "24.14");
    public static readonly LookerOperation DeleteExternalOAuthApplication = new("delete_external_oauth_application", "26.0");
    public static readonly LookerOperation CreateOAuthApplicationUserState = new("create_oauth_application_user_state", "21.6");

    public static readonly LookerOperation SearchGroups = new("search_groups");
    public static readonly LookerOperation Group = new("group");
    public static readonly LookerOperation AllGroups = new("all_groups");
    public static readonly LookerOperation SearchUsers = new("search_users");
    public static readonly LookerOperation User = new("user");
    public static readonly LookerOperation AllUsers = new("all_users");
    public static readonly LookerOperation AllConnections = new("all_connections");

    /// <summary>Several redirect URIs for one app; not an operation, but a property that has a release of its own.</summary>
    public const string RedirectUrisSince = "26.22";
}
