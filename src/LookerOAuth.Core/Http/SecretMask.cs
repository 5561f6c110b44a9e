using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LookerOAuth;

/// <summary>Takes secrets out of texts that people will see.</summary>
internal static class SecretMask
{
    /// <summary>A shorter text stands everywhere: masking it would make the rest unreadable, and it is no secret.</summary>
    private const int ShortestSecret = 4;

    private const string Mask = "***";

    // Also as the end of a longer name (client_secret, refreshToken), and as the name of several.
    private const string SecretNames = "[\\w.-]*(?:secret|token|password|code_verifier|api_key|private_key|certificate|password_reset_url|account_setup_url)s?";

    // Backslashes stand before the quotes of JSON within a string of JSON.
    private static readonly Regex JsonName = new(
        $"(?<!\\\\)(?<escape>\\\\*)\"{SecretNames}\\k<escape>\"\\s*:\\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex WholeName = new($"^{SecretNames}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private const string FieldName = $"(^|[&?])({SecretNames}(?:(?:\\[|%5B)[^&=]*)?=)";

    private static readonly Regex QueryField = new($"{FieldName}[^&#\\s]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Within a text, such as the address of the next page in JSON, the text's own quotes end it.
    private static readonly Regex FieldInText = new($"{FieldName}[^&\\s\"'<>]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Masks what is secret by its name, and whatever the request itself carried as a secret: servers echo.</summary>
    public static string Apply(string text, LookerRequest request)
    {
        List<string> secrets = [.. request.Secrets.Select(s => s.Reveal())];
        if (request.Headers.Authorization?.Parameter is { } token)
        {
            secrets.Add(token);
        }

        // The longest first: what is left of a secret that begins with another one would show.
        string masked = text;
        foreach (string secret in secrets.OrderByDescending(s => s.Length))
        {
            masked = Remove(masked, secret);
        }

        return Fields(FieldInText, JsonValues(masked));
    }

    /// <summary>The texts in a JSON body that are secret by their names.</summary>
    /// <param name="json">The body; null for none. What is no JSON holds none.</param>
    public static IEnumerable<SecureString> SecretsIn(string? json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json ?? "null");
            return [.. SecretsIn(document.RootElement, isSecret: false).Select(s => s.Seal())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a character (\ud800), which no text can hold.
            return [];
        }
    }

    private static IEnumerable<string> SecretsIn(JsonElement element, bool isSecret) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => SecretsIn(p.Value, isSecret || WholeName.IsMatch(p.Name))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => SecretsIn(item, isSecret)),
        JsonValueKind.String when isSecret => [element.GetString()!],
        _ => [],
    };

    /// <summary>Masks what is secret by its name in a query, or an address that has one.</summary>
    public static string Query(string address) => Fields(QueryField, address);

    /// <summary>The address of a request as it goes over the wire, secrets in the query masked.</summary>
    public static string Address(HttpRequestMessage request) => Query(request.RequestUri!.AbsoluteUri);

    private static string Fields(Regex field, string text) => text.Contains('=') ? field.Replace(text, $"$1$2{Mask}") : text;

    /// <summary>Masks the values of the JSON properties whose names tell of a secret: texts, numbers, whole arrays and objects.</summary>
    private static string JsonValues(string text)
    {
        Match name = JsonName.Match(text);
        if (!name.Success)
        {
            return text;
        }

        StringBuilder masked = new(text.Length);
        int copied = 0;
        while (name.Success)
        {
            int start = name.Index + name.Length;
            int end = EndOfValue(text, start, name.Groups["escape"].Length);
            masked.Append(text, copied, start - copied);
            if (end > start)
            {
                string escape = name.Groups["escape"].Value;
                masked.Append(escape).Append('"').Append(Mask).Append(escape).Append('"');
            }

            copied = end;
            name = JsonName.Match(text, end);
        }

        return masked.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Where a value of JSON ends, even if it is cut off or not JSON at all; its start for true, false and null, which are no secrets.</summary>
    private static int EndOfValue(string text, int start, int escapes)
    {
        int i = start;
        int depth = 0;
        do
        {
            if (i == text.Length)
            {
                return i;
            }

            switch (text[i])
            {
                case '"' or '\\':
                    i = EndOfString(text, i, escapes);
                    break;
                case '[' or '{':
                    depth++;
                    i++;
                    break;
                case ']' or '}':
                    depth--;
                    i++;
                    break;
                case '-' or (>= '0' and <= '9') when depth == 0:
                    return EndOfNumber(text, i);
                default:
                    i += depth > 0 ? 1 : 0;
                    break;
            }
        }
        while (depth > 0);

        return i;
    }

    /// <summary>Where a string of JSON ends: behind a quote that has as many backslashes before it as its first quote has.</summary>
    private static int EndOfString(string text, int start, int escapes)
    {
        int i = text.IndexOf('"', start);
        while (i >= 0)
        {
            i = text.IndexOf('"', i + 1);
            int backslashes = 0;
            while (i > backslashes && text[i - 1 - backslashes] == '\\')
            {
                backslashes++;
            }

            if (i >= 0 && (escapes == 0 ? backslashes % 2 == 0 : backslashes <= escapes))
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static int EndOfNumber(string text, int start)
    {
        int end = start;
        while (end < text.Length && text[end] is not (',' or '}' or ']') && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Takes one secret out of a text, in every spelling that it may have there.</summary>
    public static string Remove(string text, string secret) =>
        secret.Length < ShortestSecret ? text
        : secret.All(IsPlain) ? text.Replace(secret, Mask)
        : Regex.Replace(text, PatternOf(secret), Mask, RegexOptions.CultureInvariant);

    /// <summary>A pattern for every spelling in which servers echo: as it was, escaped for JSON, for an address or a form, for a web page.</summary>
    private static string PatternOf(string secret)
    {
        StringBuilder pattern = new();
        for (int i = 0; i < secret.Length; i++)
        {
            if (IsPlain(secret[i]))
            {
                pattern.Append(Regex.Escape(secret.Substring(i, 1)));
                continue;
            }

            bool isPair = i + 1 < secret.Length && char.IsSurrogatePair(secret[i], secret[i + 1]);
            string character = secret.Substring(i, isPair ? 2 : 1);
            string unicode = string.Concat(character.Select(c => $"\\\\u{(int)c:x4}"));
            string percent = string.Concat(Encoding.UTF8.GetBytes(character).Select(b => $"%{b.ToString("x2", CultureInfo.InvariantCulture)}"));
            string form = character == " " ? "|\\+" : "";
            string literal = "\\\\?" + Regex.Escape(character);
            string entity = EntityOf(character);
            pattern.Append("(?:(?i:").Append(unicode).Append('|').Append(percent).Append('|').Append(entity).Append(")|").Append(literal).Append(form).Append(')');
            i += character.Length - 1;
        }

        return pattern.ToString();
    }

    private static string EntityOf(string character)
    {
        if (character.Length == 1 && char.IsSurrogate(character[0]))
        {
            // Half a character has no entity: this matches nothing.
            return "(?!)";
        }

        string number = $"\\#0*{char.ConvertToUtf32(character, 0)}|\\#x0*{char.ConvertToUtf32(character, 0):x}";
        string name = character switch { "&" => "|amp", "<" => "|lt", ">" => "|gt", "\"" => "|quot", "'" => "|apos", _ => "" };
        return $"&(?:{number}{name});";
    }

    /// <summary>Whether a character is spelled alike everywhere.</summary>
    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
