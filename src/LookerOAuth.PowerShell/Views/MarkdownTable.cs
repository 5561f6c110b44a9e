using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace LookerOAuth;

/// <summary>A table in Markdown, as job summaries and comments of pull requests show it. What its cells hold steers nothing there.</summary>
internal sealed class MarkdownTable
{
    private const string LineBreak = "<br>";

    /// <summary>The mark that makes a link of an address: the colon of <c>https://</c>, the dot of <c>www.</c></summary>
    private static readonly Regex LinkMark = new(":(?=//)|(?<=www)\\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly StringBuilder _text = new();

    public MarkdownTable(params string[] columns)
    {
        Add(columns);
        Add([.. columns.Select(_ => "---")]);
    }

    /// <summary>A value, shown exactly: no part of it is a link, a mention or markup. Null shows as an empty cell.</summary>
    public static string Code(object? value) => value switch
    {
        null => "",
        bool flag => Code(flag ? "true" : "false"),
        string text => CodeSpan(text),
        IEnumerable<string> list => string.Join(LineBreak, list.Select(CodeSpan)),
        _ => CodeSpan(value.ToString() ?? ""),
    };

    /// <summary>A sentence.</summary>
    public static string Prose(string? text)
    {
        StringBuilder escaped = new();
        foreach (char character in (text ?? "").Replace("\r\n", "\n").Trim())
        {
            escaped.Append(character switch
            {
                '\n' or '\r' => LineBreak,
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '@' => "&#64;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '#' or '$' => $"\\{character}",
                _ when char.IsControl(character) => " ",
                _ => $"{character}",
            });
        }

        // Bare addresses are links, too.
        return LinkMark.Replace(escaped.ToString(), mark => $"&#{(int)mark.Value[0]};");
    }

    public void Add(params string[] cells) => _text.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");

    public override string ToString() => _text.ToString().TrimEnd('\n');

    private static string CodeSpan(string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        string visible = string.Concat(text.Select(c => c switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            // Also in code, a table takes a bar for the end of the cell.
            '|' => "\\|",
            _ when char.IsControl(c) => $"\\u{(int)c:x4}",
            _ => $"{c}",
        }));
        string fence = new('`', LongestRun(visible) + 1);
        // A space at both ends is taken for padding.
        bool isPadded = visible[0] == ' ' && visible[visible.Length - 1] == ' ' && visible.Trim(' ').Length > 0;
        string padding = isPadded || visible[0] == '`' || visible[visible.Length - 1] == '`' ? " " : "";
        return $"{fence}{padding}{visible}{padding}{fence}";
    }

    private static int LongestRun(string text)
    {
        int longest = 0;
        int run = 0;
        foreach (char character in text)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
