using System;
using System.Text;

namespace LookerOAuth;

/// <summary>An identifier that becomes one segment of a path.</summary>
internal static class Identifier
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Escapes an identifier once, as one path segment.</summary>
    /// <param name="value">The identifier as the server knows it.</param>
    /// <param name="name">What it is, for the error: "client guid".</param>
    /// <exception cref="LookerApiException">It is null, blank, <c>.</c> or <c>..</c>, which URI rules would fold away:
    /// <c>DELETE …/./tokens</c> would delete the app named "tokens".</exception>
    public static string Escape(string? value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw LookerApiException.InvalidArgument($"The {name} is empty.", value, $"Specify the {name} as the server knows it.");
        }

        if (value is "." or "..")
        {
            throw LookerApiException.InvalidArgument(
                $"'{value}' cannot be a {name}: in an address it is a relative path segment.", value, $"Specify the {name} as the server knows it.");
        }

        try
        {
            _ = StrictUtf8.GetByteCount(value!);
        }
        catch (EncoderFallbackException e)
        {
            // Half of a surrogate pair: escaped, it would become another identifier.
            throw new LookerApiException(LookerErrorKind.InvalidArgument, $"The {name} is not valid Unicode text.", e) { Subject = value };
        }

        return Uri.EscapeDataString(value!);
    }
}
