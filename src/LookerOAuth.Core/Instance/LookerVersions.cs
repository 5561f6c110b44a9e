using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>What an instance says about itself without a login (ApiVersion of the API).</summary>
public sealed class LookerVersions
{
    /// <summary>The release, such as "26.22.9"; null if the server did not say.</summary>
    [JsonPropertyName("looker_release_version")]
    public string? ReleaseVersion { get; init; }

    /// <summary>The API's address as the server knows it; null if it did not say.</summary>
    [JsonPropertyName("api_server_url")]
    public string? ApiUrl { get; init; }

    /// <summary>The web page's address as the server knows it; null if it did not say.</summary>
    [JsonPropertyName("web_server_url")]
    public string? LookerUrl { get; init; }
}
