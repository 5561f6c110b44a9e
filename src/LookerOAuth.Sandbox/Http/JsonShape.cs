using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>An object of the API on its way out: writes the properties that were asked for and leaves out the rest.</summary>
internal readonly struct JsonShape(Utf8JsonWriter json, FieldSelection fields)
{
    public void Text(string name, string? value)
    {
        if (fields.Includes(name))
        {
            json.WriteString(name, value);
        }
    }

    public void Flag(string name, bool value)
    {
        if (fields.Includes(name))
        {
            json.WriteBoolean(name, value);
        }
    }

    public void Flag(string name, bool? value)
    {
        if (value is { } known)
        {
            Flag(name, known);
        }
        else
        {
            Text(name, null);
        }
    }

    public void Number(string name, long value)
    {
        if (fields.Includes(name))
        {
            json.WriteNumber(name, value);
        }
    }

    /// <summary>A date and time in UTC. The API's dates are not nullable, so null leaves the property out.</summary>
    public void Time(string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            Text(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", CultureInfo.InvariantCulture));
        }
    }

    public void Texts(string name, IReadOnlyCollection<string> values)
    {
        if (fields.Includes(name))
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>What the caller may do with the object.</summary>
    public void Can(params (string Operation, bool IsAllowed)[] operations) => Object("can", can =>
    {
        foreach ((string operation, bool isAllowed) in operations)
        {
            can.Flag(operation, isAllowed);
        }
    });

    public void Object(string name, Action<JsonShape> write)
    {
        if (fields.Includes(name))
        {
            json.WriteStartObject(name);
            write(new JsonShape(json, fields.Inside(name)));
            json.WriteEndObject();
        }
    }

    public void Objects<T>(string name, IEnumerable<T> items, Action<JsonShape, T> write)
    {
        if (!fields.Includes(name))
        {
            return;
        }

        JsonShape inside = new JsonShape(json, fields.Inside(name));
        json.WriteStartArray(name);
        foreach (T? item in items)
        {
            json.WriteStartObject();
            write(inside, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A property whose value is passed on from the seed as it stands there.</summary>
    public void Value(string name, JsonElement value)
    {
        if (fields.Includes(name))
        {
            json.WritePropertyName(name);
            fields.Inside(name).WriteValue(json, value);
        }
    }
}
