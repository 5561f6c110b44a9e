using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace LookerOAuth;

/// <summary>A query, each part escaped once.</summary>
internal static class QueryString
{
    /// <summary>Joins what is not null to <c>?a=b&amp;c=d</c>; empty if nothing is.</summary>
    public static string From(params (string Name, string? Value)[] parameters)
    {
        StringBuilder query = new();
        foreach ((string name, string? value) in parameters)
        {
            Append(query, name, value);
        }

        return query.ToString();
    }

    /// <inheritdoc cref="From(ValueTuple{string, string?}[])"/>
    public static string From(IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        StringBuilder query = new();
        foreach (KeyValuePair<string, string?> parameter in parameters)
        {
            Append(query, parameter.Key, parameter.Value);
        }

        return query.ToString();
    }

    /// <summary>The <c>fields</c> parameter: null if all fields are wanted.</summary>
    public static string? Fields(IReadOnlyCollection<string>? fields) =>
        fields is { Count: > 0 } ? string.Join(",", fields) : null;

    /// <summary>The fields that a model has properties for.</summary>
    public static string[] FieldsOf<T>(JsonTypeInfo<T> model) => [.. model.Properties.Where(p => p.Set is not null).Select(p => p.Name)];

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (value is not null)
        {
            query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
