using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>A group of users (Group of the API).</summary>
public sealed class Group : LookerResource
{
    /// <summary>The group's id.</summary>
    [JsonPropertyName("id")]
    public string? GroupId { get; init; }

    /// <summary>The group's name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>How many users are in it; null where the server did not say.</summary>
    [JsonPropertyName("user_count")]
    public int? UserCount { get; init; }

    /// <summary>Whether another system decides who is in it; null where the server did not say.</summary>
    [JsonPropertyName("externally_managed")]
    public bool? ExternallyManaged { get; init; }

    /// <summary>The group's id in that other system; null for none.</summary>
    [JsonPropertyName("external_group_id")]
    public string? ExternalGroupId { get; init; }

    /// <summary>What the caller may do with it; null where the server did not say.</summary>
    [JsonPropertyName("can")]
    public IReadOnlyDictionary<string, bool>? Can { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? GroupId ?? "";
}
