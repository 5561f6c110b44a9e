using System;
using System.Collections.Generic;
using System.Text;

namespace LookerOAuth;

/// <summary>Property names as people see them, turned into the API's.</summary>
internal static class ApiFields
{
    /// <summary>The fields to ask for: the identity is always among them, so that the objects can be piped on.</summary>
    /// <param name="names">Names in either spelling; null for all fields.</param>
    /// <param name="identity">The API's name of the id.</param>
    /// <param name="identityProperty">The property that shows the id.</param>
    public static IReadOnlyCollection<string>? From(string[]? names, string identity, string identityProperty)
    {
        if (names is not { Length: > 0 })
        {
            return null;
        }

        List<string> fields = [identity];
        foreach (string name in names)
        {
            string field = string.Equals(name, identityProperty, StringComparison.OrdinalIgnoreCase) ? identity : ToSnakeCase(name.Trim());
            Add(field);
            if (field == "redirect_uri")
            {
                // Newer servers keep them all in the list.
                Add("redirect_uris");
            }
        }

        return fields;

        void Add(string field)
        {
            if (field.Length > 0 && !fields.Contains(field))
            {
                fields.Add(field);
            }
        }
    }

    private static string ToSnakeCase(string name)
    {
        StringBuilder field = new();
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && char.IsLower(name[i - 1]))
            {
                field.Append('_');
            }

            field.Append(char.ToLowerInvariant(name[i]));
        }

        return field.ToString();
    }
}
