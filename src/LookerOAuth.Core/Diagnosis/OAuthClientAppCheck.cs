namespace LookerOAuth;

/// <summary>What a diagnosis looks at, in its order.</summary>
public enum OAuthClientAppCheck : long
{
    /// <summary>The guid is registered, and the caller may see it.</summary>
    Registered,

    /// <summary>The app is enabled.</summary>
    Enabled,

    /// <summary>The login's redirect URI equals a registered one exactly.</summary>
    RedirectUri,

    /// <summary>The redirect URIs are ones that a code can safely be sent to.</summary>
    RedirectScheme,

    /// <summary>The app's group is there, and the user is a direct member.</summary>
    Group,

    /// <summary>The user is there and enabled.</summary>
    User,

    /// <summary>The user has allowed the app, or will be asked.</summary>
    Activation,

    /// <summary>Tokens of the app are not refused by their date, or the user need not allow the app again.</summary>
    Tokens,

    /// <summary>Browsers may request tokens from the origins of the https redirect URIs.</summary>
    Cors,

    /// <summary>The server's release.</summary>
    Server,

    /// <summary>The address of the web page, where people log in.</summary>
    LookerUrl,
}

/// <summary>How a check ended.</summary>
public enum OAuthClientAppCheckResult : long
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>A login may work, but somebody should know this; or it cannot be determined.</summary>
    Warning,

    /// <summary>A login fails, or must not be trusted.</summary>
    Fail,
}
