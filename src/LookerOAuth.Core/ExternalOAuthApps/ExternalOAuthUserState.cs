using System;
using System.Security;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>A user's login at an external app, as far as Looker tells of it: it cannot be read or changed later.</summary>
public sealed class ExternalOAuthUserState : LookerResource
{
    /// <summary>The user's id.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }

    /// <summary>The external app's id.</summary>
    [JsonPropertyName("oauth_application_id")]
    public string? ExternalOAuthAppId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"user {UserId} at {ExternalOAuthAppId}";
}

/// <summary>What create_oauth_application_user_state writes: its body.</summary>
public sealed record ExternalOAuthUserStateCreation
{
    /// <summary>The user's id.</summary>
    [JsonPropertyName("user_id")]
    public required string UserId { get; init; }

    /// <summary>The external app's id.</summary>
    [JsonPropertyName("oauth_application_id")]
    public required string ExternalOAuthAppId { get; init; }

    /// <summary>The token at the database.</summary>
    [JsonPropertyName("access_token")]
    public required SecureString AccessToken { get; init; }

    /// <summary>When that token expires (sent as UTC).</summary>
    [JsonPropertyName("access_token_expires_at")]
    public required DateTimeOffset AccessTokenExpiresAt
    {
        get;
        init => field = value.ToUniversalTime();
    }

    /// <summary>The token that renews it; null for none.</summary>
    [JsonPropertyName("refresh_token")]
    public SecureString? RefreshToken { get; init; }

    /// <summary>When the refresh token expires (sent as UTC); null if it does not.</summary>
    [JsonPropertyName("refresh_token_expires_at")]
    public DateTimeOffset? RefreshTokenExpiresAt { get; init; }
}
