using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>Reads what the caller may do (<c>can</c>). What is neither true nor false is left out: one odd value must not hide a whole list.</summary>
internal sealed class PermissionsConverter : JsonConverter<IReadOnlyDictionary<string, bool>>
{
    /// <summary>The names that most permissions have: each is one string, however many objects have it.</summary>
    private static readonly JsonEncodedText[] Known = Array.ConvertAll(
        ["show", "index", "create", "update", "destroy", "invalidate_tokens"], n => JsonEncodedText.Encode(n));

    public override IReadOnlyDictionary<string, bool>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _ = reader.TrySkip();
            return null;
        }

        Permissions permissions = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = NameOf(ref reader);
            reader.Read();
            if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            {
                permissions[name] = reader.TokenType == JsonTokenType.True;
            }
            else
            {
                _ = reader.TrySkip();
            }
        }

        return permissions;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, bool> value, JsonSerializerOptions options) =>
        throw new JsonException("Permissions are read-only.");

    private static string NameOf(ref Utf8JsonReader reader)
    {
        foreach (JsonEncodedText name in Known)
        {
            if (reader.ValueTextEquals(name.EncodedUtf8Bytes))
            {
                return name.ToString();
            }
        }

        return reader.GetString()!;
    }

    /// <summary>The text is what is allowed: <c>show, update</c>.</summary>
    private sealed class Permissions : Dictionary<string, bool>
    {
        public Permissions()
            : base(StringComparer.Ordinal)
        {
        }

        public override string ToString() => string.Join(", ", this.Where(p => p.Value).Select(p => p.Key));
    }
}
