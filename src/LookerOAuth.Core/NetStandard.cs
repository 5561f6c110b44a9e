#if !NET
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What netstandard2.0 lacks, in the shape of later .NET, so that the rest reads alike for both targets.</summary>
internal static class NetStandard
{
    public static bool Contains(this string text, char character) => text.IndexOf(character) >= 0;

    public static bool StartsWith(this string text, char character) => text.Length > 0 && text[0] == character;

    public static Task<byte[]> ReadAsByteArrayAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return content.ReadAsByteArrayAsync();
    }

    public static Task<Stream> ReadAsStreamAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return content.ReadAsStreamAsync();
    }

    public static Task<int> ReadAsync(this Stream stream, byte[] buffer, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken);

    public static Task WriteAsync(this Stream stream, byte[] buffer, CancellationToken cancellationToken = default) =>
        stream.WriteAsync(buffer, 0, buffer.Length, cancellationToken);
}
#endif
