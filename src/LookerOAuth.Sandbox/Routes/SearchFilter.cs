using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>The query of a list or a search: which rows match, in which order, and which part of them goes out.</summary>
internal static class SearchFilter
{
    /// <summary>A criterion that compares text with SQL LIKE, in any case.</summary>
    public static Func<T, string, bool> Like<T>(Func<T, string?> value) => (row, wanted) => wanted.ToUpperInvariant() switch
    {
        "IS NULL" => value(row) is null,
        "NOT NULL" => value(row) is not null,
        _ => value(row) is { } text && IsLike(text, wanted),
    };

    /// <summary>A criterion that takes one id, or several with commas between.</summary>
    public static Func<T, string, bool> AnyOf<T>(Func<T, IEnumerable<string>> values) => (row, wanted) =>
        wanted.Split(',').Any(id => values(row).Contains(id.Trim(), StringComparer.Ordinal));

    public static Func<T, string, bool> Is<T>(Func<T, bool> value) => (row, wanted) =>
        string.Equals(wanted, value(row) ? "true" : "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>The rows that meet all criteria of the query, or with <c>filter_or=true</c> any of them.</summary>
    public static IReadOnlyList<T> Search<T>(Call call, IReadOnlyList<T> rows, IReadOnlyDictionary<string, Func<T, string, bool>> criteria)
    {
        List<(Func<T, string, bool> Matches, string? Wanted)> asked = criteria
            .Select(criterion => (Matches: criterion.Value, Wanted: call.Query[criterion.Key]))
            .Where(criterion => !string.IsNullOrEmpty(criterion.Wanted))
            .ToList();
        if (asked.Count == 0)
        {
            return Page(call, rows);
        }

        bool any = string.Equals(call.Query["filter_or"], "true", StringComparison.OrdinalIgnoreCase);
        return Page(call, [.. rows.Where(row => any
            ? asked.Exists(criterion => criterion.Matches(row, criterion.Wanted!))
            : asked.TrueForAll(criterion => criterion.Matches(row, criterion.Wanted!)))]);
    }

    /// <summary>The rows as <c>sorts</c> orders them, such as <c>last_name desc,id</c>. Unknown properties do not count.</summary>
    public static IReadOnlyList<T> Sort<T>(Call call, IReadOnlyList<T> rows, IReadOnlyDictionary<string, Func<T, string?>> orders)
    {
        IOrderedEnumerable<T> sorted = rows.OrderBy(_ => 0);
        foreach (string sort in (call.Query["sorts"] ?? "").Split(','))
        {
            string[] words = sort.Trim().Split(' ');
            if (orders.TryGetValue(words[0], out Func<T, string?>? order))
            {
                sorted = words.Length > 1 && words[words.Length - 1].Equals("desc", StringComparison.OrdinalIgnoreCase)
                    ? sorted.ThenByDescending(order, StringComparer.OrdinalIgnoreCase)
                    : sorted.ThenBy(order, StringComparer.OrdinalIgnoreCase);
            }
        }

        return [.. sorted];
    }

    /// <summary>What orders ids by their number, although they are text.</summary>
    public static string IdOrder(string id) => id.PadLeft(20, '0');

    /// <summary>The part of the rows that <c>limit</c> and <c>offset</c>, or <c>page</c> and <c>per_page</c>, ask for.</summary>
    public static IReadOnlyList<T> Page<T>(Call call, IReadOnlyList<T> rows)
    {
        int? limit = Number(call, "limit");
        int? offset = Number(call, "offset");
        if (limit is null && offset is null && Number(call, "per_page") is { } size)
        {
            limit = size;
            offset = (int)Math.Min(int.MaxValue, ((long)(Number(call, "page") ?? 1) - 1) * size);
        }

        return limit is null && offset is null
            ? rows
            : [.. rows.Skip(Math.Max(0, offset ?? 0)).Take(limit ?? int.MaxValue)];
    }

    /// <summary>SQL LIKE over the whole text: <c>%</c> is any run of characters, <c>_</c> any one.</summary>
    private static bool IsLike(string text, string pattern)
    {
        int at = 0, p = 0, retryPattern = -1, retryAt = 0;
        while (at < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                retryPattern = ++p;
                retryAt = at;
            }
            else if (p < pattern.Length
                && (pattern[p] == '_' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[at])))
            {
                p++;
                at++;
            }
            else if (retryPattern >= 0)
            {
                p = retryPattern;
                at = ++retryAt;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('%').Length == 0;
    }

    private static int? Number(Call call, string name) =>
        int.TryParse(call.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
