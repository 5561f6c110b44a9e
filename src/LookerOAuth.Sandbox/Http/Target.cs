using System;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>What a request asks for: the path and the query exactly as sent, and the segments of the path unescaped once.</summary>
internal sealed class Target
{
    private Target(string path, string query)
    {
        Path = path;
        Query = query;
        Segments = [.. path.TrimStart('/').Length == path.Length - 1 ? path.Substring(1).Split('/').Select(Uri.UnescapeDataString) : []];
    }

    public string Path { get; }

    /// <summary>The query without its <c>?</c>.</summary>
    public string Query { get; }

    /// <summary>A <c>%2F</c> stays inside its segment. Empty for a path that does not begin with exactly one slash.</summary>
    public string[] Segments { get; }

    public static Target Parse(string rawUrl)
    {
        // A proxy sends the absolute form, "GET http://host/path".
        int scheme = rawUrl is ['/', ..] ? -1 : rawUrl.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            int path = rawUrl.IndexOf('/', scheme + 3);
            rawUrl = path < 0 ? "/" : rawUrl.Substring(path);
        }

        int question = rawUrl.IndexOf('?');
        return question < 0
            ? new Target(rawUrl, "")
            : new Target(rawUrl.Substring(0, question), rawUrl.Substring(question + 1));
    }
}
