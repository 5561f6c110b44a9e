using System;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>What Looker takes for a redirect URI: an absolute one, of any scheme.</summary>
internal static class RedirectTarget
{
    public static bool IsValid(string uri)
    {
        int colon = uri.IndexOf(':');
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
            return Uri.TryCreate(uri, UriKind.Absolute, out Uri? web) && web.Host.Length > 0;
        }

        // "localhost:7777/callback" is a host without its scheme, though it reads like one.
        string rest = uri.Substring(colon + 1);
        int digits = rest.TakeWhile(c => c is >= '0' and <= '9').Count();
        return digits == 0 || (digits < rest.Length && rest[digits] != '/');
    }

    /// <summary>The address to send the browser to: further parameters come after those that the URI has.</summary>
    public static string With(string uri, params (string Name, string? Value)[] parameters)
    {
        string query = string.Join("&", parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        int hash = uri.IndexOf('#');
        string fragment = hash < 0 ? "" : uri.Substring(hash);
        string address = hash < 0 ? uri : uri.Substring(0, hash);
        string separator = address.IndexOf('?') < 0 ? "?" : address[address.Length - 1] is '?' or '&' ? "" : "&";
        return address + separator + query + fragment;
    }

    private static bool IsAsciiLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
