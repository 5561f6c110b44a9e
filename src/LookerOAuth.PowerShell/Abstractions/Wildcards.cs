using System;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Wildcards in parameters: <c>*</c>, <c>?</c> and <c>[</c>, unless a backtick stands before them. All matching is case-insensitive.</summary>
internal static class Wildcards
{
    /// <summary>Whether a text has a wildcard that is not escaped.</summary>
    public static bool AreIn(string? text)
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

    /// <summary>A text with backticks before its wildcards, so that it matches itself alone; empty for null.</summary>
    public static string Escape(string? text) => text is null ? "" : WildcardPattern.Escape(text);

    /// <summary>What a pattern matches.</summary>
    /// <exception cref="LookerApiException">The pattern is not valid.</exception>
    public static Func<string?, bool> Matcher(string pattern)
    {
        WildcardPattern wildcards = Parse(pattern);
        return text => wildcards.IsMatch(text ?? "");
    }

    /// <summary>What any of several patterns matches; null if there is none.</summary>
    /// <exception cref="LookerApiException">A pattern is not valid.</exception>
    public static Func<string, bool>? Matcher(string[]? patterns)
    {
        WildcardPattern[] wildcards = [.. (patterns ?? []).Where(p => !string.IsNullOrWhiteSpace(p)).Select(Parse)];
        return wildcards.Length == 0 ? null : text => Array.Exists(wildcards, w => w.IsMatch(text));
    }

    private static WildcardPattern Parse(string pattern)
    {
        WildcardPattern parsed = new(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // A pattern is read when it is used for the first time.
            _ = parsed.IsMatch("");
            return parsed;
        }
        catch (WildcardPatternException e)
        {
            throw new LookerApiException(LookerErrorKind.InvalidArgument, Strings.NoWildcard.With(pattern), e)
            {
                Subject = pattern,
                RecommendedAction = Strings.CorrectWildcard,
            };
        }
    }
}
