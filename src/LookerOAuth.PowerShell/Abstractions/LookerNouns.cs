namespace LookerOAuth;

/// <summary>The nouns of the cmdlets.</summary>
internal static class LookerNouns
{
    public const string Looker = "Looker";
    public const string AccessToken = "LookerAccessToken";
    public const string Connection = "LookerConnection";
    public const string OAuthClientApp = "LookerOAuthClientApp";
    public const string OAuthClientAppToken = "LookerOAuthClientAppToken";
    public const string OAuthClientAppUser = "LookerOAuthClientAppUser";
    public const string ExternalOAuthApp = "LookerExternalOAuthApp";
    public const string ExternalOAuthUserState = "LookerExternalOAuthUserState";
    public const string Group = "LookerGroup";
    public const string User = "LookerUser";
    public const string ApiKey = "LookerApiKey";
    public const string Api = "LookerApi";
    public const string Sandbox = "LookerSandbox";
    public const string SandboxFault = "LookerSandboxFault";
    public const string Configuration = "LookerOAuthConfiguration";
    public const string Markdown = "LookerMarkdown";
}
