using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace LookerOAuth.Tools;

/// <summary>An about topic as Get-Help needs it: text of 80 columns, the name in line 2, the short description in line 5.</summary>
internal static partial class AboutTopic
{
    private const int Width = 80;

    public static string ToText(string[] page)
    {
        List<string> text = [];
        int i = 0;
        while (i < page.Length)
        {
            string line = page[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                for (i++; !page[i].StartsWith("```", StringComparison.Ordinal); i++)
                {
                    text.Add($"        {page[i]}".TrimEnd());
                }

                i++;
            }
            else if (line.StartsWith('|'))
            {
                text.AddRange(Table([.. TakeWhile(page, ref i, l => l.StartsWith('|'))]));
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                text.Add("TOPIC");
                text.Add($"    {line[2..]}");
                i++;
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                text.Add(line[3..].ToUpperInvariant());
                // The text follows its heading at once.
                i += i + 1 < page.Length && page[i + 1].Length == 0 ? 2 : 1;
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                text.Add($"  {Markdown.ToPlainText(line[4..])}");
                i++;
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                i++;
                string lead = $"    {item.Groups[1].Value}{item.Groups[2].Value} ";
                IEnumerable<string> more = TakeWhile(page, ref i, l => Continuation().IsMatch(l) && !Item().IsMatch(l));
                text.AddRange(Paragraph(string.Join(' ', more.Prepend(item.Groups[3].Value)), lead.Length, lead));
            }
            else if (line.Length == 0)
            {
                text.Add("");
                i++;
            }
            else
            {
                IEnumerable<string> lines = TakeWhile(page, ref i, l => l.Length > 0 && !BlockStart().IsMatch(l));
                text.AddRange(Paragraph(string.Join(' ', lines), 4, "    "));
            }
        }

        return string.Join('\n', text) + "\n";
    }

    private static List<string> TakeWhile(string[] page, ref int i, Func<string, bool> belongs)
    {
        List<string> taken = [];
        for (; i < page.Length && belongs(page[i]); i++)
        {
            taken.Add(page[i]);
        }

        return taken;
    }

    /// <summary>Lines no longer than the page; the first may have another indentation than the others.</summary>
    private static IEnumerable<string> Paragraph(string markdown, int indent, string lead)
    {
        string line = lead;
        bool isEmpty = true;
        foreach (string word in Markdown.ToPlainText(markdown).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = new string(' ', indent);
                isEmpty = true;
            }

            line += isEmpty ? word : $" {word}";
            isEmpty = false;
        }

        yield return line;
    }

    /// <summary>A table stays one if it fits; a wide one becomes a list of its rows.</summary>
    private static List<string> Table(string[] lines)
    {
        string[][] rows = [.. HelpTable.Rows(lines).Select(row => row.Select(Markdown.ToPlainText).ToArray())];
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        if (widths.Sum() + (2 * widths.Length) + 2 <= Width)
        {
            string[] rule = [.. widths.Select(width => new string('-', width))];
            return
            [
                .. rows[..1].Append(rule).Concat(rows[1..])
                    .Select(row => $"    {string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))}".TrimEnd()),
            ];
        }

        string[] labels = [.. rows[0].Skip(1).Select(label => $"{char.ToUpperInvariant(label[0])}{label[1..]}:")];
        int labelWidth = labels.Max(label => label.Length) + 1;
        List<string> list = [];
        foreach (string[] row in rows[1..])
        {
            if (list.Count > 0)
            {
                list.Add("");
            }

            list.Add($"    {row[0]}");
            for (int i = 0; i < labels.Length; i++)
            {
                list.AddRange(Paragraph(row[i + 1], 8 + labelWidth, $"        {labels[i].PadRight(labelWidth)}"));
            }
        }

        return list;
    }

    [GeneratedRegex(@"^(\s*)(-|\d+\.) (.+)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^\s+\S")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^(```|\||#|- |\d+\. )")]
    private static partial Regex BlockStart();
}
