using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Masks the secrets in the record of a request; the rest stays exactly as it was sent.</summary>
internal static class RequestMask
{
    private const string Mask = "***";

    private static readonly HashSet<string> SecretNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "client_secret", "access_token", "refresh_token", "code", "code_verifier", "password", "token",
    };

    /// <summary>How the names of headers end that hold credentials for a gateway, such as <c>CF-Access-Client-Secret</c>.</summary>
    private static readonly string[] SecretHeaders = ["Cookie", "Secret", "Token", "Password", "Key"];

    private static readonly byte[] JsonMask = [.. "\"***\""u8];

    /// <summary>The body as text; null when there is none.</summary>
    public static string? Body(byte[] body, string? contentType)
    {
        if (body.Length == 0)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(body);
        if (contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            return Form(text);
        }

        if (!MayHoldSecret(text))
        {
            return text;
        }

        try
        {
            return Json(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken JSON, or text that is no UTF-8, and it mentions a secret: nobody can tell where the secret ends.
            return text.TrimStart() is ['{' or '[' or '"', ..] || text.IndexOf('=') < 0 ? Mask : Form(text);
        }
    }

    public static string Form(string text) =>
        text.Length == 0 ? text : string.Join("&", text.Split('&').Select(MaskPair));

    /// <summary>The value of a header. Of an <c>Authorization</c> its scheme is kept.</summary>
    public static string Header(string name, string value)
    {
        if (name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            int space = value.IndexOf(' ');
            return space > 0 ? $"{value.Substring(0, space)} {Mask}" : Mask;
        }

        return SecretHeaders.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? Mask : value;
    }

    /// <summary>Most bodies hold none, and need no parsing to tell. An escaped name (<c>\u0063ode</c>) gives itself away by its backslash.</summary>
    private static bool MayHoldSecret(string text) =>
#if NET
        text.Contains('\\', StringComparison.Ordinal)
        || SecretNames.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase));
#else
        text.IndexOf('\\') >= 0
        || SecretNames.Any(name => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);
#endif

    private static string MaskPair(string pair)
    {
        int equals = pair.IndexOf('=');
        return equals > 0 && SecretNames.Contains(FormFields.Unescape(pair.Substring(0, equals)))
            ? pair.Substring(0, equals + 1) + Mask
            : pair;
    }

    private static string Json(byte[] body)
    {
        using MemoryStream masked = new MemoryStream(body.Length);
        int copied = 0;
        Utf8JsonReader reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !SecretNames.Contains(reader.GetString()!))
            {
                continue;
            }

            _ = reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            masked.Write(body, copied, start - copied);
            masked.Write(JsonMask, 0, JsonMask.Length);
            copied = (int)reader.BytesConsumed;
        }

        masked.Write(body, copied, body.Length - copied);
        return Encoding.UTF8.GetString(masked.ToArray());
    }
}
