using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>A JSON object that a client sent. Reading it gathers every error, for one 422 that lists them all.</summary>
internal sealed class SentBody
{
    private readonly Dictionary<string, JsonElement> _properties = new(StringComparer.Ordinal);
    private readonly List<ValidationError> _errors = [];

    /// <exception cref="InvalidOperationException">The name of a property is no text.</exception>
    public SentBody(JsonElement body)
    {
        foreach (JsonProperty property in body.EnumerateObject())
        {
            // Of properties that come twice the last counts.
            _properties[property.Name] = property.Value;
        }
    }

    private SentBody()
    {
    }

    public static SentBody Empty => new();

    public IReadOnlyList<ValidationError> Errors => _errors;

    public bool Has(string name) => _properties.ContainsKey(name);

    /// <summary>True when the property was sent as text or null; a wrong type is an error and counts as not sent.</summary>
    public bool TryText(string name, out string? value) => TryRead(name, JsonValueKind.String, v => v.GetString(), out value);

    /// <summary>As <see cref="TryText"/>; ids may also come as numbers.</summary>
    public bool TryId(string name, out string? value)
    {
        if (_properties.TryGetValue(name, out JsonElement sent) && sent.ValueKind == JsonValueKind.Number)
        {
            value = sent.GetRawText();
            return true;
        }

        return TryText(name, out value);
    }

    public bool TryFlag(string name, out bool? value)
    {
        if (_properties.TryGetValue(name, out JsonElement sent) && sent.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            value = sent.GetBoolean();
            return true;
        }

        return TryRead<bool?>(name, JsonValueKind.True, v => v.GetBoolean(), out value);
    }

    public bool TryTexts(string name, out IReadOnlyList<string>? value)
    {
        if (_properties.TryGetValue(name, out JsonElement sent) && sent.ValueKind == JsonValueKind.Array
            && sent.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            Add(ValidationError.Invalid(name, "This value must be a list of strings."));
            value = null;
            return false;
        }

        return TryRead<IReadOnlyList<string>>(name, JsonValueKind.Array, v => [.. v.EnumerateArray().Select(item => item.GetString()!)], out value);
    }

    /// <summary>The text of a required property; an error and an empty text when it is absent, null, empty or no text.</summary>
    public string RequiredText(string name)
    {
        if (TryText(name, out string? value) && string.IsNullOrWhiteSpace(value) || !Has(name))
        {
            Add(ValidationError.MissingField(name));
        }

        return value ?? "";
    }

    public string RequiredId(string name)
    {
        if (TryId(name, out string? value) && string.IsNullOrWhiteSpace(value) || !Has(name))
        {
            Add(ValidationError.MissingField(name));
        }

        return value ?? "";
    }

    /// <summary>Checks that a property, when sent and not null, is a date and time.</summary>
    public void CheckTime(string name)
    {
        if (TryText(name, out string? text) && !string.IsNullOrWhiteSpace(text)
            && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            Add(ValidationError.Invalid(name, "This value must be a date and time."));
        }
    }

    /// <summary>Adds an error unless the field has one already.</summary>
    public void Add(ValidationError error)
    {
        if (_errors.TrueForAll(known => known.Field != error.Field))
        {
            _errors.Add(error);
        }
    }

    private bool TryRead<T>(string name, JsonValueKind kind, Func<JsonElement, T> read, out T? value)
    {
        value = default;
        if (!_properties.TryGetValue(name, out JsonElement sent))
        {
            return false;
        }

        if (sent.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (sent.ValueKind != kind)
        {
            Add(ValidationError.Invalid(name, "This value has the wrong type."));
            return false;
        }

        try
        {
            value = read(sent);
            return true;
        }
        catch (InvalidOperationException)
        {
            // JSON can spell text that is none, such as half a surrogate pair.
            Add(ValidationError.Invalid(name));
            return false;
        }
    }
}
