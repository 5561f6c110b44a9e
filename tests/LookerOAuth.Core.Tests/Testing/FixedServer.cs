using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A server on loopback that answers every request without a body with the same head, and closes the connection.
/// Without a head it closes the connection and answers nothing.</summary>
internal sealed class FixedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly string _response;

    /// <param name="head">The status line and the headers.</param>
    public FixedServer(params string[] head)
    {
        _response = head.Length == 0 ? "" : string.Join("\r\n", [.. head, "Content-Length: 0", "Connection: close", "", ""]);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The heads of the requests so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                using NetworkStream stream = client.GetStream();
                using StreamReader reader = new(stream, Encoding.ASCII);
                using StreamWriter writer = new(stream, Encoding.ASCII);
                StringBuilder head = new();
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    head.AppendLine(line);
                }

                _requests.Enqueue(head.ToString());
                await writer.WriteAsync(_response);
                await writer.FlushAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The test is over.
        }
    }
}
