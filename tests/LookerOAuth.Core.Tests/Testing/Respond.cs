using System;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Responses to put into a script.</summary>
internal static class Respond
{
    public const string NotFoundJson = """{"message":"Not found","documentation_url":"https://cloud.google.com/looker/docs/r/err/4.0/404"}""";

    public const string UnauthorizedJson = """{"message":"Requires authentication.","documentation_url":"https://cloud.google.com/looker/docs/"}""";

    public const string Html = "<!DOCTYPE html><html><body>Looker is unavailable.</body></html>";

    public static Script NotFound => Json(404, NotFoundJson);

    public static Script Unauthorized => Json(401, UnauthorizedJson);

    public static Script NoContent => Of(204, null, null);

    public static Script Json(string body) => Json(200, body);

    public static Script Json(int status, string body) => Of(status, body, "application/json");

    public static Script Page(int status) => Of(status, Html, "text/html");

    public static Script Of(int status, string? body, string? contentType, params (string Name, string Value)[] headers) =>
        Bytes(status, body is null ? null : Encoding.UTF8.GetBytes(body), contentType, headers);

    public static Script Bytes(int status, byte[]? body, string? contentType, params (string Name, string Value)[] headers) => (_, _) =>
    {
        HttpResponseMessage response = new((HttpStatusCode)status);
        if (body is not null)
        {
            response.Content = new ByteArrayContent(body);
            _ = contentType is null || response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach ((string name, string value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        }

        return Task.FromResult(response);
    };

    /// <summary>A body that is sent gzip-encoded.</summary>
    public static Script Gzip(int status, string body, string contentType = "application/json")
    {
        Encoding encoding = contentType.Contains("utf-16", StringComparison.Ordinal) ? Encoding.Unicode : Encoding.UTF8;
        return Encoded(status, Compress(encoding.GetBytes(body)), "gzip", contentType);
    }

    public static Script Encoded(int status, byte[] body, string encoding, string contentType = "application/json") => async (request, cancellationToken) =>
    {
        HttpResponseMessage response = await Bytes(status, body, contentType, ("Vary", "Accept-Encoding, Origin"))(request, cancellationToken);
        response.Content.Headers.ContentEncoding.Add(encoding);
        return response;
    };

    public static byte[] Compress(byte[] body)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    /// <summary>A response whose body comes from a stream.</summary>
    public static Script Streamed(Stream body, int status = 200, string contentType = "application/json", long? length = null) => (_, _) =>
    {
        StreamContent content = new(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        content.Headers.ContentLength = length;
        return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = content });
    };

    public static Script Token(string token, double? expiresIn = 3600, string? refreshToken = null) =>
        Json(JsonSerializer.Serialize(new { access_token = token, token_type = "Bearer", expires_in = expiresIn, refresh_token = refreshToken }));

    public static Script Throws(Exception failure) => (_, _) => Task.FromException<HttpResponseMessage>(failure);

    public static Script ConnectionReset => Throws(Broken(SocketError.ConnectionReset));

    public static HttpRequestException Broken(SocketError error) =>
        new("The connection broke.", new SocketException((int)error));

    /// <summary>Never responds; ends when the request is cancelled.</summary>
    public static Script Stall(TaskCompletionSource reached) => async (_, cancellationToken) =>
    {
        reached.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("An infinite delay ended.");
    };

    /// <summary>Responds when it is told to.</summary>
    public static Script After(Task signal, Script response, TaskCompletionSource? reached = null) => async (request, cancellationToken) =>
    {
        reached?.TrySetResult();
        await signal.WaitAsync(cancellationToken);
        return await response(request, cancellationToken);
    };
}
