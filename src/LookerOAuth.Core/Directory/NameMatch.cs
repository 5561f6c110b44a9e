using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>Which groups or users a name means: Looker has names that differ in case alone.</summary>
internal static class NameMatch
{
    /// <summary>Who has exactly a name; if nobody has, case-insensitively.</summary>
    /// <param name="entries">The groups or users.</param>
    /// <param name="name">The name.</param>
    /// <param name="nameOf">Gets the name of one; null for one without a name.</param>
    public static List<T> Find<T>(IEnumerable<T> entries, string name, Func<T, string?> nameOf)
    {
        List<T> same = [.. entries.Where(entry => string.Equals(nameOf(entry), name, StringComparison.OrdinalIgnoreCase))];
        List<T> exact = same.FindAll(entry => nameOf(entry) == name);
        return exact.Count > 0 ? exact : same;
    }
}
