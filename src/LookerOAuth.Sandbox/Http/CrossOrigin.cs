using System;
using System.Linq;
using System.Net;

namespace LookerOAuth.Sandbox;

/// <summary>What browsers want to know before they let a page use the response of another origin (CORS). The embed allowlist decides.</summary>
internal sealed class CrossOrigin(LookerState state)
{
    /// <summary>The origin of the page that sends the request, if it is let in; else null, and the browser withholds the response.</summary>
    public string? Admit(HttpListenerRequest request) =>
        request.Headers["Origin"] is { } origin && state.EmbedDomainAllowlist.Any(entry => Matches(OriginOf(entry), origin)) ? origin : null;

    /// <summary>Whether a browser asks in advance. It does before any request with JSON or a token.</summary>
    public static bool IsPreflight(HttpListenerRequest request) =>
        request.HttpMethod == "OPTIONS" && request.Headers["Access-Control-Request-Method"] is not null;

    /// <summary>An entry as browsers write origins: with a scheme, and without a slash or the scheme's own port.</summary>
    private static string OriginOf(string entry)
    {
        string trimmed = entry.Trim().TrimEnd('/');
        string origin = trimmed.Contains("://") ? trimmed : "https://" + trimmed;
        const string Port = ":443";
        return origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && origin.EndsWith(Port, StringComparison.Ordinal)
            ? origin.Substring(0, origin.Length - Port.Length)
            : origin;
    }

    /// <summary>Compares an origin with an entry, in which a <c>*</c> may stand for subdomains.</summary>
    private static bool Matches(string entry, string origin)
    {
        int star = entry.IndexOf('*');
        return star < 0
            ? entry.Equals(origin, StringComparison.OrdinalIgnoreCase)
            : origin.Length >= entry.Length
                && origin.StartsWith(entry.Substring(0, star), StringComparison.OrdinalIgnoreCase)
                && origin.EndsWith(entry.Substring(star + 1), StringComparison.OrdinalIgnoreCase);
    }
}
