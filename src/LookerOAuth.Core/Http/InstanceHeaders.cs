using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;

namespace LookerOAuth;

/// <summary>Headers for what stands in front of an instance. They go to the instance's host alone, and their values are secrets.</summary>
internal sealed class InstanceHeaders
{
    /// <summary>What the client sets itself, and what belongs to one hop or to a body.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Accept", "Accept-Encoding", "User-Agent", "x-looker-appid", "Host", "Connection", "Keep-Alive", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect", "Content-Length", "Content-Type", "Content-Encoding",
    };

    private readonly Uri _baseUrl;
    private readonly (string Name, SecureString Value)[] _headers;
    private readonly SecureString[] _secrets;

    /// <exception cref="LookerApiException">A name or a value cannot be sent, or the client sets the header itself.</exception>
    public InstanceHeaders(IReadOnlyDictionary<string, SecureString> headers, Uri baseUrl)
    {
        _baseUrl = baseUrl;
        _headers = [.. headers.Select(h => (Checked(h.Key), Checked(h.Key, h.Value)))];
        _secrets = [.. headers.SelectMany(h => SecretsIn(h.Key, h.Value.Reveal())).Distinct().Select(s => s.Seal())];
    }

    /// <summary>Adds the headers to a request to the instance, and their values to the secrets that are masked in its response.</summary>
    public void AddTo(LookerRequest request)
    {
        if (!BaseAddress.IsHostOf(_baseUrl, request.RequestUri!))
        {
            return;
        }

        foreach ((string name, SecureString value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value.Reveal());
        }

        request.Secrets = [.. request.Secrets, .. _secrets];
    }

    private static string Checked(string name) =>
        name.Length == 0 || !name.All(IsTokenCharacter)
            ? throw LookerApiException.InvalidArgument($"'{name}' is not a valid header name.", name, "Specify only the name, without a colon.")
            : Reserved.Contains(name)
                ? throw LookerApiException.InvalidArgument(
                    $"The header {name} is set by the client itself.", name, "Leave it out. A gateway can read Proxy-Authorization, Cookie, or a header of its own.")
                : name;

    private static SecureString Checked(string name, SecureString value)
    {
        string text = value.Reveal();
        return text.Trim().Length > 0 && text.All(c => c is >= ' ' and <= '~')
            ? text.Trim().Seal()
            : throw LookerApiException.InvalidArgument(
                $"The value of the header {name} is empty or contains characters that a header cannot have.", name, "Specify one line of ASCII text.");
    }

    /// <summary>A value, and what a server may echo of it: the token behind its scheme, each cookie.</summary>
    private static IEnumerable<string> SecretsIn(string name, string value)
    {
        IEnumerable<string> parts = name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
            ? value.Split(';').Select(c => c.Substring(c.IndexOf('=') + 1))
            : value.Trim().Split(' ') is [_, string token] ? [token] : [];
        return new[] { value }.Concat(parts).Select(p => p.Trim());
    }

    private static bool IsTokenCharacter(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "!#$%&'*+-.^_`|~".Contains(c);
}
