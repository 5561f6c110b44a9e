using System;
using System.Net.Http.Headers;
using System.Text;

namespace LookerOAuth;

/// <summary>Bodies as text, whatever their header claims.</summary>
internal static class BodyText
{
    /// <summary>As much of a body as an error keeps for people to read.</summary>
    private const int BeginningLength = 2048;

    /// <summary>The beginning of a body, for an error.</summary>
    public static string Beginning(string text) => text.Length > BeginningLength ? text.Substring(0, BeginningLength) : text;

    /// <summary>Decodes a body by its charset; by UTF-8 if it names none, or one that does not exist. Never fails.</summary>
    public static string Decode(byte[] bytes, MediaTypeHeaderValue? contentType) =>
        EncodingOf(contentType).GetString(bytes).TrimStart('\uFEFF');

    /// <summary>The body as UTF-8 without a byte order mark, which the JSON reader does not accept.</summary>
    public static byte[] ToUtf8(byte[] bytes, MediaTypeHeaderValue? contentType) =>
        IsUtf8(contentType) && !(bytes.Length > 2 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
            ? bytes
            : Encoding.UTF8.GetBytes(Decode(bytes, contentType));

    /// <summary>Whether a body can be read as UTF-8 without decoding it first.</summary>
    public static bool IsUtf8(MediaTypeHeaderValue? contentType) => EncodingOf(contentType) is UTF8Encoding;

    private static Encoding EncodingOf(MediaTypeHeaderValue? contentType)
    {
        string? charset = contentType?.CharSet?.Trim('"');
        if (string.IsNullOrEmpty(charset) || string.Equals(charset, "utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8;
        }

        try
        {
            return Encoding.GetEncoding(charset);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }
}
