using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Wildcards in identifiers: <c>*</c>, <c>?</c> and <c>[</c>, unless a backtick stands before them.</summary>
internal static class IdentifierPattern
{
    /// <summary>Whether a text has a wildcard that is not escaped.</summary>
    public static bool HasWildcards(string? text)
    {
        for (int i = 0; i < (text?.Length ?? 0); i++)
        {
            if (text![i] == '`')
            {
                i++;
            }
            else if (text[i] is '*' or '?' or '[')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A text without the backticks that escape wildcards; empty for null.</summary>
    public static string Unescape(string? text) => text is null ? "" : WildcardPattern.Unescape(text);

    /// <summary>A text that stands for itself.</summary>
    public static string Escape(string text) => WildcardPattern.Escape(text);

    /// <summary>What a pattern matches; case-insensitive.</summary>
    public static Func<string?, bool> Matcher(string pattern)
    {
        WildcardPattern wildcards = new(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return text => wildcards.IsMatch(text ?? "");
    }

    /// <summary>What any of several patterns matches; null for none.</summary>
    public static Func<string, bool>? Matcher(string[]? patterns)
    {
        if (patterns is not { Length: > 0 })
        {
            return null;
        }

        Func<string?, bool>[] matchers = Array.ConvertAll(patterns, Matcher);
        return text => Array.Exists(matchers, m => m(text));
    }
}
