using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>A user of the instance (User of the API, without its credentials).</summary>
public sealed class User : LookerResource
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

    /// <summary>The e-mail address; null if the server sent none.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; set; }

    /// <summary>Whether the user may not log in; null if the server did not say.</summary>
    [JsonPropertyName("is_disabled")]
    public bool? IsDisabled { get; set; }

    /// <summary>The ids of the groups that the user is in; null if the server sent none.</summary>
    [JsonPropertyName("group_ids")]
    public IReadOnlyList<string>? GroupIds
    {
        get;
        set => field = DisplayList<string>.Of(value);
    }

    /// <summary>The ids of the user's roles; null if the server sent none.</summary>
    [JsonPropertyName("role_ids")]
    public IReadOnlyList<string>? RoleIds
    {
        get;
        set => field = DisplayList<string>.Of(value);
    }

    /// <summary>What the caller may do with the user; null if the server did not say.</summary>
    [JsonPropertyName("can")]
    public IReadOnlyDictionary<string, bool>? Can { get; set; }

    /// <inheritdoc/>
    public override string ToString() => DisplayName is { Length: > 0 } name ? name : Email ?? UserId ?? "";

    /// <summary>Leaves these fields and the id, as if nothing else had been asked for.</summary>
    /// <param name="fields">The fields in the API's spelling; null or none for all.</param>
    internal void Keep(IReadOnlyCollection<string>? fields) => Keep(LookerJson.Default.User, "id", fields);
}
