using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Masks the secrets in the record of a request; the rest stays exactly as it was sent.</summary>
internal static class RequestMask
{
    private const string Mask = "***";

    /// <summary>Of the authorization flow; many other codes are no secrets.</summary>
    private const string Code = "code";

    /// <summary>How the names of secrets end, in the singular.</summary>
    private static readonly string[] SecretNames = ["secret", "token", "password", "certificate", "private_key", "code_verifier"];

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
        || text.Contains(Code, StringComparison.OrdinalIgnoreCase)
        || SecretNames.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase));
#else
        text.IndexOf('\\') >= 0
        || text.IndexOf(Code, StringComparison.OrdinalIgnoreCase) >= 0
        || SecretNames.Any(name => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);
#endif

    private static bool IsSecret(string name)
    {
        string singular = name.TrimEnd('s', 'S');
        return string.Equals(name, Code, StringComparison.OrdinalIgnoreCase)
            || SecretNames.Any(secret => singular.EndsWith(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static string MaskPair(string pair)
    {
        int equals = pair.IndexOf('=');
        return equals > 0 && IsSecret(FormFields.Unescape(pair.Substring(0, equals)))
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
            if (reader.TokenType != JsonTokenType.PropertyName || !IsSecret(reader.GetString()!))
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
