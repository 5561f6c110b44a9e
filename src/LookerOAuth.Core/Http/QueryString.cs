using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization.Metadata;

namespace LookerOAuth;

/// <summary>A query, each part escaped once.</summary>
internal static class QueryString
{
    /// <summary>Joins what is not null to <c>?a=b&amp;c=d</c>; empty if nothing is.</summary>
    public static string From(params (string Name, string? Value)[] parameters) =>
        Array.TrueForAll(parameters, p => p.Value is null)
            ? ""
            : From(parameters.Select(p => new KeyValuePair<string, string?>(p.Name, p.Value)));

    /// <inheritdoc cref="From(ValueTuple{string, string?}[])"/>
    public static string From(IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        string joined = string.Join("&", parameters
            .Where(p => p.Value is not null)
            .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value!)}"));
        return joined.Length == 0 ? "" : "?" + joined;
    }

    /// <summary>The <c>fields</c> parameter: null if all fields are wanted.</summary>
    public static string? Fields(IReadOnlyCollection<string>? fields) =>
        fields is { Count: > 0 } ? string.Join(",", fields) : null;

    /// <summary>The fields that a model has properties for.</summary>
    public static string[] FieldsOf<T>(JsonTypeInfo<T> model) => [.. model.Properties.Where(p => p.Set is not null).Select(p => p.Name)];
}
