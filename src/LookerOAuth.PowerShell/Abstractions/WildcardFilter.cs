using System;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Wildcards of a parameter as the question that Core asks of each app.</summary>
internal static class WildcardFilter
{
    /// <summary>Whether one of the patterns matches, case-insensitively; null if there is none.</summary>
    /// <exception cref="LookerApiException">A pattern is not valid.</exception>
    public static Func<string, bool>? Of(string[]? patterns)
    {
        WildcardPattern[] filter = [.. (patterns ?? []).Where(p => !string.IsNullOrWhiteSpace(p)).Select(Parse)];
        return filter.Length == 0 ? null : text => Array.Exists(filter, p => p.IsMatch(text));
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
