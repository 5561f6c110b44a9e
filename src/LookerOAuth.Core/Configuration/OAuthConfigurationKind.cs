namespace LookerOAuth;

/// <summary>What a change is about.</summary>
public enum OAuthConfigurationKind : long
{
    /// <summary>An OAuth client app.</summary>
    ClientApp,

    /// <summary>A user's activation for a client app.</summary>
    ClientAppUser,

    /// <summary>An external OAuth app.</summary>
    ExternalApp,
}
