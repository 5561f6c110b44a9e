using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The requests of one caller: a pipeline, the caller's token and the caller's observer.</summary>
internal sealed class LookerCalls
{
    /// <summary>PATCH, which .NET Standard has no constant for.</summary>
    public static readonly HttpMethod Patch = new("PATCH");

    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly TokenSource _tokens;

    public LookerCalls(LookerPipeline pipeline, TokenSource tokens, ILookerObserver? observer)
    {
        Pipeline = pipeline;
        Observer = observer;
        _tokens = tokens;
    }

    public LookerPipeline Pipeline { get; }

    public ILookerObserver? Observer { get; }

    /// <summary>GET of one JSON value.</summary>
    public async Task<T> GetAsync<T>(LookerOperation operation, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using LookerRequest request = Create(HttpMethod.Get, operation, path);
        return await Pipeline.SendAsync(request, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>GET of one JSON value that needs no login.</summary>
    public async Task<T> GetAnonymousAsync<T>(LookerOperation operation, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using LookerRequest request = new(HttpMethod.Get, Pipeline.ApiUri(path), operation) { Observer = Observer };
        return await Pipeline.SendAsync(request, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>GET of a JSON array, element by element.</summary>
    public IAsyncEnumerable<T> StreamAsync<T>(
        LookerOperation operation, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Pipeline.StreamAsync(() => Create(HttpMethod.Get, operation, path, isStreamed: true), type, cancellationToken);

    /// <summary>A request with a JSON body, answered by a JSON value.</summary>
    public async Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method,
        LookerOperation operation,
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answerType,
        CancellationToken cancellationToken,
        params SecureString?[] secrets)
    {
        using LookerRequest request = Create(method, operation, path, JsonSerializer.SerializeToUtf8Bytes(body, bodyType), secrets);
        return await Pipeline.SendAsync(request, answerType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A request whose answer says no more than that it worked.</summary>
    public async Task SendAsync(HttpMethod method, LookerOperation operation, string path, CancellationToken cancellationToken)
    {
        using LookerRequest request = Create(method, operation, path);
        using HttpResponseMessage _ = await Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A request of the caller's own making, answered by anything.</summary>
    public async Task<byte[]> SendRawAsync(
        HttpMethod method, LookerOperation operation, string path, byte[]? body, CancellationToken cancellationToken, params SecureString?[] secrets)
    {
        using LookerRequest request = Create(method, operation, path, body, secrets);
        using HttpResponseMessage response = await Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await LookerPipeline.ReadUtf8Async(response, cancellationToken).ConfigureAwait(false);
    }

    private LookerRequest Create(
        HttpMethod method, LookerOperation operation, string path, byte[]? body = null, SecureString?[]? secrets = null, bool isStreamed = false)
    {
        LookerRequest request = new(method, Pipeline.ApiUri(path), operation)
        {
            Tokens = _tokens,
            Observer = Observer,
            IsStreamed = isStreamed,
            Creates = method == HttpMethod.Post && operation != Operations.ActivateAppUser,
            Secrets = secrets is null or { Length: 0 } ? [] : [.. secrets.OfType<SecureString>()],
        };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = JsonType;
        }

        return request;
    }
}
