using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>Reads a whole number, as text too. Anything else is as good as not sent: one odd value must not hide a whole list.</summary>
internal sealed class LenientInt32Converter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetInt32(out int number) ? number : null;
            case JsonTokenType.String:
                return int.TryParse(reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out int written) ? written : null;
            default:
                _ = reader.TrySkip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) =>
        throw new JsonException("Counts are read-only.");
}
