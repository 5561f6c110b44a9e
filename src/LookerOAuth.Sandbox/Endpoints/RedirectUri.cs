using System;
using System.Linq;

namespace LookerOAuth.Sandbox.Endpoints;

/// <summary>What Looker takes for a redirect URI: an absolute one, of any scheme.</summary>
internal static class RedirectUri
{
    public static bool IsValid(string uri)
    {
        var colon = uri.IndexOf(':');
        if (colon < 1 || colon == uri.Length - 1 || uri.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return false;
        }

        if (!IsAsciiLetter(uri[0]) || !uri.Take(colon).All(c => IsAsciiLetter(c) || c is (>= '0' and <= '9') or '+' or '-' or '.'))
        {
            return false;
        }

        if (uri.Substring(0, colon).ToUpperInvariant() is "HTTP" or "HTTPS")
        {
            return Uri.TryCreate(uri, UriKind.Absolute, out var web) && web.Host.Length > 0;
        }

        // "localhost:7777/callback" is a host without its scheme, though it reads like one.
        var rest = uri.Substring(colon + 1);
        var digits = rest.TakeWhile(c => c is >= '0' and <= '9').Count();
        return digits == 0 || (digits < rest.Length && rest[digits] != '/');
    }

    /// <summary>The address to send the browser to: further parameters come after those that the URI has.</summary>
    public static string With(string uri, params (string Name, string? Value)[] parameters)
    {
        var query = string.Join("&", parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        var hash = uri.IndexOf('#');
        var fragment = hash < 0 ? "" : uri.Substring(hash);
        var address = hash < 0 ? uri : uri.Substring(0, hash);
        var separator = address.IndexOf('?') < 0 ? "?" : address[address.Length - 1] is '?' or '&' ? "" : "&";
        return address + separator + query + fragment;
    }

    private static bool IsAsciiLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
