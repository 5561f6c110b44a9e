using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>Reads dates as UTC. A date in no known form becomes null: one odd date must not hide a whole list.</summary>
internal sealed class UtcDateTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return DateTimeOffset.TryParse(
                reader.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTimeOffset date)
                ? date
                : null;
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } date)
        {
            writer.WriteStringValue(date.ToUniversalTime());
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
