using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>A group of users.</summary>
internal sealed record GroupRow
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }

    /// <summary>Who belongs to the group; never changed once the server runs.</summary>
    public HashSet<string> UserIds { get; init; } = [];

    /// <summary>Further properties of the API's Group, passed on as the seed has them.</summary>
    public IReadOnlyDictionary<string, JsonElement> More { get; init; } = new Dictionary<string, JsonElement>();
}
