using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace LookerOAuth.Sandbox;

/// <summary>Every access token, refresh token and code that was issued and may still count.</summary>
internal sealed class TokenStore(TimeProvider time, TimeSpan lifetime)
{
    // A code is redeemed within seconds; a refresh token lives a month.
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AppGrant> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);

    /// <summary>What <c>expires_in</c> says of a new access token, in seconds.</summary>
    public long LifetimeSeconds => (long)lifetime.TotalSeconds;

    public string IssueAccessToken(string userId, string? sudoUserId = null, AppGrant? grant = null)
    {
        string token = NewToken();
        _sessions[token] = new Session(userId, time.GetUtcNow() + lifetime) { SudoUserId = sudoUserId, Grant = grant };
        return token;
    }

    public string IssueCode(string clientGuid, string userId, string redirectUri, string challenge)
    {
        string code = NewToken();
        _codes[code] = new AuthorizationCode(clientGuid, userId, redirectUri, challenge, time.GetUtcNow() + CodeLifetime);
        return code;
    }

    public AppGrant IssueGrant(string clientGuid, string userId)
    {
        AppGrant grant = new AppGrant(clientGuid, userId, NewToken(), time.GetUtcNow() + RefreshTokenLifetime);
        _grants[grant.RefreshToken] = grant;
        return grant;
    }

    /// <summary>The session of a token, live or not; null when it was never issued or was logged out.</summary>
    public Session? FindSession(string token) => _sessions.TryGetValue(token, out Session? session) ? session : null;

    public bool IsLive(Session session) => session.IsLive(time.GetUtcNow());

    /// <summary>The consent behind a code, which counts once; null when it is unknown, used or expired.</summary>
    public AuthorizationCode? RedeemCode(string code) =>
        _codes.TryRemove(code, out AuthorizationCode? consent) && time.GetUtcNow() < consent.ExpiresAt ? consent : null;

    /// <summary>The login behind a refresh token; null when it is unknown, revoked or over.</summary>
    public AppGrant? FindGrant(string refreshToken) =>
        _grants.TryGetValue(refreshToken, out AppGrant? grant) && !grant.IsRevoked && time.GetUtcNow() < grant.ExpiresAt ? grant : null;

    /// <summary>Ends a token, and with a token of a client app its whole login.</summary>
    public void LogOut(string token)
    {
        if (_sessions.TryRemove(token, out Session? session) && session.Grant is { } grant)
        {
            Revoke(grant);
        }
    }

    /// <summary>Ends all logins to an app; with a user id only that user's.</summary>
    public void RevokeApp(string clientGuid, string? userId = null)
    {
        foreach (KeyValuePair<string, AuthorizationCode> code in _codes)
        {
            if (code.Value.ClientGuid == clientGuid && (userId is null || code.Value.UserId == userId))
            {
                _ = _codes.TryRemove(code.Key, out _);
            }
        }

        foreach (KeyValuePair<string, AppGrant> grant in _grants)
        {
            if (grant.Value.ClientGuid == clientGuid && (userId is null || grant.Value.UserId == userId))
            {
                Revoke(grant.Value);
            }
        }
    }

    /// <summary>Makes every access token an expired one. Refresh tokens go on.</summary>
    public void ExpireAccessTokens()
    {
        foreach (KeyValuePair<string, Session> session in _sessions)
        {
            session.Value.Expire();
        }
    }

    private static string NewToken()
    {
        byte[] bytes = new byte[30];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }

        return Base64Url.Encode(bytes);
    }

    private void Revoke(AppGrant grant)
    {
        grant.Revoke();
        _ = _grants.TryRemove(grant.RefreshToken, out _);
    }
}
