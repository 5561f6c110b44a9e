using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>An object of a seed, checked against its shape. A property that is null or of a wrong type counts as absent.</summary>
internal sealed class SeedObject
{
    private readonly Dictionary<string, JsonElement> _properties = new(StringComparer.Ordinal);
    private readonly SeedErrors _errors;

    public SeedObject(JsonElement value, string path, IReadOnlyDictionary<string, PropertyType> shape, SeedErrors errors)
    {
        Path = path;
        _errors = errors;
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, $"expected an object, found {NameOf(value.ValueKind)}");
            return;
        }

        HashSet<string> seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string place = $"{path}.{property.Name}";
            if (!seen.Add(property.Name))
            {
                errors.Add(place, "duplicate key");
            }
            else if (!shape.TryGetValue(property.Name, out PropertyType type))
            {
                errors.Add(place, $"unknown key; known are {string.Join(", ", shape.Keys.OrderBy(key => key, StringComparer.Ordinal))}");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null && Check(property.Value, type, place))
            {
                _properties.Add(property.Name, property.Value.Clone());
            }
        }
    }

    /// <summary>Where the object stands, such as <c>$.users[0]</c>.</summary>
    public string Path { get; }

    public bool Has(string name) => _properties.ContainsKey(name);

    public string? Text(string name) => _properties.TryGetValue(name, out JsonElement value) ? TextOf(value) : null;

    /// <summary>The text of a property that must be there; an error and an empty text when it is not.</summary>
    public string Required(string name)
    {
        string? text = Text(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            _errors.Add($"{Path}.{name}", "missing or empty");
        }

        return text ?? "";
    }

    public bool? Flag(string name) => _properties.TryGetValue(name, out JsonElement value) ? value.GetBoolean() : null;

    public DateTimeOffset? Time(string name) => _properties.TryGetValue(name, out JsonElement value) ? ParseTime(value.GetString()) : null;

    public IReadOnlyList<string>? Texts(string name) =>
        _properties.TryGetValue(name, out JsonElement value) ? [.. value.EnumerateArray().Select(TextOf)] : null;

    public IEnumerable<SeedObject> Objects(string name, IReadOnlyDictionary<string, PropertyType> shape) =>
        _properties.TryGetValue(name, out JsonElement value)
            ? [.. value.EnumerateArray().Select((item, i) => new SeedObject(item, $"{Path}.{name}[{i}]", shape, _errors))]
            : [];

    /// <summary>The properties as they stand, without those named.</summary>
    public Dictionary<string, JsonElement> Except(params string[] names) =>
        _properties.Where(property => !names.Contains(property.Key)).ToDictionary(property => property.Key, property => property.Value);

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!;

    private static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private bool Check(JsonElement value, PropertyType type, string place)
    {
        JsonValueKind kind = value.ValueKind;
        (bool fits, string? expected) = type switch
        {
            PropertyType.Text => (kind == JsonValueKind.String, "text"),
            PropertyType.Id => (kind is JsonValueKind.String or JsonValueKind.Number, "text or a number"),
            PropertyType.Flag => (kind is JsonValueKind.True or JsonValueKind.False, "true or false"),
            PropertyType.Whole => (kind == JsonValueKind.Number && value.TryGetInt64(out _), "a whole number"),
            PropertyType.Time => (kind == JsonValueKind.String && ParseTime(value.GetString()) is not null, "a date and time"),
            PropertyType.Object => (kind == JsonValueKind.Object, "an object"),
            _ => (kind == JsonValueKind.Array, "a list"),
        };
        if (!fits)
        {
            _errors.Add(place, $"expected {expected}, found {NameOf(kind)}");
            return false;
        }

        return type switch
        {
            PropertyType.Texts => CheckItems(value, PropertyType.Text, place),
            PropertyType.Ids => CheckItems(value, PropertyType.Id, place),
            PropertyType.Objects => CheckItems(value, PropertyType.Object, place),
            _ => true,
        };
    }

    private bool CheckItems(JsonElement list, PropertyType type, string place)
    {
        bool sound = true;
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            sound &= Check(item, type, $"{place}[{i++}]");
        }

        return sound;
    }

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };
}
