using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A server on loopback that answers every GET of a list with the same gzip-encoded apps, in chunks, and of anything else with one app.</summary>
internal sealed class GzipServer : IDisposable
{
    public const int Apps = 3000;

    private static readonly byte[] List = Response("[" + string.Join(",", Enumerable.Range(0, Apps).Select(App)) + "]");
    private static readonly byte[] One = Response(App(0));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<(string Line, int Connection)> _requests = new();

    public GzipServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The first lines of the requests so far, each with the number of the connection that it came over.</summary>
    public IReadOnlyCollection<(string Line, int Connection)> Requests => _requests;

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    // Descriptions that do not compress well: the inflater has work to do.
    private static string App(int i) =>
        $$"""{"client_guid":"{{i}}","description":"{{string.Concat(Enumerable.Range(0, 12).Select(j => (((i + 1L) * 2654435761 * (j + 7)) % 4294967291).ToString("x", CultureInfo.InvariantCulture)))}}"}""";

    private static byte[] Response(string json)
    {
        byte[] body = Respond.Compress(Encoding.UTF8.GetBytes(json));
        using MemoryStream response = new();
        response.Write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"u8);
        for (int offset = 0; offset < body.Length; offset += 5000)
        {
            int length = Math.Min(5000, body.Length - offset);
            response.Write(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            response.Write(body, offset, length);
            response.Write("\r\n"u8);
        }

        response.Write("0\r\n\r\n"u8);
        return response.ToArray();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (int connection = 1; ; connection++)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = ServeAsync(client, connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        try
        {
            using TcpClient _ = client;
            using NetworkStream stream = client.GetStream();
            using StreamReader reader = new(stream, Encoding.ASCII);
            while (await reader.ReadLineAsync(_stopping.Token) is { } first)
            {
                _requests.Enqueue((first, connection));
                while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 })
                {
                }

                await stream.WriteAsync(first.StartsWith("GET /api/4.0/oauth_client_apps HTTP", StringComparison.Ordinal) ? List : One, _stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client went away, or the server stopped.
        }
    }
}
