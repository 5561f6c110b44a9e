using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>What Looker shows of a user to others (UserPublic of the API).</summary>
public sealed class ActivatedUser : LookerResource
{
    /// <summary>The user's id.</summary>
    [JsonPropertyName("id")]
    public string? UserId { get; set; }

    /// <summary>First and last name; null if the server sent none.</summary>
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; set; }

    /// <summary>The first name; null if the server sent none.</summary>
    [JsonPropertyName("first_name")]
    public string? FirstName { get; set; }

    /// <summary>The last name; null if the server sent none.</summary>
    [JsonPropertyName("last_name")]
    public string? LastName { get; set; }

    /// <summary>The address of the user's picture; null if the server sent none.</summary>
    [JsonPropertyName("avatar_url")]
    public string? AvatarUrl { get; set; }

    /// <summary>The address of the user in the API; null if the caller may not see it.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; set; }

    /// <summary>What the caller may do with the user; null if the server did not say.</summary>
    [JsonPropertyName("can")]
    public IReadOnlyDictionary<string, bool>? Can { get; set; }

    /// <inheritdoc/>
    public override string ToString() => DisplayName is { Length: > 0 } name ? $"{name} ({UserId})" : UserId ?? "";
}
