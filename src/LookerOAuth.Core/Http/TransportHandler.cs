using System;
using System.Buffers;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// Innermost of our handlers: holds the time limit over the whole response and reads responses whole, bounded in memory, so that
/// a body that breaks off is a broken connection to the handlers above. Only lists are passed on unread.
/// </summary>
internal sealed class TransportHandler : DelegatingHandler
{
    /// <summary>No single object of this API comes near this.</summary>
    public const int MaximumBodySize = 32 * 1024 * 1024;

    /// <summary>As much of an error's body as could be of use.</summary>
    public const int MaximumErrorBodySize = 64 * 1024;

    /// <summary>How long a login that was sent may go on after its caller has given up: long enough for a server that is well, and
    /// short enough to end any command within a second after Ctrl+C.</summary>
    private static readonly TimeSpan LoginGrace = TimeSpan.FromSeconds(0.5);

    private readonly Uri _baseUrl;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ServerKnowledge _server;
    private readonly CancellationToken _closed;

    public TransportHandler(
        Uri baseUrl, TimeSpan timeout, TimeProvider time, ServerKnowledge server, HttpMessageHandler inner, CancellationToken closed)
        : base(inner)
    {
        _baseUrl = baseUrl;
        _timeout = timeout;
        _time = time;
        _server = server;
        _closed = closed;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LookerRequest lookerRequest = (LookerRequest)request;
        lookerRequest.Deadline?.Dispose();
        lookerRequest.Deadline = null;
        cancellationToken.ThrowIfCancellationRequested();
        // A login that is cut off leaves a session on the server that nobody can end.
        Deadline deadline = lookerRequest.Operation.OpensSession
            ? new Deadline(_timeout, _time, LoginGrace, cancellationToken, _closed)
            : new Deadline(_timeout, _time, cancellationToken);
        try
        {
            DateTimeOffset sent = _time.GetUtcNow();
            HttpResponseMessage response = await base.SendAsync(request, deadline.Token).ConfigureAwait(false);
            if (BaseAddress.IsHostOf(_baseUrl, request.RequestUri!))
            {
                _server.LearnClock(response.Headers.Date, sent, _time.GetUtcNow());
            }

            if (lookerRequest.IsStreamed && response.IsSuccessStatusCode)
            {
                if (!BodyText.IsUtf8(response.Content.Headers.ContentType))
                {
                    // The JSON reader takes UTF-8 alone: a list in another charset is decoded as a whole.
                    await ReadWholeAsync(lookerRequest, response, MaximumBodySize, deadline.Token).ConfigureAwait(false);
                }

                lookerRequest.Deadline = deadline;
                return response;
            }

            int limit = response.IsSuccessStatusCode ? MaximumBodySize : MaximumErrorBodySize;
            await ReadWholeAsync(lookerRequest, response, limit, deadline.Token).ConfigureAwait(false);
            return response;
        }
        catch (Exception e) when (deadline.IsOver)
        {
            throw RequestFailure.Late(lookerRequest, _timeout, e);
        }
        finally
        {
            if (lookerRequest.Deadline is null)
            {
                deadline.Dispose();
            }
        }
    }

    private static async ValueTask ReadWholeAsync(
        LookerRequest request, HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        HttpContent content = response.Content;
        if (content is null)
        {
            return;
        }

        try
        {
            byte[] body = await ReadAsync(request, response, limit, cancellationToken).ConfigureAwait(false);
            WholeContent read = new(body);
            read.Headers.ContentType = content.Headers.ContentType;
            response.Content = read;
            content.Dispose();
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async ValueTask<byte[]> ReadAsync(
        LookerRequest request, HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        bool mustBeWhole = response.IsSuccessStatusCode;
        HttpContent content = response.Content;
        using BodyStream stream = await BodyStream.OpenAsync(content, cancellationToken).ConfigureAwait(false);
        // With room for one byte more, the end of a body of the announced length is seen without another buffer.
        byte[] body = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Headers.ContentLength ?? 4096, MaximumErrorBodySize) + 1);
        int length = 0;
        try
        {
            while (true)
            {
                int read;
                try
                {
                    read = await stream.ReadAsync(body.AsMemory(length), cancellationToken).ConfigureAwait(false);
                }
                catch (Exception) when (cancellationToken.IsCancellationRequested)
                {
                    throw new OperationCanceledException(cancellationToken);
                }
                catch (Exception e) when (!mustBeWhole && (e is IOException or HttpRequestException))
                {
                    // The status of an error tells what happened; its body only adds to that.
                    return body.AsSpan(0, length).ToArray();
                }

                length += read;
                if (length > limit)
                {
                    return mustBeWhole
                        ? throw RequestFailure.TooLarge(request, response, "a body", limit)
                        : body.AsSpan(0, limit).ToArray();
                }

                if (read == 0)
                {
                    // Where a cancellation closes the stream (the build for Windows PowerShell), that may look like its end.
                    cancellationToken.ThrowIfCancellationRequested();
                    return body.AsSpan(0, length).ToArray();
                }

                if (length == body.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    body.CopyTo(larger, 0);
                    Return(body);
                    body = larger;
                }
            }
        }
        finally
        {
            Return(body);
        }
    }

    /// <summary>Others will get the buffer next: it leaves empty of tokens.</summary>
    private static void Return(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
}
