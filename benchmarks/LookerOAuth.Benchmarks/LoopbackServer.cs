using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace LookerOAuth.Benchmarks;

/// <summary>
/// An HTTP/1.1 server that knows three answers. One blocking thread a connection and no allocation a request: neither its time nor its
/// memory should show in what is measured.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private static readonly byte[] Login = Head(Responses.Login);
    private static readonly byte[] App = Head(Responses.App);
    private static readonly byte[] Apps = Head(Responses.Apps);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public string Start()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Accept) { IsBackground = true }.Start();
        return $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";
    }

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket connection = _listener.Accept();
                connection.NoDelay = true;
                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }

    private static void Serve(Socket connection)
    {
        using (connection)
        {
            byte[] buffer = new byte[16 * 1024];
            int length = 0;
            try
            {
                while (connection.Receive(buffer.AsSpan(length)) is > 0 and int read)
                {
                    length += read;
                    if (RequestLength(buffer.AsSpan(0, length)) is { } end && end <= length)
                    {
                        connection.Send(ResponseTo(buffer));
                        buffer.AsSpan(end, length - end).CopyTo(buffer);
                        length -= end;
                    }
                }
            }
            catch (SocketException)
            {
                // The client has gone.
            }
        }
    }

    private static byte[] ResponseTo(ReadOnlySpan<byte> request) =>
        request.StartsWith("POST "u8) ? Login
        : request.StartsWith("GET /api/4.0/oauth_client_apps "u8) ? Apps
        : App;

    private static int? RequestLength(ReadOnlySpan<byte> request)
    {
        int head = request.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = request[..head].IndexOf(name);
        int body = 0;
        if (at >= 0)
        {
            _ = System.Buffers.Text.Utf8Parser.TryParse(request[(at + name.Length)..], out body, out _);
            return head + 4 + body;
        }

        if (request[..head].IndexOf("Transfer-Encoding: chunked"u8) < 0)
        {
            return head + 4;
        }

        int last = request[head..].IndexOf("\r\n0\r\n\r\n"u8);
        return last < 0 ? null : head + last + 7;
    }

    private static byte[] Head(byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=utf-8\r\nX-B3-TraceId: 0123456789abcdef\r\nContent-Length: {body.Length}\r\n\r\n")),
        .. body,
    ];
}
