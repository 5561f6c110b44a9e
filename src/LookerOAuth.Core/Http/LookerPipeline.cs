using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// The way of one call: retry → authentication → log → transport, then the status check and the model, or a
/// <see cref="LookerApiException"/>. One for each connection, with its own <see cref="HttpClient"/>; safe for many callers at once.
/// </summary>
internal sealed class LookerPipeline : IDisposable
{
    private readonly RetryHandler _retries;
    private readonly RetryPolicy _policy;
    private readonly HttpClient _http;
    private readonly string _root;
    private readonly string _appId;
    private readonly string _userAgent;
    private volatile bool _isClosed;

    public LookerPipeline(LookerClientOptions options)
    {
        BaseUrl = BaseAddress.Parse(options.BaseUrl, options.AllowUnencrypted);
        Time = options.TimeProvider;
        _policy = new RetryPolicy(options.MaximumRetryCount, Time);
        HttpMessageHandler transport = options.Transport ?? Transport.Create(options);
        _retries = new RetryHandler(
            _policy, Time, new AuthenticationHandler(new LogHandler(Time, new TransportHandler(options.Timeout, Time, transport))));
        _http = new HttpClient(_retries, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _root = BaseAddress.ToText(BaseUrl) + "/";
        _appId = options.AppId;
        _userAgent = _appId.Replace(' ', '/');
    }

    /// <summary>The instance's address, without <c>/api</c> and without a trailing slash.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The clock of everything in this pipeline.</summary>
    public TimeProvider Time { get; }

    /// <summary>What answers so far have told about the server's release.</summary>
    public ServerKnowledge Server { get; } = new();

    /// <summary>An address below <c>/api/4.0</c>.</summary>
    public Uri ApiUri(string pathAndQuery) => new($"{_root}api/4.0/{pathAndQuery}");

    /// <summary>An address below the base URL itself, outside the versioned API.</summary>
    public Uri RootUri(string path) => new(_root + path);

    /// <summary>Sends a request whose answer is one JSON value.</summary>
    /// <exception cref="LookerApiException">The request failed, or the answer is not what the operation answers.</exception>
    public async ValueTask<T> SendAsync<T>(LookerRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] body = await ReadUtf8Async(response, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw Unexpected(request, response, body, null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Unexpected(request, response, body, e);
        }
    }

    /// <summary>Sends a request and hands out its successful answer, whatever its body.</summary>
    /// <exception cref="LookerApiException">The request failed.</exception>
    public async ValueTask<HttpResponseMessage> SendAsync(LookerRequest request, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (request.Operation != Operations.Token)
        {
            request.Headers.TryAddWithoutValidation("x-looker-appid", _appId);
        }

        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (_isClosed && !cancellationToken.IsCancellationRequested && (IsBroken(e) || e is OperationCanceledException))
        {
            // Closing ends what is under way, too.
            throw Closed(e);
        }
        catch (Exception e) when (IsBroken(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreachable(request, e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            byte[] body = response.Content is null ? [] : await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            throw ErrorAnswer.Read(request, response, BodyText.Decode(body, response.Content?.Headers.ContentType));
        }
    }

    /// <summary>Sends a request whose answer is a JSON array, and hands out its elements while they arrive.</summary>
    /// <remarks>An answer that breaks off before its first element is asked for again, as any other answer would be.</remarks>
    /// <param name="create">Makes the request; called again for each repeat.</param>
    /// <param name="type">The type of an element.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="LookerApiException">The request failed, or the answer is not what the operation answers.</exception>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Func<LookerRequest> create, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            using LookerRequest request = create();
            using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            Deadline deadline = request.Deadline!;
            // HttpClient lets go of the caller's cancellation when the head of the answer is there.
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            ElementReader<T> reader = new(response, type, either.Token);
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
                catch (Exception e) when (IsBroken(e) && reader.Count == 0 && attempt <= _policy.MaximumRetryCount
                    && !cancellationToken.IsCancellationRequested && !deadline.IsOver)
                {
                    brokeOff = true;
                }
                catch (Exception e)
                {
                    throw StreamFailure(e, request, response, cancellationToken);
                }

                if (brokeOff)
                {
                    break;
                }

                yield return reader.Current;
            }

            await _retries.WaitAsync(
                request, attempt, _policy.DelayBefore(attempt, null), "The connection broke", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An answer's body as UTF-8, whatever its charset.</summary>
    public static async ValueTask<byte[]> ReadUtf8Async(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] body = response.Content is WholeContent whole
            ? whole.Bytes
            : await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return BodyText.ToUtf8(body, response.Content.Headers.ContentType);
    }

    /// <summary>Refuses whatever comes next, and drops the connections.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _http.Dispose();
    }

    /// <exception cref="LookerApiException">The pipeline was closed.</exception>
    public void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw Closed(null);
        }
    }

    private LookerApiException Closed(Exception? cause) =>
        new(LookerErrorKind.NotConnected, $"The connection to {BaseUrl.Authority} was disconnected.", cause);

    private static bool IsBroken(Exception e) => e is HttpRequestException or IOException or ObjectDisposedException;

    private Exception StreamFailure(
        Exception failure, LookerRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellationToken);
        }

        return failure switch
        {
            _ when request.Deadline!.IsOver => TransportHandler.Late(request, request.Deadline.Limit, failure),
            JsonException or NotSupportedException or InvalidOperationException and not ObjectDisposedException =>
                Unexpected(request, response, [], failure),
            _ when _isClosed => Closed(failure),
            _ when IsBroken(failure) => Unreachable(request, failure),
            _ => failure,
        };
    }

    private static LookerApiException Unexpected(LookerRequest request, HttpResponseMessage response, byte[] body, Exception? cause)
    {
        string text = SecretMask.Apply(BodyText.Decode(body, response.Content.Headers.ContentType), request);
        string what = text.Length == 0 && cause is null ? "nothing" : text.TrimStart().StartsWith('<') ? "a web page" : "something else";
        return new LookerApiException(
            LookerErrorKind.UnexpectedResponse,
            $"Looker at {request.RequestUri!.Authority} answered {(int)response.StatusCode} to {request.Method} {request.Path} with {what} where JSON was due.",
            cause)
        {
            StatusCode = (int)response.StatusCode,
            Method = request.Method.Method,
            Path = request.Path,
            RequestId = LogHandler.RequestIdOf(response),
            ResponseBody = BodyText.Beginning(text),
        };
    }

    private static LookerApiException Unreachable(LookerRequest request, Exception cause)
    {
        bool isTls = RetryPolicy.IsTlsFailure(cause);
        string why = isTls
            ? "its certificate is not trusted, or no TLS version is shared"
            : (RetryPolicy.CauseOf<System.Net.Sockets.SocketException>(cause) ?? cause).Message.TrimEnd('.');
        return new LookerApiException(LookerErrorKind.Unreachable, $"Looker at {request.RequestUri!.Authority} cannot be reached: {why}.", cause)
        {
            Method = request.Method.Method,
            Path = request.Path,
            RecommendedAction = isTls
                ? "Install the instance's certificate authority on this machine, or give -SkipCertificateCheck for an instance that you trust."
                : null,
        };
    }

    /// <summary>Reads the elements of a streamed array one by one.</summary>
    private sealed class ElementReader<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) : IAsyncDisposable
    {
        private Stream? _stream;
        private CancellationTokenRegistration _closing;
        private IAsyncEnumerator<T?>? _elements;

        public int Count { get; private set; }

        public T Current => _elements!.Current!;

        public async ValueTask<bool> MoveNextAsync()
        {
            _elements ??= await OpenAsync().ConfigureAwait(false);
            while (await _elements.MoveNextAsync().ConfigureAwait(false))
            {
                if (_elements.Current is not null)
                {
                    Count++;
                    return true;
                }
            }

            return false;
        }

        public async ValueTask DisposeAsync()
        {
            _closing.Dispose();
            if (_elements is not null)
            {
                await _elements.DisposeAsync().ConfigureAwait(false);
            }

            _stream?.Dispose();
        }

        private async Task<IAsyncEnumerator<T?>> OpenAsync()
        {
            _stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            // .NET Framework's response stream does not hear of a cancellation: closing it does end the read.
            _closing = cancellationToken.Register(static s => ((IDisposable)s!).Dispose(), _stream);
            Stream utf8 = BodyText.IsUtf8(response.Content.Headers.ContentType) ? _stream : await DecodedAsync(_stream).ConfigureAwait(false);
            return JsonSerializer.DeserializeAsyncEnumerable(utf8, type, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }

        private async Task<Stream> DecodedAsync(Stream stream)
        {
            using MemoryStream body = new();
            await stream.CopyToAsync(body, 80 * 1024, cancellationToken).ConfigureAwait(false);
            return new MemoryStream(BodyText.ToUtf8(body.ToArray(), response.Content.Headers.ContentType));
        }
    }
}
