using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>What a redirect URI must not be, and what often goes wrong with one (RFC 6749, 3.1.2; RFC 8252).</summary>
internal static class RedirectUriRules
{
    private static readonly string[] Dangerous = ["javascript", "data", "vbscript", "file", "about", "blob"];

    /// <summary>What is wrong with a URI, each in a sentence.</summary>
    public static IEnumerable<(OAuthClientAppCheckResult Result, string Message)> Judge(string uri)
    {
        RedirectUriParts parts = RedirectUriParts.Of(uri);
        if (!IsScheme(parts.Scheme) || !Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed))
        {
            yield return (OAuthClientAppCheckResult.Fail, $"'{uri}' is not an absolute URI.");
            yield break;
        }

        bool isHttp = Is(parts.Scheme, "http");
        bool isWeb = isHttp || Is(parts.Scheme, "https");
        if (Dangerous.Any(d => Is(parts.Scheme, d)))
        {
            yield return (OAuthClientAppCheckResult.Fail, $"'{uri}' has the scheme '{parts.Scheme}', which cannot be used to reach an app.");
        }

        if (isWeb && parts.Host.Length == 0)
        {
            yield return (OAuthClientAppCheckResult.Fail, $"'{uri}' names no host.");
        }
        else if (isHttp && !BaseAddress.IsLoopback(parsed))
        {
            yield return (OAuthClientAppCheckResult.Fail, $"'{uri}' is not encrypted: the authorization code would cross the network in clear text.");
        }

        if (parts.Fragment.Length > 0)
        {
            yield return (OAuthClientAppCheckResult.Fail, $"'{uri}' has a fragment, which a redirect URI must not have.");
        }

        if (uri.Any(char.IsWhiteSpace) || uri is [.., ',' or ';'] || HasTwoSchemes(uri.Split('?')[0]))
        {
            yield return (OAuthClientAppCheckResult.Warning, $"'{uri}' looks like several URIs in one string: register each one separately.");
        }

        if (uri.Contains('*'))
        {
            yield return (OAuthClientAppCheckResult.Warning, $"'{uri}' contains a '*', which Looker does not treat as a wildcard.");
        }

        if (parts.Path is [.., '/'] && parts.Query.Length == 0)
        {
            yield return (OAuthClientAppCheckResult.Warning, $"'{uri}' ends with a slash, which the app must also send.");
        }

        if (isWeb && parts.Host.Any(char.IsUpper))
        {
            yield return (OAuthClientAppCheckResult.Warning, $"'{uri}' has capital letters in its host, which browsers and apps often change.");
        }
    }

    private static bool HasTwoSchemes(string text) =>
        text.IndexOf("://", StringComparison.Ordinal) != text.LastIndexOf("://", StringComparison.Ordinal);

    private static bool IsScheme(string scheme) =>
        scheme.Length > 0
        && IsAsciiLetter(scheme[0])
        && scheme.All(c => IsAsciiLetter(c) || c is (>= '0' and <= '9') or '+' or '-' or '.');

    private static bool IsAsciiLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool Is(string scheme, string other) => string.Equals(scheme, other, StringComparison.OrdinalIgnoreCase);
}
