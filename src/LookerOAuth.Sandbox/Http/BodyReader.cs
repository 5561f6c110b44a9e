using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Sandbox;

/// <summary>Reads the body of a request, up to a limit.</summary>
internal static class BodyReader
{
    private const int MaximumBytes = 1024 * 1024;

    /// <summary>The body, empty when there is none; null when it is longer than 1 MiB.</summary>
    /// <remarks>A body that is too long is read to its end anyway: clients look for a response only when they have sent everything.</remarks>
    public static async ValueTask<byte[]?> ReadAsync(HttpListenerRequest request, CancellationToken ct)
    {
        if (!request.HasEntityBody)
        {
            return [];
        }

        byte[] buffer = new byte[8 * 1024];
        using MemoryStream body = new MemoryStream();
        long total = 0L;
        int read;
#pragma warning disable CA1835 // netstandard2.0 has no other overload.
        while ((read = await request.InputStream.ReadAsync(buffer, 0, buffer.Length, ct).ConfigureAwait(false)) > 0)
        {
            total += read;
            if (total <= MaximumBytes)
            {
                body.Write(buffer, 0, read);
            }
        }
#pragma warning restore CA1835

        return total > MaximumBytes ? null : body.ToArray();
    }
}
