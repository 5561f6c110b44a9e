using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace LookerOAuth.Tools;

/// <summary>Tables of Markdown, which a terminal does not show as such.</summary>
internal static partial class HelpTable
{
    /// <summary>The cells of each row, the header first.</summary>
    public static string[][] Rows(IEnumerable<string> lines) => [.. lines.Where(line => !Rule().IsMatch(line)).Select(Cells)];

    /// <summary>The text with each table as a list: the first column names the item, the second describes it, and the others follow with their headings.</summary>
    public static string ToLists(string text) => Table().Replace(text, table => string.Join('\n', ToList(table.Value.Split('\n'))));

    private static IEnumerable<string> ToList(string[] lines)
    {
        string[][] rows = Rows(lines);
        return rows[1..].Select(row => $"- {row[0]}: {row[1]}{string.Concat(row.Zip(rows[0], (cell, heading) => $" {heading}: {cell}.").Skip(2))}");
    }

    private static string[] Cells(string row) =>
        [.. CellEnd().Split(row.Trim().Trim('|')).Select(cell => cell.Trim().Replace(@"\|", "|", StringComparison.Ordinal))];

    [GeneratedRegex(@"(?m)^\|.*\|$(\n\|.*\|$)+")]
    private static partial Regex Table();

    [GeneratedRegex(@"^\|[\s:|-]+\|\s*$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellEnd();
}
