using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A body that begins with a text and goes on with one letter up to a limit; it takes no memory.</summary>
internal sealed class EndlessStream : Stream
{
    private readonly byte[] _begin;
    private readonly long _limit;

    public EndlessStream(string begin, long limit)
    {
        _begin = Encoding.UTF8.GetBytes(begin);
        _limit = limit;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    /// <summary>How much was read.</summary>
    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int length = (int)Math.Min(count, _limit - Position);
        for (int i = 0; i < length; i++, Position++)
        {
            buffer[offset + i] = Position < _begin.Length ? _begin[Position] : (byte)'x';
        }

        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer, offset, count));

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] bytes = new byte[buffer.Length];
        int length = Read(bytes, 0, bytes.Length);
        bytes.AsMemory(0, length).CopyTo(buffer);
        return new ValueTask<int>(length);
    }
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
