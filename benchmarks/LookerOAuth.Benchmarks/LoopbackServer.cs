using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;

namespace LookerOAuth.Benchmarks;

/// <summary>
/// An HTTP/1.1 server that knows three answers. One blocking thread a connection and no allocation a request: neither its time nor its
/// memory should show in what is measured.
/// </summary>
/// <param name="isSecure">Whether it speaks HTTPS, with a certificate that it signs itself.</param>
/// <param name="roundTrip">
/// How long a round trip takes on the line to it: waited for once when a connection opens, once more for the TLS handshake (1.3), and
/// once for each response.
/// </param>
internal sealed class LoopbackServer(bool isSecure = false, TimeSpan roundTrip = default) : IDisposable
{
    private static readonly byte[] Login = Head(Responses.Login);
    private static readonly byte[] App = Head(Responses.App);
    private static readonly byte[] Apps = Head(Responses.Apps);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly X509Certificate2? _certificate = isSecure ? SignedByItself() : null;

    public string Start()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Accept) { IsBackground = true }.Start();
        return $"{(isSecure ? "https" : "http")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 SignedByItself()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Windows serves with keys that were imported only.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

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

    private void Serve(Socket connection)
    {
        byte[] buffer = new byte[16 * 1024];
        int length = 0;
        try
        {
            using Stream stream = Open(connection);
            while (stream.Read(buffer.AsSpan(length)) is > 0 and int read)
            {
                length += read;
                if (RequestLength(buffer.AsSpan(0, length)) is { } end && end <= length)
                {
                    Thread.Sleep(roundTrip);
                    stream.Write(ResponseTo(buffer));
                    buffer.AsSpan(end, length - end).CopyTo(buffer);
                    length -= end;
                }
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client has gone.
        }
    }

    private Stream Open(Socket connection)
    {
        NetworkStream plain = new(connection, ownsSocket: true);
        Thread.Sleep(roundTrip);
        if (_certificate is null)
        {
            return plain;
        }

        SslStream secure = new(plain);
        secure.AuthenticateAsServer(_certificate);
        Thread.Sleep(roundTrip);
        return secure;
    }

    private static byte[] ResponseTo(ReadOnlySpan<byte> request) =>
        request.StartsWith("POST /api/4.0/login "u8) ? Login
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
