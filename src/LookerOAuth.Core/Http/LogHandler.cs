using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tells the observer what crosses the wire, secrets masked.</summary>
internal sealed class LogHandler : DelegatingHandler
{
    private readonly TimeProvider _time;

    public LogHandler(TimeProvider time, HttpMessageHandler inner)
        : base(inner)
    {
        _time = time;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        ((LookerRequest)request).Observer is { } observer
            ? SendObservedAsync(request, observer, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendObservedAsync(
        HttpRequestMessage request, ILookerObserver observer, CancellationToken cancellationToken)
    {
        LookerRequest lookerRequest = (LookerRequest)request;
        string method = request.Method.Method;
        string url = SecretMask.Address(request);
        string? sent = observer.WantsBodies ? await MaskedAsync(request.Content, lookerRequest).ConfigureAwait(false) : null;
        observer.Report(new LookerRequestSent(method, url, sent));

        long start = _time.GetTimestamp();
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        string? received = observer.WantsBodies && response.Content is WholeContent
            ? await MaskedAsync(response.Content, lookerRequest).ConfigureAwait(false)
            : null;
        observer.Report(new LookerResponseReceived(
            method, url, (int)response.StatusCode, _time.GetElapsedTime(start), RequestIdOf(response), received));
        return response;
    }

    public static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-B3-TraceId", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private static async Task<string?> MaskedAsync(HttpContent? content, LookerRequest request)
    {
        if (content is null)
        {
            return null;
        }

        byte[] bytes = await content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return bytes.Length == 0 ? null : SecretMask.Apply(BodyText.Decode(bytes, content.Headers.ContentType), request);
    }
}
