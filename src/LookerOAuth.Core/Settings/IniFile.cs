using System;
using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>The sections of an ini file, as the vendor's SDKs read one: keys are case-insensitive, values may be quoted.</summary>
internal sealed class IniFile
{
    private readonly List<KeyValuePair<string, Dictionary<string, string>>> _sections = [];

    private IniFile()
    {
    }

    /// <summary>The names of the sections, in their order.</summary>
    public IEnumerable<string> SectionNames
    {
        get
        {
            foreach (KeyValuePair<string, Dictionary<string, string>> section in _sections)
            {
                yield return section.Key;
            }
        }
    }

    /// <summary>Reads the text of an ini file. Lines that are no section, key or comment are ignored, and so are the keys below a
    /// section whose name cannot be read: they belong to no other.</summary>
    public static IniFile Parse(string text)
    {
        IniFile file = new();
        Dictionary<string, string>? current = null;
        foreach (string rawLine in text.TrimStart('\uFEFF').Split('\n'))
        {
            string line = rawLine.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                // What stands behind the bracket is a comment, as the vendor's SDKs read it.
                int end = line.IndexOf(']');
                current = end > 0 ? file.Section(line.Substring(1, end - 1).Trim()) : null;
                continue;
            }

            int separator = line.IndexOfAny(['=', ':']);
            if (separator > 0 && current is not null)
            {
                current[line.Substring(0, separator).Trim()] = Unquote(line.Substring(separator + 1).Trim());
            }
        }

        return file;
    }

    /// <summary>A value without the quotes around it.</summary>
    public static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[value.Length - 1] == value[0]
            ? value.Substring(1, value.Length - 2)
            : value;

    /// <summary>The keys of a section; of <c>[Looker]</c> or the first if none is named; null if there is no such section.</summary>
    public IReadOnlyDictionary<string, string>? Find(string? name)
    {
        if (name is not null)
        {
            return Named(name);
        }

        return Named("Looker") ?? (_sections.Count > 0 ? _sections[0].Value : null);
    }

    private Dictionary<string, string>? Named(string name)
    {
        int index = _sections.FindIndex(s => string.Equals(s.Key, name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : _sections[index].Value;
    }

    private Dictionary<string, string> Section(string name)
    {
        if (Named(name) is { } existing)
        {
            return existing;
        }

        Dictionary<string, string> keys = new(StringComparer.OrdinalIgnoreCase);
        _sections.Add(new KeyValuePair<string, Dictionary<string, string>>(name, keys));
        return keys;
    }
}
