using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>Reads what the caller may do (<c>can</c>). What is neither true nor false is left out: one odd value must not hide a whole list.</summary>
internal sealed class PermissionsConverter : JsonConverter<IReadOnlyDictionary<string, bool>>
{
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
            string name = reader.GetString()!;
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
