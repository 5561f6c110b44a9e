using System.Net.Http;

namespace LookerOAuth;

/// <summary>The operations that this library sends, with what the vendor's reference (API 4.0) says about each.</summary>
internal static class Operations
{
    /// <summary>The release that brought several redirect URIs for one app: not an operation, but a property with a release of its own.</summary>
    public const string RedirectUrisSince = "26.22";

    private const string Admin = "Admin";

    /// <summary>PATCH, for which .NET Standard has no constant.</summary>
    private static readonly HttpMethod Patch = new("PATCH");

    // Session
    public static readonly LookerOperation Login = new("login", HttpMethod.Post) { Login = LookerLogin.None, IsLogin = true, OpensSession = true };
    public static readonly LookerOperation LoginUser = new("login_user", HttpMethod.Post) { Role = Admin, OpensSession = true };
    public static readonly LookerOperation Logout = new("logout", HttpMethod.Delete);
    // A code works once, and a refresh token may: a second request would fail because of the first.
    public static readonly LookerOperation Token = new("OAuth token", HttpMethod.Post)
    {
        Login = LookerLogin.None,
        IsLogin = true,
        OpensSession = true,
        IsUnversioned = true,
        Creates = true,
    };
    public static readonly LookerOperation Versions = new("versions", HttpMethod.Get) { Login = LookerLogin.Optional };
    public static readonly LookerOperation Alive = new("alive", HttpMethod.Get) { Login = LookerLogin.None, IsUnversioned = true };
    public static readonly LookerOperation GetSetting = new("get_setting", HttpMethod.Get);
    public static readonly LookerOperation Me = new("me", HttpMethod.Get);

    // OAuth client apps
    public static readonly LookerOperation AllOAuthClientApps = new("all_oauth_client_apps", HttpMethod.Get);
    public static readonly LookerOperation OAuthClientApp = new("oauth_client_app", HttpMethod.Get);
    public static readonly LookerOperation RegisterOAuthClientApp = new("register_oauth_client_app", HttpMethod.Post)
    {
        Role = Admin,
        Creates = true,
        ChangesClientApps = true,
    };
    public static readonly LookerOperation UpdateOAuthClientApp = new("update_oauth_client_app", Patch) { Role = Admin, ChangesClientApps = true };
    public static readonly LookerOperation DeleteOAuthClientApp = new("delete_oauth_client_app", HttpMethod.Delete) { Role = Admin, ChangesClientApps = true };
    public static readonly LookerOperation InvalidateTokens = new("invalidate_tokens", HttpMethod.Delete)
    {
        Role = Admin,
        IsBeta = true,
        ChangesClientApps = true,
    };
    // Activating a user who is active already is a success.
    public static readonly LookerOperation ActivateAppUser = new("activate_app_user", HttpMethod.Post) { IsBeta = true };
    public static readonly LookerOperation DeactivateAppUser = new("deactivate_app_user", HttpMethod.Delete) { IsBeta = true };

    // External OAuth applications
    public static readonly LookerOperation AllExternalOAuthApplications = new("all_external_oauth_applications", HttpMethod.Get)
    {
        IsBeta = true,
        Since = "7.20",
    };
    public static readonly LookerOperation CreateExternalOAuthApplication = new("create_external_oauth_application", HttpMethod.Post)
    {
        Role = Admin,
        IsBeta = true,
        Since = "7.20",
        Creates = true,
    };
    public static readonly LookerOperation UpdateExternalOAuthApplication = new("update_external_oauth_application", Patch)
    {
        Role = Admin,
        IsBeta = true,
        Since = "24.14",
    };
    public static readonly LookerOperation DeleteExternalOAuthApplication = new("delete_external_oauth_application", HttpMethod.Delete)
    {
        Role = Admin,
        IsBeta = true,
        Since = "26.0",
    };
    public static readonly LookerOperation CreateOAuthApplicationUserState = new("create_oauth_application_user_state", HttpMethod.Post)
    {
        Role = Admin,
        IsBeta = true,
        Since = "21.6",
        Creates = true,
    };
    public static readonly LookerOperation AllConnections = new("all_connections", HttpMethod.Get);

    // Groups and users
    public static readonly LookerOperation AllGroups = new("all_groups", HttpMethod.Get);
    public static readonly LookerOperation Group = new("group", HttpMethod.Get);
    public static readonly LookerOperation SearchGroups = new("search_groups", HttpMethod.Get);
    public static readonly LookerOperation AllUsers = new("all_users", HttpMethod.Get);
    public static readonly LookerOperation User = new("user", HttpMethod.Get);
    public static readonly LookerOperation SearchUsers = new("search_users", HttpMethod.Get);

    // API keys of users
    public static readonly LookerOperation AllUserCredentialsApi3s = new("all_user_credentials_api3s", HttpMethod.Get);
    public static readonly LookerOperation CreateUserCredentialsApi3 = new("create_user_credentials_api3", HttpMethod.Post) { Creates = true };
    public static readonly LookerOperation UserCredentialsApi3 = new("user_credentials_api3", HttpMethod.Get);
    public static readonly LookerOperation UpdateUserCredentialsApi3 = new("update_user_credentials_api3", Patch);
    public static readonly LookerOperation DeleteUserCredentialsApi3 = new("delete_user_credentials_api3", HttpMethod.Delete);
}
