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

/// <summary>What create_oauth_application_user_state writes.</summary>
public sealed record ExternalOAuthUserStateCreation
{
    /// <summary>The external app's id.</summary>
    public required string ExternalOAuthAppId { get; init; }

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The token at the database.</summary>
    public required SecureString AccessToken { get; init; }

    /// <summary>When that token ends (sent as UTC).</summary>
    public required DateTimeOffset AccessTokenExpiresAt { get; init; }

    /// <summary>The token that renews it; null for none.</summary>
    public SecureString? RefreshToken { get; init; }

    /// <summary>When the refresh token ends (sent as UTC); null where it does not.</summary>
    public DateTimeOffset? RefreshTokenExpiresAt { get; init; }
}

/// <summary>The body of create_oauth_application_user_state.</summary>
internal sealed class ExternalOAuthUserStateBody
{
    public ExternalOAuthUserStateBody(ExternalOAuthUserStateCreation state)
    {
        UserId = state.UserId;
        ApplicationId = state.ExternalOAuthAppId;
        AccessToken = state.AccessToken;
        AccessTokenExpiresAt = state.AccessTokenExpiresAt;
        RefreshToken = state.RefreshToken;
        RefreshTokenExpiresAt = state.RefreshTokenExpiresAt;
    }

    [JsonPropertyName("user_id")]
    public string UserId { get; }

    [JsonPropertyName("oauth_application_id")]
    public string ApplicationId { get; }

    [JsonPropertyName("access_token")]
    [JsonConverter(typeof(SecureStringConverter))]
    public SecureString AccessToken { get; }

    [JsonPropertyName("access_token_expires_at")]
    public DateTimeOffset? AccessTokenExpiresAt { get; }

    [JsonPropertyName("refresh_token")]
    [JsonConverter(typeof(SecureStringConverter))]
    public SecureString? RefreshToken { get; }

    [JsonPropertyName("refresh_token_expires_at")]
    public DateTimeOffset? RefreshTokenExpiresAt { get; }
}
