using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// One call: retry → authentication → log → transport, then the status check and the model, or a <see cref="LookerApiException"/>.
/// One for each connection, with its own <see cref="HttpClient"/>; safe for many callers at once.
/// </summary>
internal sealed class LookerPipeline : IDisposable
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly RetryHandler _retries;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _closed = new();
#pragma warning disable CA2213 // Without a wait handle it has nothing to dispose, and requests that are being ended still release it.
    private readonly SemaphoreSlim _askingRelease = new(1, 1);
#pragma warning restore CA2213
    private readonly string _root;
    private readonly string _appId;
    private readonly string _userAgent;
    private readonly InstanceHeaders? _headers;
    private TokenSource? _tokens;
    private ChangeCount _ownChanges;

    public LookerPipeline(LookerClientOptions options)
    {
        _ownChanges = new ChangeCount(Server.ClientAppChanges);
        BaseUrl = BaseAddress.Parse(options.BaseUrl, options.AllowUnencrypted);
        TimeSpan timeout = Deadline.Checked(options.Timeout, "response", nameof(options.Timeout));
        Time = options.TimeProvider;
        _headers = options.Headers.Count > 0 ? new InstanceHeaders(options.Headers, BaseUrl) : null;
        HttpMessageHandler transport = options.Transport ?? Transport.Create(options, BaseUrl);
        _retries = new RetryHandler(
            new RetryPolicy(options.MaximumRetryCount, Time),
            Time,
            new AuthenticationHandler(new LogHandler(Time, new TransportHandler(BaseUrl, timeout, Time, Server, transport, _closed.Token))));
        _http = new HttpClient(_retries, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _root = BaseAddress.ToText(BaseUrl) + "/";
        _appId = options.AppId;
        _userAgent = _appId.Replace(' ', '/');
    }

    /// <summary>The instance's address, without <c>/api</c> and without a trailing slash.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The clock of everything in this pipeline.</summary>
    public TimeProvider Time { get; }

    /// <summary>What responses have shown of the server so far.</summary>
    public ServerKnowledge Server { get; } = new();

    /// <summary>The observer of the requests; null for none.</summary>
    public ILookerObserver? Observer { get; private set; }

    /// <summary>The same pipeline for one caller. It shares everything else, and need not be disposed.</summary>
    /// <param name="tokens">Where the tokens of its requests come from; null for requests without one.</param>
    /// <param name="observer">The observer of its requests; null for none.</param>
    public LookerPipeline For(TokenSource? tokens, ILookerObserver? observer)
    {
        LookerPipeline caller = (LookerPipeline)MemberwiseClone();
        caller._tokens = tokens;
        caller.Observer = observer;
        caller._ownChanges = new ChangeCount(Server.ClientAppChanges);
        return caller;
    }

    /// <summary>The same pipeline for one piece of work, which can tell whether others change client apps meanwhile.</summary>
    public LookerPipeline Fork() => For(_tokens, Observer);

    /// <summary>Whether anything but this pipeline has changed client apps over the connection since it was made.</summary>
    public bool OthersHaveChangedApps
    {
        get
        {
            // Its own count first: a change of its own between the two reads must not make up for one of others.
            int expected = _ownChanges.Expected;
            return Server.ClientAppChanges != expected;
        }
    }

    /// <summary>The address of an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="pathAndQuery">The path below <c>/api/4.0</c>, or below the base URL for what is outside the versioned API; escaped.</param>
    public Uri UriOf(LookerOperation operation, string pathAndQuery) =>
        RequestAddress.Create(operation.IsUnversioned ? _root + pathAndQuery : $"{_root}api/4.0/{pathAndQuery}");

    /// <summary>Sends a request without a body whose response is one JSON value.</summary>
    public Task<T> SendAsync<T>(LookerOperation operation, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(Create(operation, path), type, cancellationToken);

    /// <summary>Sends a request with a JSON body whose response is one JSON value.</summary>
    public Task<TResponse> SendAsync<TBody, TResponse>(
        LookerOperation operation,
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TResponse> type,
        CancellationToken cancellationToken) =>
        SendAsync(Create(operation, path, body, bodyType), type, cancellationToken);

    /// <summary>Sends a request whose response says no more than that it worked: it is empty, or has a text.</summary>
    /// <exception cref="LookerApiException">The request failed, or the response is a web page or tells of an error, whatever its status.</exception>
    public async Task SendAsync(LookerOperation operation, string path, CancellationToken cancellationToken)
    {
        using LookerRequest request = Create(operation, path);
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] body = await ReadUtf8Async(response, cancellationToken).ConfigureAwait(false);
        if (body.Length > 0 && ErrorBody.Parse(Encoding.UTF8.GetString(body)) is { IsHtml: true } or { IsObject: true, Message: not null })
        {
            throw RequestFailure.Unexpected(request, response, body, null);
        }
    }

    /// <summary>Sends a request whose response is a JSON array, and returns its elements while they arrive.</summary>
    public IAsyncEnumerable<T> StreamAsync<T>(
        LookerOperation operation, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        StreamAsync(operation, path, type, seen: null, cancellationToken);

    /// <inheritdoc cref="StreamAsync{T}(LookerOperation, string, JsonTypeInfo{T}, CancellationToken)"/>
    /// <param name="operation">The operation.</param>
    /// <param name="path">The path below <c>/api/4.0</c>, escaped.</param>
    /// <param name="type">The type of an element.</param>
    /// <param name="seen">Takes note of each element before it is returned; null for none.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    public IAsyncEnumerable<T> StreamAsync<T>(
        LookerOperation operation, string path, JsonTypeInfo<T> type, Action<T>? seen, CancellationToken cancellationToken) =>
        new StreamedList<T>(this, _retries, () => Create(operation, path, isStreamed: true), type, seen).ReadAsync(cancellationToken);

    /// <summary>Reads a list of this caller as a whole. One that breaks off is asked for again: nobody has seen its beginning.</summary>
    /// <param name="list">The list, which each enumeration asks for.</param>
    /// <param name="cancellationToken">Cancels the wait before it is asked for again.</param>
    /// <exception cref="LookerApiException">The request failed, or the response is not what the operation returns.</exception>
    public async Task<List<T>> ReadAllAsync<T>(IAsyncEnumerable<T> list, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await list.ToListAsync().ConfigureAwait(false);
            }
            catch (LookerApiException e) when (e.IsBrokenOff)
            {
                if (!await WaitToRepeatAsync(attempt, e, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Sends a request whose response is one JSON value, and disposes the request.</summary>
    /// <exception cref="LookerApiException">The request failed, or the response is not what the operation returns.</exception>
    public async Task<T> SendAsync<T>(LookerRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using LookerRequest _ = request;
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] body = await ReadUtf8Async(response, cancellationToken).ConfigureAwait(false);
        try
        {
            T? value = body.Length == 0 ? default : JsonSerializer.Deserialize(body, type);
            return value is not null && !IsSomethingElse(body, type) ? value : throw RequestFailure.Unexpected(request, response, body, null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw RequestFailure.Unexpected(request, response, body, e);
        }
    }

    /// <summary>Sends a request and returns its successful response, whatever its body.</summary>
    /// <exception cref="LookerApiException">The request failed.</exception>
    public async ValueTask<HttpResponseMessage> SendAsync(LookerRequest request, CancellationToken cancellationToken)
    {
        if (!request.Operation.ChangesClientApps)
        {
            return await SendCoreAsync(request, cancellationToken).ConfigureAwait(false);
        }

        NoteClientAppChange();
        try
        {
            return await SendCoreAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            NoteClientAppChange();
        }
    }

    private void NoteClientAppChange()
    {
        Server.NoteClientAppChange();
        _ownChanges.Add();
    }

    private async ValueTask<HttpResponseMessage> SendCoreAsync(LookerRequest request, CancellationToken cancellationToken)
    {
        if (_closed.IsCancellationRequested)
        {
            throw Closed(null);
        }

        AddHeaders(request);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException || RequestFailure.IsBroken(e))
        {
            throw FailureOf(request, e, cancellationToken);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            byte[] body = response.Content is null ? [] : await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            LookerApiException failure = RequestFailure.From(request, response, BodyText.Decode(body, response.Content?.Headers.ContentType), Time.GetUtcNow());
            throw await LacksOperationAsync(request, failure, cancellationToken).ConfigureAwait(false)
                ? RequestFailure.NotSupported(request, failure)
                : failure;
        }
    }

    /// <summary>A request of this caller.</summary>
    public LookerRequest Create(
        LookerOperation operation, string path, HttpContent? body = null, IReadOnlyList<SecureString>? secrets = null, bool isStreamed = false) =>
        new(operation, UriOf(operation, path))
        {
            Tokens = operation.Login == LookerLogin.None ? null : _tokens,
            Observer = Observer,
            IsStreamed = isStreamed,
            // A POST without content is sent again by .NET itself where a server closes the connection before it responds.
            Content = body ?? (operation.Method == HttpMethod.Post ? new ByteArrayContent([]) : null),
            Secrets = secrets ?? [],
        };

    /// <summary>A request of this caller with a JSON body. Its SecureString properties are masked wherever it is shown.</summary>
    /// <exception cref="LookerApiException">A text in it is not valid Unicode: it would be sent as another one.</exception>
    public LookerRequest Create<TBody>(LookerOperation operation, string path, TBody body, JsonTypeInfo<TBody> type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(body, type);
        // What the writer puts for half of a surrogate pair. A text may also say so itself.
        if (json.AsSpan().IndexOf("\\uFFFD"u8) >= 0)
        {
            ThrowIfNotUnicode(body, type);
        }

        return Create(operation, path, JsonContent(json), SecretsOf(body, type));
    }

    /// <summary>JSON in UTF-8 as the body of a request.</summary>
    public static HttpContent JsonContent(byte[] json)
    {
        ByteArrayContent content = new(json);
        content.Headers.ContentType = JsonType;
        return content;
    }

    /// <summary>Waits before a caller repeats a request itself, that many times; false if it may not.</summary>
    public async Task<bool> WaitToRepeatAsync(int attempt, LookerApiException failure, CancellationToken cancellationToken)
    {
        if (!_retries.Allows(attempt))
        {
            return false;
        }

        await _retries.WaitAsync(Observer, BaseUrl.GetLeftPart(UriPartial.Authority) + failure.Path, attempt, failure, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>What becomes of an exception that ended a request: a cancellation, or a failure that says what happened.</summary>
    public Exception FailureOf(LookerRequest request, Exception cause, CancellationToken cancellationToken) => cause switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException(cancellationToken),
        LookerApiException => cause,
        // Closing ends what is under way, too.
        _ when _closed.IsCancellationRequested => Closed(cause),
        _ when RequestFailure.IsBroken(cause) => RequestFailure.Unreachable(request, cause),
        _ => cause,
    };

    /// <summary>A response's body as UTF-8, whatever its charset.</summary>
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
        if (_closed.IsCancellationRequested)
        {
            return;
        }

        _closed.Cancel();
        _http.Dispose();
        _closed.Dispose();
    }

    /// <summary>Whether an object has properties, and none of a resource: what a gateway says, for one.</summary>
    private static bool IsSomethingElse(byte[] body, JsonTypeInfo type)
    {
        if (!typeof(LookerResource).IsAssignableFrom(type.Type))
        {
            return false;
        }

        Utf8JsonReader reader = new(body);
        bool hasProperties = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            foreach (JsonPropertyInfo property in type.Properties)
            {
                if (reader.ValueTextEquals(property.Name))
                {
                    return false;
                }
            }

            hasProperties = true;
            reader.Skip();
        }

        return hasProperties;
    }

    private static void ThrowIfNotUnicode<TBody>(TBody body, JsonTypeInfo<TBody> type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            IEnumerable<string> texts = property.Get?.Invoke(body!) switch
            {
                string text => [text],
                Optional<string> { Value: { } text } => [text],
                Optional<IReadOnlyList<string>> { Value: { } list } => list,
                _ => [],
            };
            if (!texts.All(text => text.IsUnicode()))
            {
                throw LookerApiException.InvalidArgument(
                    $"The {property.Name} is not valid Unicode text: it holds half of a surrogate pair.", null, "Check in which encoding the text was read.");
            }
        }
    }

    private static List<SecureString> SecretsOf<TBody>(TBody body, JsonTypeInfo<TBody> type)
    {
        List<SecureString> secrets = [];
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.PropertyType == typeof(SecureString) && property.Get!(body!) is SecureString secret)
            {
                secrets.Add(secret);
            }
        }

        return secrets;
    }

    /// <summary>Whether a 404 that does not say so means that the server's release lacks the operation.</summary>
    private async ValueTask<bool> LacksOperationAsync(LookerRequest request, LookerApiException failure, CancellationToken cancellationToken)
    {
        if (!failure.IsRouteInDoubt || request.Operation.Since is not { } since)
        {
            return false;
        }

        try
        {
            await For(request.Tokens, request.Observer).LearnReleaseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException)
        {
            // The failure of the request says more.
        }

        return ServerKnowledge.IsBefore(Server.Release, since);
    }

    /// <summary>Asks for the server's release, unless it is known. A server that does not tell it is not asked again.</summary>
    /// <exception cref="LookerApiException">The request failed in a way that may pass.</exception>
    public async Task LearnReleaseAsync(CancellationToken cancellationToken)
    {
        await _askingRelease.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Server.Release is null)
            {
                LookerVersions versions = await SendAsync(
                    Operations.Versions, "versions", LookerJson.Default.LookerVersions, cancellationToken).ConfigureAwait(false);
                Server.LearnRelease(versions.ReleaseVersion);
            }
        }
        catch (LookerApiException e) when (e.Kind is LookerErrorKind.NotFound or LookerErrorKind.AccessDenied
            or LookerErrorKind.NotSupported or LookerErrorKind.UnexpectedResponse)
        {
            Server.LearnRelease(null);
        }
        finally
        {
            _askingRelease.Release();
        }
    }

    private void AddHeaders(LookerRequest request)
    {
        // Exactly this: for a list of types, hosted instances answer a 404 with a web page.
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        if (!request.Operation.IsUnversioned)
        {
            request.Headers.TryAddWithoutValidation("x-looker-appid", _appId);
        }

        _headers?.AddTo(request);
#if !NET
        // .NET Framework would ask before every body whether it may send it.
        request.Headers.ExpectContinue = false;
#endif
    }

    /// <summary>What a request or a login ends with after the connection was closed.</summary>
    public LookerApiException Closed(Exception? cause) =>
        new(LookerErrorKind.NotConnected, $"The connection to {BaseUrl.Authority} was disconnected.", cause);

    /// <summary>What <see cref="ServerKnowledge.ClientAppChanges"/> is if nobody else changes client apps.</summary>
    private sealed class ChangeCount(int start)
    {
        private int _expected = start;

        public int Expected => Volatile.Read(ref _expected);

        public void Add() => Interlocked.Increment(ref _expected);
    }
}
