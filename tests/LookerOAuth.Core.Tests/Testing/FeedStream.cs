using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>A body that arrives when the test says so, and may break or stall in the middle.</summary>
internal sealed class FeedStream : Stream
{
    private readonly Channel<byte[]> _chunks = Channel.CreateUnbounded<byte[]>();
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _starved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _rest;
    private bool _hasFailed;

    /// <summary>A body that begins with a text and then waits for more.</summary>
    public FeedStream(string text = "")
    {
        Feed(text);
    }

    /// <summary>Ends when somebody has read all there is and waits for more.</summary>
    public Task Starved => _starved.Task.WaitAsync(TestLooker.Patience);

    public bool IsDisposed => _closed.IsCancellationRequested;

    /// <summary>True for a stream that throws when it is closed while somebody waits for more.</summary>
    public bool FailsOnClose { get; init; }

    /// <summary>True for a stream whose own callback throws when a read is cancelled.</summary>
    public bool FailsOnCancel { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A body that begins with a text and breaks off after it.</summary>
    public static FeedStream BreakingAfter(string text) => new FeedStream(text).Break(new IOException("The connection broke."));

    /// <summary>A body that ends after a text, whatever its header claimed.</summary>
    public static FeedStream EndingAfter(string text) => new FeedStream(text).End();

    public FeedStream Feed(string text)
    {
        if (text.Length > 0)
        {
            Assert.True(_chunks.Writer.TryWrite(Encoding.UTF8.GetBytes(text)));
        }

        return this;
    }

    public FeedStream End()
    {
        _chunks.Writer.Complete();
        return this;
    }

    public FeedStream Break(Exception failure)
    {
        _chunks.Writer.Complete(failure);
        return this;
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
#else
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
#endif
    {
        if (_rest.IsEmpty)
        {
            if (!_chunks.Reader.TryRead(out byte[]? chunk))
            {
                if (FailsOnCancel)
                {
                    _ = cancellationToken.Register(() => throw new IOException("The callback failed."));
                }

                _starved.TrySetResult();
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
                if (!await _chunks.Reader.WaitToReadAsync(either.Token) || !_chunks.Reader.TryRead(out chunk))
                {
                    return 0;
                }
            }

            _rest = chunk;
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _closed.Cancel();
        base.Dispose(disposing);
        if (FailsOnClose && _starved.Task.IsCompleted && !_hasFailed)
        {
            _hasFailed = true;
            throw new IOException("The stream failed to close.");
        }
    }
}
