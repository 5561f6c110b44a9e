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
    private readonly SeedFaults _faults;

    public SeedObject(JsonElement value, string path, IReadOnlyDictionary<string, SeedType> shape, SeedFaults faults)
    {
        Path = path;
        _faults = faults;
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"an object is due, not {NameOf(value.ValueKind)}");
            return;
        }

        HashSet<string> seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string place = $"{path}.{property.Name}";
            if (!seen.Add(property.Name))
            {
                faults.Add(place, "duplicate key");
            }
            else if (!shape.TryGetValue(property.Name, out SeedType type))
            {
                faults.Add(place, $"unknown key; known are {string.Join(", ", shape.Keys.OrderBy(key => key, StringComparer.Ordinal))}");
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

    /// <summary>The text of a property that must be there; a fault and an empty text when it is not.</summary>
    public string Required(string name)
    {
        string? text = Text(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            _faults.Add($"{Path}.{name}", "missing or empty");
        }

        return text ?? "";
    }

    public bool? Flag(string name) => _properties.TryGetValue(name, out JsonElement value) ? value.GetBoolean() : null;

    public DateTimeOffset? Time(string name) => _properties.TryGetValue(name, out JsonElement value) ? ParseTime(value.GetString()) : null;

    public IReadOnlyList<string>? Texts(string name) =>
        _properties.TryGetValue(name, out JsonElement value) ? [.. value.EnumerateArray().Select(TextOf)] : null;

    public IEnumerable<SeedObject> Objects(string name, IReadOnlyDictionary<string, SeedType> shape) =>
        _properties.TryGetValue(name, out JsonElement value)
            ? [.. value.EnumerateArray().Select((item, i) => new SeedObject(item, $"{Path}.{name}[{i}]", shape, _faults))]
            : [];

    /// <summary>The properties as they stand, without those named.</summary>
    public Dictionary<string, JsonElement> Except(params string[] names) =>
        _properties.Where(property => !names.Contains(property.Key)).ToDictionary(property => property.Key, property => property.Value);

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!;

    private static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private bool Check(JsonElement value, SeedType type, string place)
    {
        JsonValueKind kind = value.ValueKind;
        (bool fits, string? due) = type switch
        {
            SeedType.Text => (kind == JsonValueKind.String, "text"),
            SeedType.Id => (kind is JsonValueKind.String or JsonValueKind.Number, "text or a number"),
            SeedType.Flag => (kind is JsonValueKind.True or JsonValueKind.False, "true or false"),
            SeedType.Whole => (kind == JsonValueKind.Number && value.TryGetInt64(out _), "a whole number"),
            SeedType.Time => (kind == JsonValueKind.String && ParseTime(value.GetString()) is not null, "a date and time"),
            SeedType.Object => (kind == JsonValueKind.Object, "an object"),
            _ => (kind == JsonValueKind.Array, "a list"),
        };
        if (!fits)
        {
            _faults.Add(place, $"{due} is due, not {NameOf(kind)}");
            return false;
        }

        return type switch
        {
            SeedType.Texts => CheckItems(value, SeedType.Text, place),
            SeedType.Ids => CheckItems(value, SeedType.Id, place),
            SeedType.Objects => CheckItems(value, SeedType.Object, place),
            _ => true,
        };
    }

    private bool CheckItems(JsonElement list, SeedType type, string place)
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
