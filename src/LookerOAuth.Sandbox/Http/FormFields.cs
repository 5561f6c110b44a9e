using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox.Http;

/// <summary>The fields of a query or of a form body. Of fields that come twice the first counts.</summary>
internal sealed class FormFields
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public static FormFields None { get; } = new();

    public string? this[string name] => _fields.TryGetValue(name, out var value) ? value : null;

    public static FormFields Parse(string text)
    {
        if (text.Length == 0)
        {
            return None;
        }

        var form = new FormFields();
        foreach (var pair in text.Split('&'))
        {
            if (pair.Length == 0)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Unescape(equals < 0 ? pair : pair.Substring(0, equals));
            if (!form._fields.ContainsKey(name))
            {
                form._fields.Add(name, equals < 0 ? "" : Unescape(pair.Substring(equals + 1)));
            }
        }

        return form;
    }

    public static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
