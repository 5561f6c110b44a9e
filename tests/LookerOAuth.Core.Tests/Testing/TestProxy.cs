using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A proxy that answers every request itself, refuses tunnels, and keeps the heads of what arrived.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly string _response;
    private readonly Task _serving;

    public TestProxy(string response)
    {
        _response = response;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>"user:password", if the proxy asks for it.</summary>
    public string? Credentials { get; init; }

    /// <summary>Whether tunnels are refused for the credentials, not as a whole.</summary>
    public bool ChecksTunnels { get; init; }

    /// <summary>Request line and headers of all requests.</summary>
    public IReadOnlyList<string> Heads => [.. _heads];

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _serving;
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_closing.Token);
                _ = RespondAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task RespondAsync(TcpClient client)
    {
        using TcpClient connection = client;
        try
        {
            byte[] buffer = new byte[64 * 1024];
            int length = 0;
            string text;
            do
            {
                int read = await connection.GetStream().ReadAsync(buffer.AsMemory(length), _closing.Token);
                length += read;
                text = Encoding.ASCII.GetString(buffer, 0, length);
                if (read == 0)
                {
                    return;
                }
            }
            while (!IsWhole(text));

            string head = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
            _heads.Enqueue(head);
            string response = head.StartsWith("CONNECT", StringComparison.Ordinal) && !(ChecksTunnels && !IsAllowed(head)) ? "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n"
                : IsAllowed(head) ? $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {_response.Length}\r\n"
                : "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n";
            string body = response.Contains(" 200 ", StringComparison.Ordinal) ? _response : "";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{response}Connection: close\r\n\r\n{body}"), _closing.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private static bool IsWhole(string text)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        const string Header = "Content-Length: ";
        int at = text.IndexOf(Header, StringComparison.OrdinalIgnoreCase);
        int due = at < 0 || at > end ? 0 : int.Parse(text[(at + Header.Length)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
        return text.Length >= end + 4 + due;
    }

    private bool IsAllowed(string head) =>
        Credentials is null
        || head.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(Credentials))}", StringComparison.Ordinal);
}
