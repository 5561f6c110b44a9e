using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LookerOAuth;

/// <summary>Turns PowerShell's objects into JSON and JSON into PowerShell's objects.</summary>
internal static class JsonConversion
{
    private const int MaximumDepth = 64;

    /// <summary>A time as the JSON writer has it.</summary>
    private const string UtcTime = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary>The members that PowerShell gives to every object.</summary>
    private static readonly string[] ReservedNames = ["PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames"];

    /// <summary>The JSON of a body.</summary>
    /// <param name="body">JSON text, or anything to make JSON of.</param>
    /// <param name="secrets">Takes the secrets that the body holds.</param>
    /// <exception cref="LookerApiException">A text that is no JSON.</exception>
    public static string From(object body, ICollection<SecureString> secrets)
    {
        object value = body is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : body;
        if (value is not string text)
        {
            if (value is not (IEnumerable or PSObject or ValueType or JsonNode or JsonDocument))
            {
                throw LookerApiException.InvalidArgument(Strings.BodyNoData.With(value.GetType().FullName), null, Strings.GiveJsonOrObject);
            }

            using MemoryStream json = new();
            try
            {
                using Utf8JsonWriter writer = new(json);
                Write(writer, body, secrets, depth: 0);
            }
            catch (ExtendedTypeSystemException e)
            {
                // A property that is a script, and that failed.
                throw LookerApiException.InvalidArgument(Strings.BodyUnreadable.With(e.Message.AsSentence()), null, Strings.GiveJsonOrObject);
            }

            return Encoding.UTF8.GetString(json.ToArray());
        }

        try
        {
            using JsonDocument _ = JsonDocument.Parse(text);
            return text;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // An ArgumentException is half of a surrogate pair.
            throw new LookerApiException(LookerErrorKind.InvalidArgument, Strings.BodyNotJson.With(e.Message.AsSentence()))
            {
                RecommendedAction = Strings.GiveJsonOrObject,
            };
        }
    }

    /// <summary>An object with a note for each property; arrays, strings, numbers, booleans and null as themselves.</summary>
    /// <remarks>An object whose names cannot all be those of properties is a dictionary: nothing of it is lost.</remarks>
    /// <exception cref="LookerApiException">A text is not valid Unicode: JSON may hold half a character as an escape (\ud800).</exception>
    public static object? ToObject(JsonElement element)
    {
        try
        {
            return Convert(element);
        }
        catch (InvalidOperationException e)
        {
            throw new LookerApiException(LookerErrorKind.UnexpectedResponse, Strings.TextNotUnicode, e) { RecommendedAction = Strings.CorrectText };
        }
    }

    /// <summary>A single value as text, as an address holds it: a number, a word, a time in UTC as JSON has it. Null for what is none.</summary>
    public static string? TextOf(object value) => value switch
    {
        string text => text,
        bool or SwitchParameter => value is true or SwitchParameter { IsPresent: true } ? "true" : "false",
        DateTime date => date.ToUniversalTime().ToString(UtcTime, CultureInfo.InvariantCulture),
        DateTimeOffset date => date.UtcDateTime.ToString(UtcTime, CultureInfo.InvariantCulture),
        Uri => value.AsTyped(),
        Enum or Guid or TimeSpan or char or Version => System.Convert.ToString(value, CultureInfo.InvariantCulture),
        // All digits, on .NET Framework too.
        float or double => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        // DateOnly and TimeOnly, which .NET Standard does not know.
        IFormattable day when value.GetType().FullName is "System.DateOnly" or "System.TimeOnly" => day.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number when IsNumber(value) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsNumber(object value) =>
        value is byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger;

    private static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => HasPropertyNames(element) ? ToPSObject(element) : ToDictionary(element),
        JsonValueKind.Array => ToArray(element),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole
            : element.TryGetDecimal(out decimal exact) ? exact
            : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Whether PowerShell can have all names of an object as properties: none is empty or reserved, and no two differ in case alone.</summary>
    private static bool HasPropertyNames(JsonElement element)
    {
        HashSet<string> names = new(ReservedNames, StringComparer.OrdinalIgnoreCase);
        return element.EnumerateObject().All(p => p.Name.Length > 0 && names.Add(p.Name));
    }

    private static PSObject ToPSObject(JsonElement element)
    {
        PSObject result = new();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            result.Properties.Add(new PSNoteProperty(property.Name, Convert(property.Value)));
        }

        return result;
    }

    private static OrderedDictionary ToDictionary(JsonElement element)
    {
        OrderedDictionary result = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            result[property.Name] = Convert(property.Value);
        }

        return result;
    }

    private static object?[] ToArray(JsonElement element)
    {
        object?[] items = new object?[element.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            items[i++] = Convert(item);
        }

        return items;
    }

    private static void Write(Utf8JsonWriter writer, object? value, ICollection<SecureString> secrets, int depth)
    {
        object? bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (depth > MaximumDepth)
        {
            throw LookerApiException.InvalidArgument(Strings.BodyTooDeep.With(MaximumDepth), null, Strings.GiveJsonOrObject);
        }

        switch (bare)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text.IsUnicode()
                    ? text
                    : throw LookerApiException.InvalidArgument(Strings.BodyNotUnicode, null, Strings.CheckEncoding));
                break;
            case bool or SwitchParameter:
                writer.WriteBooleanValue(bare is true or SwitchParameter { IsPresent: true });
                break;
            case SecureString secret:
                secrets.Add(secret);
                secret.Use(characters => writer.WriteStringValue(characters));
                break;
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                throw LookerApiException.InvalidArgument(Strings.BodyNoNumber.With(bare), null, Strings.GiveJsonOrObject);
            case { } when IsNumber(bare):
                writer.WriteRawValue(TextOf(bare)!);
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonDocument document:
                document.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case DateTime date:
                writer.WriteStringValue(date.ToUniversalTime());
                break;
            case DateTimeOffset date:
                writer.WriteStringValue(date.ToUniversalTime());
                break;
            case IDictionary dictionary:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in dictionary)
                {
                    writer.WritePropertyName(entry.Key.ToString()!);
                    Write(writer, entry.Value, secrets, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable<KeyValuePair<string, object?>> fields:
                writer.WriteStartObject();
                foreach (KeyValuePair<string, object?> field in fields)
                {
                    writer.WritePropertyName(field.Key);
                    Write(writer, field.Value, secrets, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(writer, item, secrets, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case PSObject custom:
                writer.WriteStartObject();
                foreach (PSPropertyInfo property in custom.Properties)
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, secrets, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case { } when TextOf(bare) is { } text:
                writer.WriteStringValue(text);
                break;
            default:
                // Its text would most likely be the name of its type.
                throw LookerApiException.InvalidArgument(Strings.BodyNoData.With(bare.GetType().FullName), null, Strings.GiveJsonOrObject);
        }
    }
}
