using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>The embed domain allowlist of an instance: origins whose pages may send requests to Looker (CORS).</summary>
internal static class EmbedAllowlist
{
    private const string AnySubdomain = "*.";

    /// <summary>Whether an https origin is in the list. Entries are origins such as <c>https://app.example.com:8443</c>, also without the
    /// scheme, and may have <c>*.</c> before the domain for its subdomains.</summary>
    public static bool Contains(IEnumerable<string?> allowlist, string origin) => allowlist.OfType<string>().Any(e => Matches(e.Trim(), origin));

    private static bool Matches(string entry, string origin)
    {
        if (entry == "*")
        {
            return true;
        }

        string authority = origin.Substring(origin.IndexOf("://", StringComparison.Ordinal) + 3);
        int scheme = entry.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 && !origin.StartsWith(entry.Substring(0, scheme + 3), StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string allowed = (scheme < 0 ? entry : entry.Substring(scheme + 3)).TrimEnd('/');
        if (allowed.EndsWith(":443", StringComparison.Ordinal))
        {
            allowed = allowed.Substring(0, allowed.Length - ":443".Length);
        }

        return allowed.StartsWith(AnySubdomain, StringComparison.Ordinal)
            ? authority.EndsWith(allowed.Substring(1), StringComparison.OrdinalIgnoreCase)
            : string.Equals(authority, allowed, StringComparison.OrdinalIgnoreCase);
    }
}
