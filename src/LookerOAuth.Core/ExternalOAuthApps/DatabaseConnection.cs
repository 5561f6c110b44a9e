using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>A database connection of the instance, as far as it concerns external apps.</summary>
public sealed class DatabaseConnection
{
    /// <summary>The connection's name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>The id of the external app that it logs in with; null for none.</summary>
    [JsonPropertyName("oauth_application_id")]
    public string? ExternalOAuthAppId { get; set; }
}
