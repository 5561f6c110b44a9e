using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A request as it reached the transport, with its body as text; null for an empty one.</summary>
internal sealed record SentRequest(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string? ContentType, string? Body)
{
    public static async Task<SentRequest> OfAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        new(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
            request.Content?.Headers.ContentType?.ToString(),
            request.Content is not null && await request.Content.ReadAsStringAsync(cancellationToken) is { Length: > 0 } body ? body : null);

    /// <summary>The path below /api/4.0, still escaped, with its query; the whole path where it is elsewhere.</summary>
    public string Target => Uri.PathAndQuery.StartsWith("/api/4.0/", StringComparison.Ordinal) ? Uri.PathAndQuery[9..] : Uri.PathAndQuery;

    /// <summary>Method and target: "GET oauth_client_apps/a?fields=b".</summary>
    public string Line => $"{Method} {Target}";

    public string? Authorization => Headers.GetValueOrDefault("Authorization");

    public JsonElement Json => JsonElement.Parse(Body ?? throw new InvalidOperationException($"{Line} had no body."));

    /// <summary>The names of the properties of the JSON body, in order.</summary>
    public string[] Keys => [.. Json.EnumerateObject().Select(p => p.Name)];

    public override string ToString() => Line;
}
