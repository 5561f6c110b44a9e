using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Sandbox;

/// <summary>Sends responses with the headers that Looker sends, compressed if the client takes that.</summary>
internal sealed class ResponseSender(bool isHosted)
{
    private readonly TraceIds _ids = new(DateTime.UtcNow.Ticks);

    public async Task SendAsync(HttpListenerContext context, Response response, CancellationToken ct)
    {
        HttpListenerResponse output = context.Response;
        output.StatusCode = response.Status;
        SetHeaders(output, response);
        bool isHead = context.Request.HttpMethod == "HEAD";
        bool isBodyless = response.Status is < 200 or 204 or 304;
        bool isCompressed = !isBodyless && (response.IsStreamed || response.Body.Length > 0) && TakesGzip(context.Request.Headers["Accept-Encoding"]);
        if (isCompressed)
        {
            output.Headers["Content-Encoding"] = "gzip";
        }

        if (response.IsStreamed)
        {
            output.SendChunked = true;
            if (!isBodyless && !isHead)
            {
                await WriteAsync(response, output.OutputStream, isCompressed, ct).ConfigureAwait(false);
            }
        }
        else
        {
            using MemoryStream body = new MemoryStream();
            if (!isBodyless)
            {
                await WriteAsync(response, body, isCompressed, ct).ConfigureAwait(false);
            }

            // HEAD gets the length of what GET would get.
            output.ContentLength64 = body.Length;
            body.Position = 0;
            if (!isHead)
            {
                await body.CopyToAsync(output.OutputStream, 80 * 1024, ct).ConfigureAwait(false);
            }
        }

        output.Close();
    }

    private void SetHeaders(HttpListenerResponse output, Response response)
    {
        if (response.ContentType is not null)
        {
            output.ContentType = response.ContentType;
        }

        if (isHosted)
        {
            output.Headers["Strict-Transport-Security"] = "max-age=15724800; includeSubDomains";
        }

        if (response.IsFromFrontEnd)
        {
            output.KeepAlive = false;
            return;
        }

        output.Headers["X-B3-TraceId"] = _ids.NextTrace();
        output.Headers["X-B3-SpanId"] = _ids.NextSpan();
        output.Headers["X-B3-ParentSpanId"] = _ids.NextSpan();
        output.Headers["X-B3-Sampled"] = "1";
        output.Headers["X-Content-Type-Options"] = "nosniff";
        output.Headers["Vary"] = "Accept-Encoding, Origin";
        if (response.AllowedOrigin is not null)
        {
            output.Headers["Access-Control-Allow-Origin"] = response.AllowedOrigin;
            output.Headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE";
            output.Headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, x-looker-appid";
        }

        if (response.Location is not null)
        {
            output.RedirectLocation = response.Location;
        }

        if (response.RetryAfter is { } seconds)
        {
            output.Headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static async Task WriteAsync(Response response, Stream output, bool isCompressed, CancellationToken ct)
    {
        if (!isCompressed)
        {
            await response.WriteAsync(output, ct).ConfigureAwait(false);
            return;
        }

        using GZipStream gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
        await response.WriteAsync(gzip, ct).ConfigureAwait(false);
    }

    /// <summary>Whether the client names gzip, and not only to refuse it (<c>gzip;q=0</c>).</summary>
    private static bool TakesGzip(string? acceptEncoding) => acceptEncoding is not null && acceptEncoding.Split(',').Any(encoding =>
    {
        string[] parts = encoding.Split(';');
        return parts[0].Trim() is "gzip" && parts.Skip(1).All(part => part.Trim() is not ("q=0" or "q=0.0" or "q=0.00" or "q=0.000"));
    });
}
