using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// A response's body while it arrives, decompressed. Only the reader touches the stream that inflates: closing that from the thread of a
/// cancellation would free memory under its hands.
/// </summary>
internal sealed class BodyStream : Stream
{
    private readonly Stream _raw;
    private readonly Stream _body;
    private readonly MemoryStream? _copy;
    private readonly int _copyLimit;
#if !NET
    private readonly CancellationTokenRegistration _closing;
#endif

    private BodyStream(Stream raw, bool isGzip, int copyLimit, CancellationToken cancellationToken)
    {
        _raw = raw;
        _body = isGzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        _copyLimit = copyLimit;
        _copy = copyLimit > 0 ? new MemoryStream() : null;
#if !NET
        // .NET Framework's response stream ignores cancellation: closing it ends the read.
        _closing = cancellationToken.Register(static s => Close((Stream)s!), raw);
#endif
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>How many bytes were read since this was last set to 0.</summary>
    public long Count { get; set; }

    /// <summary>How far <see cref="Count"/> may go, and the exception for what goes further; null for no limit.</summary>
    public (long Bytes, Func<Exception> Exceeded)? Limit { get; set; }

    /// <summary>The beginning of what was read so far, if a copy was asked for.</summary>
    public byte[] Copy => _copy?.ToArray() ?? [];

    /// <summary>Opens a body.</summary>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="copyLimit">How many bytes of what is read are copied for <see cref="Copy"/>.</param>
    public static async ValueTask<BodyStream> OpenAsync(HttpContent content, CancellationToken cancellationToken, int copyLimit = 0)
    {
        Stream raw = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        bool isGzip = content.Headers.ContentEncoding is { Count: > 0 } encodings
            && encodings.Any(e => e.Equals("gzip", StringComparison.OrdinalIgnoreCase));
        return new BodyStream(raw, isGzip, copyLimit, cancellationToken);
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int read = await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return Took(buffer.Span, read);
        }
        catch (InvalidDataException e)
        {
            throw Corrupt(e);
        }
    }
#endif

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            int read = await _body.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
            return Took(buffer.AsSpan(offset, count), read);
        }
        catch (InvalidDataException e)
        {
            throw Corrupt(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
#if !NET
            _closing.Dispose();
#endif
            _body.Dispose();
            _raw.Dispose();
            _copy?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IOException Corrupt(InvalidDataException cause) => new("The body is not valid gzip.", cause);

    private int Took(ReadOnlySpan<byte> buffer, int read)
    {
        Count += read;
        if (Limit is { } limit && Count > limit.Bytes)
        {
            throw limit.Exceeded();
        }

        if (_copy is not null && _copy.Length < _copyLimit)
        {
            byte[] bytes = buffer.Slice(0, (int)Math.Min(read, _copyLimit - _copy.Length)).ToArray();
            _copy.Write(bytes, 0, bytes.Length);
        }

        return read;
    }

#if !NET
    private static void Close(Stream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.Net.WebException)
        {
            // The code that cancels has nothing to do with this.
        }
    }
#endif
}
