using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Listens on a loopback redirect URI until the browser comes back. The port is free again when it is disposed.</summary>
/// <remarks>Not an HttpListener: outside Windows that one knows no <c>[::1]</c>, and of localhost only one of its addresses.</remarks>
internal sealed class RedirectListener : IDisposable
{
    /// <summary>As long as any request line of a browser.</summary>
    private const int MaximumRequestLength = 64 * 1024;

    private const string Page =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Looker login</title>"
        + "<body style=\"font-family:sans-serif;margin:4em\"><h1>Back to your program</h1>"
        + "<p>It has received Looker's response. This window can be closed.</p></body></html>";

    private readonly Uri _redirectUri;
    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, string>> _redirect = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="LookerApiException">The port cannot be listened on.</exception>
    public RedirectListener(Uri redirectUri)
        : this(redirectUri, (address, port) => new TcpListener(address, port))
    {
    }

    /// <inheritdoc cref="RedirectListener(Uri)"/>
    /// <param name="redirectUri">The redirect URI.</param>
    /// <param name="create">Makes the listener of an address and a port.</param>
    internal RedirectListener(Uri redirectUri, Func<IPAddress, int, TcpListener> create)
    {
        _redirectUri = redirectUri;
        foreach (IPAddress address in AddressesOf(redirectUri))
        {
            // Its socket is made here or when it starts, and either fails where the machine lacks the address.
            TcpListener? listener = null;
            try
            {
                listener = create(address, redirectUri.Port);
                if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                {
                    // Else another program could take the redirect.
                    listener.ExclusiveAddressUse = true;
                }

                listener.Start();
                _listeners.Add(listener);
            }
            catch (SocketException e) when (_listeners.Count > 0
                && e.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
            {
                // A machine without IPv6: localhost has one address there.
                listener?.Stop();
            }
            catch (SocketException e)
            {
                listener?.Stop();
                Dispose();
                throw Refused(e);
            }
        }
    }

    /// <summary>Waits for the redirect. Other requests (a browser looks for an icon) are answered and forgotten.</summary>
    /// <returns>The parameters of the redirect.</returns>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(CancellationToken cancellationToken)
    {
        foreach (TcpListener listener in _listeners)
        {
            _ = AcceptAsync(listener);
        }

        return await _redirect.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        // Not disposed: a connection that was just accepted may still look at it.
        _closing.Cancel();
        foreach (TcpListener listener in _listeners)
        {
            listener.Stop();
        }
    }

    private static IPAddress[] AddressesOf(Uri redirectUri) =>
        IPAddress.TryParse(redirectUri.Host.Trim('[', ']'), out IPAddress? address)
            ? [address]
            : [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private LookerApiException Refused(SocketException e) =>
        new(
            LookerErrorKind.InvalidArgument,
            $"Cannot listen on {_redirectUri.GetLeftPart(UriPartial.Authority)} for the redirect: {e.Message.AsSentence()}",
            e)
        {
            Subject = _redirectUri.OriginalString,
            RecommendedAction = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "Close the program that uses the port, or register another redirect URI for the app.",
                SocketError.AccessDenied => "Register a redirect URI with a port above 1023 for the app, or run with elevated rights.",
                _ => "Register another redirect URI for the app, such as http://localhost:7777/callback.",
            },
        };

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
                // Browsers open connections in advance and send nothing on them: none may hold up the others.
                _ = ServeAsync(client);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // The browser left before it was accepted.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient connection = client;
        using CancellationTokenRegistration closing = _closing.Token.Register(static c => ((TcpClient)c!).Close(), client);
        try
        {
            NetworkStream stream = client.GetStream();
            if (RedirectIn(await ReadHeadAsync(stream).ConfigureAwait(false)) is { } redirect)
            {
                try
                {
                    await RespondAsync(stream, "200 OK", Page).ConfigureAwait(false);
                }
                finally
                {
                    // The port is closed next, so the page goes first. The code counts although the browser did not wait for it.
                    _redirect.TrySetResult(redirect);
                }
            }
            else
            {
                await RespondAsync(stream, "404 Not Found", "").ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // The browser left in the middle.
        }
    }

    /// <summary>The parameters of a request that is the redirect; null for any other.</summary>
    private IReadOnlyDictionary<string, string>? RedirectIn(string head)
    {
        string[] line = head.Split(['\r', '\n'], 2)[0].Split(' ');
        if (line.Length != 3 || line[0] != "GET" || line[1].Split('?') is not [string path, _, ..] || path != _redirectUri.AbsolutePath)
        {
            return null;
        }

        IReadOnlyDictionary<string, string> parameters = RedirectQuery.Parse(line[1]);
        return parameters.ContainsKey("code") || parameters.ContainsKey("error") || parameters.ContainsKey("state") ? parameters : null;
    }

    /// <summary>A request up to its empty line; as much of it as fits.</summary>
    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        byte[] head = new byte[MaximumRequestLength];
        int length = 0;
        while (length < head.Length)
        {
            int read = await stream.ReadAsync(head.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
            length += read;
            string text = Encoding.ASCII.GetString(head, 0, length);
            if (read == 0 || text.Contains("\r\n\r\n"))
            {
                return text;
            }
        }

        return "";
    }

    private static async Task RespondAsync(NetworkStream stream, string status, string page)
    {
        byte[] response = Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(page)}\r\n"
            + $"Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}");
        await stream.WriteAsync(response).ConfigureAwait(false);
    }
}
