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
            if (NamesItsOffset(ref reader) && reader.TryGetDateTimeOffset(out DateTimeOffset exact))
            {
                return exact.ToUniversalTime();
            }

            return DateTimeOffset.TryParse(
                reader.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTimeOffset date)
                ? date
                : null;
        }

        _ = reader.TrySkip();
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

    /// <summary>The fast way is for the form that servers send, "2026-01-31T12:00:00.000+00:00" or "…Z". It takes a date without an
    /// offset for local time.</summary>
    private static bool NamesItsOffset(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = reader.HasValueSequence ? default : reader.ValueSpan;
        return text.Length > "2026-01-31T12:00:00".Length && (text[text.Length - 1] == 'Z' || text[text.Length - 6] is (byte)'+' or (byte)'-');
    }
}
