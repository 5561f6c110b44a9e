using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>Settings of an instance (Setting of the API), as far as OAuth needs them.</summary>
public sealed class LookerSetting
{
    /// <summary>The settings of embedding; null if the server sent none.</summary>
    [JsonPropertyName("embed_config")]
    public LookerEmbedConfig? EmbedConfig { get; init; }
}

/// <summary>Settings of embedding (EmbedConfig of the API).</summary>
public sealed class LookerEmbedConfig
{
    /// <summary>The origins whose pages may send requests to Looker; null if the server sent none.</summary>
    [JsonPropertyName("domain_allowlist")]
    public IReadOnlyList<string>? DomainAllowlist { get; init; }
}
