using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace LookerOAuth;

/// <summary>Takes secrets out of texts that people will see.</summary>
internal static class SecretMask
{
    private const string Mask = "***";

    // Also as the end of a longer name: client_secret, refresh_token, clientSecret.
    private const string SecretNames = "secret|token|password|code_verifier|api_key|private_key";

    private static readonly Regex JsonField = new(
        $"(\"[\\w.-]*(?:{SecretNames})\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"?|-?[0-9][^,}}\\]\\s]*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex FormField = new(
        $"(^|[&?])([\\w.-]*(?:{SecretNames})=)[^&\\s\"'<>]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Masks what is secret by its name, and whatever the request itself carried as a secret: servers echo.</summary>
    public static string Apply(string text, LookerRequest request)
    {
        string masked = text;
        foreach (SecureString secret in request.Secrets)
        {
            masked = Remove(masked, secret.Reveal());
        }

        if (request.Headers.Authorization?.Parameter is { } token)
        {
            masked = Remove(masked, token);
        }

        return FormField.Replace(JsonField.Replace(masked, $"$1\"{Mask}\""), $"$1$2{Mask}");
    }

    /// <summary>The address of a request as it goes over the wire, secrets in the query masked.</summary>
    public static string Address(HttpRequestMessage request)
    {
        string address = request.RequestUri!.AbsoluteUri;
        return address.Contains('?') || address.Contains('&') ? FormField.Replace(address, $"$1$2{Mask}") : address;
    }

    /// <summary>Takes one secret out of a text, in every spelling that it may have there.</summary>
    public static string Remove(string text, string secret) =>
        secret.Length == 0 ? text
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
        string number = char.IsSurrogate(character[0]) && character.Length == 1
            ? "" // Half a character has no entity.
            : $"\\#0*{char.ConvertToUtf32(character, 0)}|\\#x0*{char.ConvertToUtf32(character, 0):x}";
        string name = character switch { "&" => "|amp", "<" => "|lt", ">" => "|gt", "\"" => "|quot", "'" => "|apos", _ => "" };
        return $"&(?:{number}{name});";
    }

    /// <summary>Whether a character is spelled alike everywhere.</summary>
    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
