using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>AccessToken of the API, as login, login_user and /api/token answer it.</summary>
internal sealed class TokenResponse
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; set; }

    /// <summary>Seconds, normally 3600; a number as text, whether the server sends a number or a string.</summary>
    [JsonPropertyName("expires_in")]
    public string? ExpiresIn { get; set; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; set; }

    public AccessToken ToAccessToken(LookerRequest request, TimeProvider time)
    {
        if (string.IsNullOrEmpty(AccessToken) || AccessToken!.Any(c => c is <= ' ' or > '~'))
        {
            throw RequestFailure.NoToken(request);
        }

        // Without a lifetime, or with one that no clock can hold, only a 401 tells that the token has ended.
        TimeSpan? lifetime = double.TryParse(ExpiresIn, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
        return new AccessToken(AccessToken!, lifetime, time);
    }
}
