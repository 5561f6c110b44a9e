using System;
using System.Text.RegularExpressions;

namespace LookerOAuth.Tools;

/// <summary>The Markdown that stands within a line.</summary>
internal static partial class Markdown
{
    /// <summary>The text without marks: links to other pages as their text, other links followed by their address.</summary>
    public static string ToPlainText(string text)
    {
        text = Link().Replace(text, link => IsPage(link.Groups[2].Value) ? link.Groups[1].Value : $"{link.Groups[1].Value} ({link.Groups[2].Value})");
        text = DoubleCode().Replace(text, "$1");
        text = Code().Replace(text, "$1");
        return Bold().Replace(text, "$1");
    }

    /// <summary>Whether a link leads to another page of the help.</summary>
    public static bool IsPage(string uri) => Page().IsMatch(uri) && !uri.Contains("://", StringComparison.Ordinal);

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"``\s?(.+?)\s?``")]
    private static partial Regex DoubleCode();

    [GeneratedRegex("(?<!`)`([^`]+)`(?!`)")]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\.md(#.*)?$")]
    private static partial Regex Page();
}
