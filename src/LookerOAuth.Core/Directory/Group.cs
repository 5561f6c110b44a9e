using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>A group of users (Group of the API).</summary>
public sealed class Group : LookerResource
{
    /// <summary>The group's id.</summary>
    [JsonPropertyName("id")]
    public string? GroupId { get; set; }

    /// <summary>The group's name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>How many users are in it; null if the server did not say.</summary>
    [JsonPropertyName("user_count")]
    public int? UserCount { get; set; }

    /// <summary>Whether another system decides who is in it; null if the server did not say.</summary>
    [JsonPropertyName("externally_managed")]
    public bool? ExternallyManaged { get; set; }

    /// <summary>The group's id in that other system; null for none.</summary>
    [JsonPropertyName("external_group_id")]
    public string? ExternalGroupId { get; set; }

    /// <summary>What the caller may do with it; null if the server did not say.</summary>
    [JsonPropertyName("can")]
    public IReadOnlyDictionary<string, bool>? Can { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? GroupId ?? "";

    /// <summary>Leaves these fields and the id, as if nothing else had been asked for.</summary>
    /// <param name="fields">The fields in the API's spelling; null or none for all.</param>
    internal void Keep(IReadOnlyCollection<string>? fields) => Keep(LookerJson.Default.Group, "id", fields);
}
