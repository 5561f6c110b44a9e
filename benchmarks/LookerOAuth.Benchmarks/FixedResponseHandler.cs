using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Benchmarks;

/// <summary>Responses at once, without a socket.</summary>
internal sealed class FixedResponseHandler : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        byte[] body = path.EndsWith("/login", StringComparison.Ordinal) ? Responses.Login
            : path.EndsWith("/oauth_client_apps", StringComparison.Ordinal) ? Responses.Apps
            : Responses.App;
        HttpResponseMessage response = new(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentType = Json;
        return request.Content is { } content ? SendBodyAsync(content, response) : Task.FromResult(response);
    }

    private static async Task<HttpResponseMessage> SendBodyAsync(HttpContent content, HttpResponseMessage response)
    {
        // A socket would write the body just so.
        await content.CopyToAsync(System.IO.Stream.Null);
        return response;
    }
}
