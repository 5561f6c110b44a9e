using System;
using System.Security;

namespace LookerOAuth;

/// <summary>A token of the connected user, for other programs. Its text shows no secret.</summary>
public sealed class LookerAccessToken : LookerResource
{
    /// <summary>The least remaining lifetime of a token that is returned.</summary>
    internal static readonly TimeSpan LeastLifetime = TimeSpan.FromMinutes(1);

    /// <summary>A token that was never handed out, for mocks.</summary>
    private LookerAccessToken()
    {
        Token = new SecureString();
    }

    internal LookerAccessToken(SecureString token, DateTimeOffset? expiresAt)
    {
        Token = token;
        ExpiresAt = expiresAt;
    }

    /// <summary>The token itself.</summary>
    public SecureString Token { get; private set; }

    /// <summary>The word that stands before it in the header <c>Authorization</c>.</summary>
    public string TokenType { get; private set; } = "Bearer";

    /// <summary>When it expires (UTC); null if that is unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => ExpiresAt is { } end ? $"{TokenType} token until {end:u}" : $"{TokenType} token";
}
