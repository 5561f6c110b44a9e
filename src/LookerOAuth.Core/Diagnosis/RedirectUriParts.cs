using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>A redirect URI cut into parts without changing a character, which System.Uri would.</summary>
internal sealed record RedirectUriParts(string Scheme, string Host, string Port, string Path, string Query, string Fragment)
{
    public static RedirectUriParts Of(string uri)
    {
        (string beforeFragment, string fragment) = Cut(uri, uri.IndexOf('#'));
        (string beforeQuery, string query) = Cut(beforeFragment, beforeFragment.IndexOf('?'));
        int colon = beforeQuery.IndexOf(':');
        string scheme = colon > 0 ? beforeQuery.Substring(0, colon) : "";
        string rest = colon > 0 ? beforeQuery.Substring(colon + 1) : beforeQuery;
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return new RedirectUriParts(scheme, "", "", rest, query, fragment);
        }

        (string authority, string path) = Cut(rest.Substring(2), rest.IndexOf('/', 2) is var slash && slash < 0 ? -1 : slash - 2);
        int portColon = authority.LastIndexOf(':');
        // The colons of [::1] are no port's.
        bool hasPort = portColon > authority.LastIndexOf(']');
        return new RedirectUriParts(
            scheme,
            hasPort ? authority.Substring(0, portColon) : authority,
            hasPort ? authority.Substring(portColon + 1) : "",
            path,
            query,
            fragment);
    }

    /// <summary>The origin that a browser states for a page at an https URI: lower case, without a default port. Null for other URIs.</summary>
    public static string? OriginOf(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Scheme == Uri.UriSchemeHttps && parsed.Host.Length > 0
            ? parsed.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : null;

    /// <summary>Of several URIs the one that is nearest to another: the fewest characters to change.</summary>
    public static string Nearest(string uri, IEnumerable<string> registered) =>
        registered.OrderBy(r => Distance(uri, r)).ThenBy(r => r, StringComparer.Ordinal).First();

    /// <summary>Where a URI differs from a registered one, in words that follow its name.</summary>
    public static string Difference(string given, string registered)
    {
        int position = 0;
        while (position < given.Length && position < registered.Length && given[position] == registered[position])
        {
            position++;
        }

        return $"{WhatDiffers(given, registered)}, at position {position + 1}";
    }

    private static string WhatDiffers(string given, string registered)
    {
        if (given == registered + "/" || given + "/" == registered)
        {
            return given.Length > registered.Length ? "has an extra trailing slash" : "lacks the trailing slash";
        }

        if (string.Equals(given, registered, StringComparison.OrdinalIgnoreCase))
        {
            return "differs in upper and lower case";
        }

        RedirectUriParts left = Of(given);
        RedirectUriParts right = Of(registered);
        (string Name, string Given, string Registered)[] parts =
        [
            ("scheme", left.Scheme, right.Scheme),
            ("host", left.Host, right.Host),
            ("port", left.Port, right.Port),
            ("path", left.Path, right.Path),
            ("query", left.Query, right.Query),
            ("fragment", left.Fragment, right.Fragment),
        ];
        return "differs in " + string.Join(" and ", parts
            .Where(p => p.Given != p.Registered)
            .Select(p => $"the {p.Name} ({Quoted(p.Given)} instead of {Quoted(p.Registered)})"));
    }

    private static string Quoted(string part) => part.Length == 0 ? "none" : $"'{part}'";

    private static (string Before, string From) Cut(string text, int index) =>
        index < 0 ? (text, "") : (text.Substring(0, index), text.Substring(index));

    /// <summary>Levenshtein's distance, row by row.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
