using System.Security;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>The body of POST /api/token, for both grants. Never a client secret.</summary>
internal sealed class OAuthTokenRequest
{
    [JsonPropertyName("grant_type")]
    public required string GrantType { get; init; }

    [JsonPropertyName("client_id")]
    public required string ClientId { get; init; }

    [JsonPropertyName("redirect_uri")]
    public string? RedirectUri { get; init; }

    [JsonPropertyName("code")]
    public SecureString? Code { get; init; }

    [JsonPropertyName("code_verifier")]
    public SecureString? CodeVerifier { get; init; }

    [JsonPropertyName("refresh_token")]
    public SecureString? RefreshToken { get; init; }
}
