using System;
using System.Security;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>Writes a secret straight into the request body and reads one straight out of a response, without a string in between.</summary>
internal sealed class SecureStringConverter : JsonConverter<SecureString>
{
    public override SecureString? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("A secret has to be a string.");
        }

        char[] characters = new char[reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length];
        try
        {
            SecureString secret = new();
            int length = reader.CopyString(characters);
            for (int i = 0; i < length; i++)
            {
                secret.AppendChar(characters[i]);
            }

            secret.MakeReadOnly();
            return secret;
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    public override void Write(Utf8JsonWriter writer, SecureString value, JsonSerializerOptions options) =>
        value.Use(characters => writer.WriteStringValue(characters));
}
