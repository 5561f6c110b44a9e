using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>A connection to a database.</summary>
/// <param name="Name">Its key.</param>
/// <param name="OAuthApplicationId">The id of the external app that it logs in with; null for none.</param>
/// <param name="More">Further properties, passed on as the seed has them.</param>
internal sealed record ConnectionRow(string Name, string? OAuthApplicationId, IReadOnlyDictionary<string, JsonElement> More);
