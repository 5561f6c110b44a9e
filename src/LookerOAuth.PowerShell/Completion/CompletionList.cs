using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Makes completions of texts.</summary>
internal static class CompletionList
{
    /// <summary>The texts that begin with a word, in alphabetical order, quoted where PowerShell needs it.</summary>
    /// <param name="candidates">The texts, each with what the tool tip says.</param>
    /// <param name="word">What was typed so far, possibly quoted.</param>
    public static IEnumerable<CompletionResult> Of(IEnumerable<(string? Text, string? ToolTip)> candidates, string? word)
    {
        string typed = (word ?? "").Trim('\'', '"');
        return candidates
            .Where(c => c.Text is { Length: > 0 } && c.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .GroupBy(c => c.Text!, StringComparer.Ordinal)
            .Select(g => g.First())
            .OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase)
            .Select(c => new CompletionResult(
                Quote(c.Text!), c.Text, CompletionResultType.ParameterValue, string.IsNullOrEmpty(c.ToolTip) ? c.Text : c.ToolTip));
    }

    private static string Quote(string text)
    {
        bool isPlain = text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '/' or '\\' or '+' or '=')
            // 1e5 and 0x10 would be numbers, whose text a command may not see.
            && (char.IsLetter(text[0]) || text.All(char.IsDigit));
        return isPlain ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
    }
}
