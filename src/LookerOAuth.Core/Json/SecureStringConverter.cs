using System;
using System.Security;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>Writes a secret straight into the request body, without a string in between. Secrets are never read.</summary>
internal sealed class SecureStringConverter : JsonConverter<SecureString>
{
    public override SecureString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("Secrets are write-only.");

    public override void Write(Utf8JsonWriter writer, SecureString value, JsonSerializerOptions options) =>
        value.Use(characters => writer.WriteStringValue(characters));
}
