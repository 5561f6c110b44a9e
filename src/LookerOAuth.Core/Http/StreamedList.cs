using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>A JSON array whose elements are returned while it arrives.</summary>
/// <remarks>A response that breaks off before its first element is asked for again, as any other response would be.</remarks>
internal sealed class StreamedList<T>
{
    /// <summary>No element of any list of this API comes near this.</summary>
    private const int MaximumElementSize = TransportHandler.MaximumBodySize;

    /// <summary>As much of a list as observers get to see.</summary>
    private const int MaximumCopySize = 1024 * 1024;

    /// <summary>More of a list than an error shows (2 KB): half a secret at its end is cut off.</summary>
    private const int BeginningSize = 4 * 1024;

    private readonly LookerPipeline _pipeline;
    private readonly RetryHandler _retries;
    private readonly Func<LookerRequest> _create;
    private readonly JsonTypeInfo<T> _type;
    private readonly Action<T>? _seen;

    /// <param name="pipeline">What sends the request.</param>
    /// <param name="retries">What decides about repeats.</param>
    /// <param name="create">Makes the request; called again for each repeat.</param>
    /// <param name="type">The type of an element.</param>
    /// <param name="seen">Takes note of each element before it is returned; null for none.</param>
    public StreamedList(LookerPipeline pipeline, RetryHandler retries, Func<LookerRequest> create, JsonTypeInfo<T> type, Action<T>? seen)
    {
        _pipeline = pipeline;
        _retries = retries;
        _create = create;
        _type = type;
        _seen = seen;
    }

    /// <exception cref="LookerApiException">The request failed, or the response is not what the operation returns.</exception>
    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int attempt = 1;
        while (true)
        {
            using LookerRequest request = _create();
            request.Attempt = attempt;
            using HttpResponseMessage response = await _pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Deadline deadline = request.Deadline!;
            // HttpClient lets go of the caller's cancellation when the head of the response is there.
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            ElementReader reader = new(request, response, _type, either.Token);
            await using ConfiguredAsyncDisposable closing = reader.ConfigureAwait(false);
            bool brokeOff = false;
            deadline.Pause();
            while (true)
            {
                try
                {
                    // The limit is for the server: what the caller does with an element takes as long as it takes.
                    ValueTask<bool> next = reader.MoveNextAsync();
                    if (!(next.IsCompletedSuccessfully ? next.Result : await deadline.RunAsync(next).ConfigureAwait(false)))
                    {
                        yield break;
                    }
                }
                catch (Exception e) when (RequestFailure.IsBroken(e) && reader.Count == 0 && _retries.Allows(request.Attempt)
                    && !cancellationToken.IsCancellationRequested && !deadline.IsOver)
                {
                    brokeOff = true;
                }
                catch (Exception e)
                {
                    throw FailureOf(e, request, response, reader, cancellationToken);
                }

                if (brokeOff)
                {
                    break;
                }

                _seen?.Invoke(reader.Current);
                yield return reader.Current;
            }

            await _retries.WaitAsync(request, cancellationToken).ConfigureAwait(false);
            attempt = request.Attempt + 1;
        }
    }

    private Exception FailureOf(
        Exception failure, LookerRequest request, HttpResponseMessage response, ElementReader reader, CancellationToken cancellationToken)
    {
        switch (failure)
        {
            case var _ when !cancellationToken.IsCancellationRequested && request.Deadline!.IsOver:
                return RequestFailure.Late(request, request.Deadline.Limit, failure);

            case JsonException or NotSupportedException or InvalidOperationException and not ObjectDisposedException
                when !cancellationToken.IsCancellationRequested:
                return RequestFailure.Unexpected(request, response, reader.Beginning, failure);

            default:
                Exception told = _pipeline.FailureOf(request, failure, cancellationToken);
                if (told is LookerApiException { Kind: LookerErrorKind.Unreachable } unreachable)
                {
                    unreachable.IsBrokenOff = reader.Count > 0;
                }

                return told;
        }
    }

    /// <summary>Reads the elements of the array one by one.</summary>
    private sealed class ElementReader(LookerRequest request, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        : IAsyncDisposable
    {
        private BodyStream? _body;
        private IAsyncEnumerator<T?>? _elements;

        public int Count { get; private set; }

        public T Current => _elements!.Current!;

        /// <summary>The beginning of the body, as much as has arrived.</summary>
        public byte[] Beginning => _body?.Copy ?? (response.Content as WholeContent)?.Bytes ?? [];

        public async ValueTask<bool> MoveNextAsync()
        {
            _elements ??= await OpenAsync().ConfigureAwait(false);
            while (await _elements.MoveNextAsync().ConfigureAwait(false))
            {
                _body?.Count = 0;
                if (_elements.Current is not null)
                {
                    Count++;
                    return true;
                }
            }

            return Count == 0 && IsNull(Beginning)
                ? throw new JsonException("The response is null, not a list: it does not say that there is nothing.")
                : false;
        }

        private static bool IsNull(byte[] body) => body.Length < 64 && Encoding.UTF8.GetString(body).Trim() == "null";

        public async ValueTask DisposeAsync()
        {
            if (_elements is not null)
            {
                await _elements.DisposeAsync().ConfigureAwait(false);
            }

            if (_body is not null)
            {
                Report(_body);
                _body.Dispose();
            }
        }

        private async Task<IAsyncEnumerator<T?>> OpenAsync()
        {
            Stream utf8;
            if (response.Content is WholeContent whole)
            {
                utf8 = new MemoryStream(BodyText.ToUtf8(whole.Bytes, whole.Headers.ContentType));
            }
            else
            {
                int copyLimit = request.Observer is { WantsBodies: true } ? MaximumCopySize : BeginningSize;
                _body = await BodyStream.OpenAsync(response.Content, cancellationToken, copyLimit).ConfigureAwait(false);
                _body.Limit = (MaximumElementSize, () => RequestFailure.TooLarge(request, response, "an element", MaximumElementSize));
                utf8 = _body;
            }

            return JsonSerializer.DeserializeAsyncEnumerable(utf8, type, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }

        private void Report(BodyStream body)
        {
            if (request.Observer is { WantsBodies: true } observer)
            {
                string text = BodyText.Decode(body.Copy, response.Content.Headers.ContentType);
                observer.Report(new LookerBodyReceived(
                    request.Method.Method, SecretMask.Address(request), (int)response.StatusCode, SecretMask.Apply(text, request)));
            }
        }
    }
}
