namespace LookerOAuth;

/// <summary>How a connection logged in.</summary>
public enum LookerAuthenticationType : long
{
    /// <summary>A user's API key.</summary>
    ApiKey,

    /// <summary>A token from elsewhere.</summary>
    AccessToken,

    /// <summary>A person's OAuth login (PKCE).</summary>
    OAuth,
}
