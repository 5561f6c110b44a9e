using System;

namespace LookerOAuth.Sandbox;

/// <summary>A user's login to a client app: a refresh token and the access tokens that came with it. They end together.</summary>
internal sealed class AppGrant(string clientGuid, string userId, string refreshToken, DateTimeOffset expiresAt)
{
    private volatile bool _revoked;

    public string ClientGuid { get; } = clientGuid;

    public string UserId { get; } = userId;

    public string RefreshToken { get; } = refreshToken;

    /// <summary>When the refresh token expires, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public bool IsRevoked => _revoked;

    public void Revoke() => _revoked = true;
}
