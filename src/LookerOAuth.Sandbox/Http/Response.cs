using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Sandbox;

/// <summary>What goes back to the client: a status, and either a body that is ready or a list that is written while it is sent.</summary>
internal sealed record Response
{
    /// <summary>How many items of a long list go out at a time.</summary>
    private const int ItemsPerChunk = 100;

    private const int BytesPerWrite = 80 * 1024;

    private const string JsonType = "application/json;charset=utf-8";

    // Client ids such as "abc+/=" stay readable in a raw response, and clients meet real UTF-8.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Response(int status) => Status = status;

    public int Status { get; }

    public string? ContentType { get; init; }

    public byte[] Body { get; private init; } = [];

    /// <summary>Whether the body is written piece by piece, its length not known before.</summary>
    public bool IsStreamed => WriteBodyAsync is not null;

    /// <summary>Where the browser goes next; null unless the response redirects.</summary>
    public string? Location { get; private init; }

    /// <summary>Seconds for a <c>Retry-After</c> header; null for none.</summary>
    public long? RetryAfter { get; private init; }

    /// <summary>The origin of a page that may use the response; null if none may, or none asked.</summary>
    public string? AllowedOrigin { get; init; }

    /// <summary>Whether something before Looker made it: it has none of Looker's headers, and the connection is closed after it.</summary>
    public bool IsFromFrontEnd { get; init; }

    private Func<Stream, CancellationToken, Task>? WriteBodyAsync { get; init; }

    public static Response NoContent() => new(204);

    public static Response Redirect(string location) => new(302) { Location = location };

    public static Response Html(int status, string html) => new(status)
    {
        ContentType = "text/html;charset=utf-8",
        Body = Encoding.UTF8.GetBytes(html),
    };

    public static Response Text(int status, string? contentType, string body, long? retryAfter = null) => new(status)
    {
        ContentType = contentType,
        Body = Encoding.UTF8.GetBytes(body),
        RetryAfter = retryAfter,
    };

    public static Response JsonText(string value) => new(200)
    {
        ContentType = JsonType,
        Body = Write(json => json.WriteStringValue(value)),
    };

    public static Response Json(FieldSelection fields, Action<JsonShape> write, int status = 200, long? retryAfter = null) => new(status)
    {
        ContentType = JsonType,
        RetryAfter = retryAfter,
        Body = Write(json =>
        {
            json.WriteStartObject();
            write(new JsonShape(json, fields));
            json.WriteEndObject();
        }),
    };

    /// <summary>An array. A long one starts to arrive before it is written to its end.</summary>
    public static Response JsonList<T>(IReadOnlyList<T> items, FieldSelection fields, Action<JsonShape, T> write) =>
        items.Count <= ItemsPerChunk
            ? new Response(200)
            {
                ContentType = JsonType,
                Body = Write(json =>
                {
                    json.WriteStartArray();
                    WriteItems(json, items, 0, items.Count, fields, write);
                    json.WriteEndArray();
                }),
            }
            : new Response(200)
            {
                ContentType = JsonType,
                WriteBodyAsync = (output, ct) => WriteListAsync(output, items, fields, write, ct),
            };

    /// <summary>Writes the body, whichever way it comes.</summary>
    public Task WriteAsync(Stream output, CancellationToken ct) =>
        WriteBodyAsync is { } write ? write(output, ct) : new MemoryStream(Body).CopyToAsync(output, BytesPerWrite, ct);

    private static async Task WriteListAsync<T>(
        Stream output, IReadOnlyList<T> items, FieldSelection fields, Action<JsonShape, T> write, CancellationToken ct)
    {
        using MemoryStream buffer = new MemoryStream(64 * 1024);
        using Utf8JsonWriter json = new Utf8JsonWriter(buffer, WriterOptions);
        json.WriteStartArray();
        for (int start = 0; start < items.Count; start += ItemsPerChunk)
        {
            WriteItems(json, items, start, Math.Min(start + ItemsPerChunk, items.Count), fields, write);
            if (start + ItemsPerChunk >= items.Count)
            {
                json.WriteEndArray();
            }

            json.Flush();
            buffer.Position = 0;
            await buffer.CopyToAsync(output, BytesPerWrite, ct).ConfigureAwait(false);
            await output.FlushAsync(ct).ConfigureAwait(false);
            buffer.SetLength(0);
        }
    }

    private static void WriteItems<T>(
        Utf8JsonWriter json, IReadOnlyList<T> items, int start, int end, FieldSelection fields, Action<JsonShape, T> write)
    {
        JsonShape shape = new JsonShape(json, fields);
        for (int i = start; i < end; i++)
        {
            json.WriteStartObject();
            write(shape, items[i]);
            json.WriteEndObject();
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new MemoryStream();
        using (Utf8JsonWriter json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(json);
        }

        return buffer.ToArray();
    }
}
