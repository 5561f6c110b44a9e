using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>The fields of a query or of a form body. Of fields that come twice the first counts.</summary>
internal sealed class FormFields
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public static FormFields None { get; } = new();

    public string? this[string name] => _fields.TryGetValue(name, out string? value) ? value : null;

    public static FormFields Parse(string text)
    {
        if (text.Length == 0)
        {
            return None;
        }

        FormFields form = new FormFields();

        foreach (string pair in text.Split('&'))
        {
            if (pair.Length == 0)
            {
                continue;
            }

            int equals = pair.IndexOf('=');
            string name = Unescape(equals < 0 ? pair : pair.Substring(0, equals));
            if (!form._fields.ContainsKey(name))
            {
                form._fields.Add(name, equals < 0 ? "" : Unescape(pair.Substring(equals + 1)));
            }
        }

        return form;
    }

    public static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
