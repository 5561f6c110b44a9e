using System;

namespace LookerOAuth;

/// <summary>The address of a request, held to what was meant by it.</summary>
internal static class RequestAddress
{
    /// <summary>Makes an address.</summary>
    /// <param name="text">The address as it is to be sent, escaped.</param>
    /// <exception cref="LookerApiException">This runtime would send it to another resource, or it is too long.</exception>
    public static Uri Create(string text) => Create(text, static t => new Uri(t));

    /// <summary>Makes an address with a given parser.</summary>
    /// <remarks>Windows PowerShell's runtime unescapes <c>%2F</c> and <c>%5C</c> while it parses, and then folds <c>..</c>:
    /// <c>oauth_client_apps/a%2F..%2Fb</c> would name the app <c>b</c>.</remarks>
    internal static Uri Create(string text, Func<string, Uri> parse)
    {
        Uri uri;
        try
        {
            uri = parse(text);
        }
        catch (UriFormatException e)
        {
            throw new LookerApiException(LookerErrorKind.InvalidArgument, $"The address is not valid: {e.Message.AsSentence()}", e)
            {
                Subject = text.Split('?')[0],
                RecommendedAction = "Specify fewer or shorter values: an address can have about 65,000 characters.",
            };
        }

        if (uri.AbsoluteUri == text || SameResource(uri.AbsoluteUri, text))
        {
            return uri;
        }

        string path = text.Split('?')[0];
        throw LookerApiException.InvalidArgument(
            $"This .NET runtime cannot send the address '{path}' as it is: it would name another resource.",
            path,
            "Use .NET 8 or later for identifiers with slashes, backslashes or trailing dots.");
    }

    /// <summary>Whether two spellings of an address have the same segments and the same query once unescaped.</summary>
    private static bool SameResource(string made, string meant)
    {
        string[] madeSegments = SegmentsOf(made);
        string[] meantSegments = SegmentsOf(meant);
        if (madeSegments.Length != meantSegments.Length || QueryOf(made) != QueryOf(meant))
        {
            return false;
        }

        for (int i = 0; i < madeSegments.Length; i++)
        {
            if (Uri.UnescapeDataString(madeSegments[i]) != Uri.UnescapeDataString(meantSegments[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string[] SegmentsOf(string address) => address.Split('?', '#')[0].Split('/');

    private static string QueryOf(string address) =>
        address.IndexOf('?') is >= 0 and int start ? Uri.UnescapeDataString(address.Substring(start)) : "";
}
