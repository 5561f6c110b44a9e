using System;
using System.Collections.Generic;
using System.Linq;

namespace Quickstart;

/// <summary>Writes rows as a table with columns as wide as their widest value.</summary>
internal static class Table
{
    public static void Write<T>(string[] heads, IEnumerable<T> items, Func<T, string?[]> cells)
    {
        List<string?[]> rows = [heads, [.. heads.Select(h => new string('-', h.Length))], .. items.Select(cells)];
        int[] widths = [.. heads.Select((_, column) => rows.Max(row => row[column]?.Length ?? 0))];
        foreach (string?[] row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => (cell ?? "").PadRight(widths[column]))).TrimEnd());
        }

        Console.WriteLine();
    }
}
