using System;
using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>What <c>fields=a,b,c(d,e)</c> asks for. Names that no object has select nothing.</summary>
internal sealed class FieldSelection
{
    // The API's objects nest four deep at most. The bound keeps a request from overflowing the stack.
    private const int MaximumDepth = 32;

    private readonly Dictionary<string, FieldSelection>? _names;

    private FieldSelection(Dictionary<string, FieldSelection>? names) => _names = names;

    /// <summary>Every property, as without <c>fields</c>.</summary>
    public static FieldSelection All { get; } = new(null);

    /// <summary>Reads what the query has; null if it nests deeper than any object does.</summary>
    public static FieldSelection? Parse(string? fields)
    {
        if (string.IsNullOrWhiteSpace(fields))
        {
            return All;
        }

        int at = 0;
        return ParseList(fields!, ref at, depth: 1);
    }

    public bool Includes(string name) => _names is null || _names.ContainsKey(name);

    /// <summary>The selection inside a property.</summary>
    public FieldSelection Inside(string name) =>
        _names is not null && _names.TryGetValue(name, out FieldSelection? inside) ? inside : All;

    /// <summary>Writes a value of any shape, its objects reduced to what is selected.</summary>
    public void WriteValue(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when _names is not null:
                json.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    if (Includes(property.Name))
                    {
                        json.WritePropertyName(property.Name);
                        Inside(property.Name).WriteValue(json, property.Value);
                    }
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array when _names is not null:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static FieldSelection? ParseList(string text, ref int at, int depth)
    {
        if (depth > MaximumDepth)
        {
            return null;
        }

        Dictionary<string, FieldSelection> names = new Dictionary<string, FieldSelection>(StringComparer.Ordinal);
        while (at < text.Length && text[at] != ')')
        {
            int start = at;
            while (at < text.Length && text[at] is not (',' or '(' or ')'))
            {
                at++;
            }

            string name = text.Substring(start, at - start).Trim();
            FieldSelection inside = All;
            if (at < text.Length && text[at] == '(')
            {
                at++;
                if (ParseList(text, ref at, depth + 1) is not { } nested)
                {
                    return null;
                }

                inside = nested;
                at++;
            }

            if (name.Length > 0)
            {
                names[name] = inside;
            }

            if (at < text.Length && text[at] == ',')
            {
                at++;
            }
        }

        return new FieldSelection(names);
    }
}
