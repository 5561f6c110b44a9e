using System;
using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>The parameters that an authorization server adds to a redirect URI.</summary>
internal static class RedirectQuery
{
    /// <summary>Reads the query of an address, or of what a person copied of one. Of a name that occurs twice the first counts.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string address)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        string trimmed = address.Trim().Trim('"', '\'');
        string query = trimmed.Substring(trimmed.IndexOf('?') + 1).Split('#')[0];
        foreach (string pair in query.Split('&'))
        {
            int equals = pair.IndexOf('=');
            if (equals > 0)
            {
                string name = Unescape(pair.Substring(0, equals));
                if (!parameters.ContainsKey(name))
                {
                    parameters.Add(name, Unescape(pair.Substring(equals + 1)));
                }
            }
        }

        return parameters;
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
