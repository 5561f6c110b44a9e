using System;
using System.Net;

namespace LookerOAuth;

/// <summary>Turns what people know as "the address of our Looker" into the API's base address.</summary>
internal static class BaseAddress
{
    /// <summary>Reads a base URL: with or without scheme, trailing slash, <c>/api/4.0</c> and port.</summary>
    /// <param name="text">The address as typed.</param>
    /// <param name="allowUnencrypted">Whether <c>http</c> may go to another host than this machine.</param>
    /// <param name="what">What the address is, for messages.</param>
    /// <returns>The address without a trailing slash and without <c>/api</c>.</returns>
    /// <exception cref="LookerApiException">It is not a URL, has another scheme, or would send secrets unencrypted.</exception>
    public static Uri Parse(string? text, bool allowUnencrypted = false, string what = "base URL")
    {
        string typed = (text ?? "").Trim();
        Uri uri = ToUri(what, typed);

        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
        {
            throw Refused(what, typed, $"has the scheme '{uri.Scheme}'; Looker uses https");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw LookerApiException.InvalidArgument(
                $"The {what} contains a user name or a password.", uri.Host, "Remove it from the address, and specify the credential separately.");
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw Refused(what, typed, "has a query or a fragment");
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !allowUnencrypted && !IsLoopback(uri))
        {
            throw LookerApiException.InvalidArgument(
                $"The {what} '{Shown(typed)}' is not encrypted: the login would cross the network in clear text.",
                Shown(typed),
                "Use https, or allow unencrypted requests if the network is trusted.",
                nameof(LookerClientOptions.AllowUnencrypted));
        }

        return new Uri(uri.GetLeftPart(UriPartial.Authority) + PathWithoutApi(uri.AbsolutePath));
    }

    /// <summary>The web page's address: the same, with port 9999 if the API is on 19999 (customer-hosted instances).</summary>
    public static Uri DefaultLookerUrl(Uri baseUrl) =>
        baseUrl.Port == 19999 ? new UriBuilder(baseUrl) { Port = 9999 }.Uri : baseUrl;

    /// <summary>Whether an address names this machine.</summary>
    public static bool IsLoopback(Uri uri) =>
        string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Whether an address is on the host of an instance, and as well encrypted; its web page and its API may have ports of their own.</summary>
    public static bool IsHostOf(Uri baseUrl, Uri uri) =>
        uri.Scheme == baseUrl.Scheme && string.Equals(uri.Host, baseUrl.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address as text, without a trailing slash.</summary>
    public static string ToText(Uri uri) => uri.AbsoluteUri.TrimEnd('/');

    private static Uri ToUri(string what, string typed)
    {
        bool hasScheme = typed.Contains("://");
        // A bare name is taken for a host only if it looks like one, so that a slip is told apart from a host that is down.
        bool looksLikeHost = typed.IndexOfAny(['.', ':']) > 0 || typed.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        if ((hasScheme || looksLikeHost)
            && Uri.TryCreate(hasScheme ? typed : "https://" + typed, UriKind.Absolute, out Uri? uri)
            && uri.Host.Length > 0)
        {
            return uri;
        }

        throw Refused(what, typed, "is not a URL");
    }

    private static string PathWithoutApi(string path)
    {
        string trimmed = path.TrimEnd('/');
        foreach (string suffix in (string[])["/api/4.0", "/api"])
        {
            if (trimmed.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return trimmed.Substring(0, trimmed.Length - suffix.Length).TrimEnd('/');
            }
        }

        return trimmed;
    }

    /// <summary>An address as errors show it: user information, query and fragment may hold secrets.</summary>
    public static string Shown(string typed)
    {
        string address = typed.Split('?', '#')[0];
        int authority = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and int scheme ? scheme + 3 : 0;
        int at = address.LastIndexOf('@');
        return at < authority ? address : address.Substring(0, authority) + address.Substring(at + 1);
    }

    private static LookerApiException Refused(string what, string typed, string why) =>
        LookerApiException.InvalidArgument(
            $"The {what} '{Shown(typed)}' {why}.", Shown(typed), "Specify the address of the instance, such as https://example.cloud.looker.com.");
}
