using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace LookerOAuth;

/// <summary>The fields of a resource: property names as people see them, and the API's.</summary>
/// <typeparam name="T">The resource.</typeparam>
internal static class ApiFields<T>
{
    private static readonly List<(string Property, string Field)> Known = FindFields();
    private static readonly string Identity = Known.Find(k => k.Field is "client_guid" or "id").Field;

    /// <summary>A comma that is not within the parentheses of a nested selection.</summary>
    private static readonly Regex Separator = new(@",(?![^()]*\))", RegexOptions.CultureInvariant);

    /// <summary>The properties that can be asked for.</summary>
    public static IEnumerable<string> Properties => Known.Select(k => k.Property).Distinct();

    /// <summary>The fields to ask for. The identity is always among them, so that the objects can be piped on.</summary>
    /// <param name="command">Warns of names that the resource does not have; they are asked for anyway.</param>
    /// <param name="names">Names in either spelling; not typed for all fields.</param>
    /// <exception cref="LookerApiException">No name was given.</exception>
    public static IReadOnlyCollection<string>? From(LookerCommand command, string[]? names)
    {
        if (command.Typed("Fields", Array.FindAll(names ?? [], n => !string.IsNullOrWhiteSpace(n))) is not { } given)
        {
            return null;
        }

        List<string> fields = [Identity];
        foreach (string name in given.SelectMany(n => Separator.Split(n)).Select(n => n.Trim()).Where(n => n.Length > 0))
        {
            string? property = Known.Find(k => Is(k.Property, name) || Is(k.Field, name)).Property;
            string[] found = [.. Known.Where(k => k.Property == property).Select(k => k.Field)];
            if (found.Length == 0)
            {
                // A newer server may have it; nested selections such as activated_users(id) are the server's to read.
                if (!name.Contains('('))
                {
                    command.WarnOnce(Strings.UnknownField.With(name, typeof(T).Name, string.Join(", ", Properties)));
                }

                found = [name];
            }

            fields.AddRange(found.Except(fields));
        }

        return fields;
    }

    private static bool Is(string known, string name) => string.Equals(known, name, StringComparison.OrdinalIgnoreCase);

    private static List<(string Property, string Field)> FindFields()
    {
        List<(string Property, string Field)> fields = [];
        foreach (PropertyInfo property in typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name is { } field)
            {
                // Newer servers keep the redirect URIs in a list of their own; both show as RedirectUri.
                fields.Add((field is "redirect_uri" or "redirect_uris" ? "RedirectUri" : property.Name, field));
            }
        }

        return fields;
    }
}
