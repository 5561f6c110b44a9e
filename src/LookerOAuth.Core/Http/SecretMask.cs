using System;
using System.Net.Http;
using System.Security;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LookerOAuth;

/// <summary>Takes secrets out of texts that people will see.</summary>
internal static class SecretMask
{
    private const string Mask = "***";

    private const string SecretNames = "client_secret|access_token|refresh_token|code_verifier|password|secret|api_key|private_key|token";

    private static readonly Regex JsonField = new(
        $"(\"(?:{SecretNames})\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    private static readonly Regex FormField = new(
        $"(^|[&?])((?:{SecretNames})=)[^&\\s]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

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
    public static string Address(HttpRequestMessage request) => FormField.Replace(request.RequestUri!.AbsoluteUri, $"$1$2{Mask}");

    private static string Remove(string text, string secret)
    {
        if (secret.Length == 0)
        {
            return text;
        }

        string masked = text.Replace(secret, Mask);
        foreach (string spelling in (string[])[JsonEncodedText.Encode(secret).ToString(), Uri.EscapeDataString(secret)])
        {
            masked = spelling == secret ? masked : masked.Replace(spelling, Mask);
        }

        return masked;
    }
}
