using System;
using System.Net;
using System.Net.Sockets;

namespace LookerOAuth.Sandbox;

/// <summary>Opens an <see cref="HttpListener"/> on loopback.</summary>
internal static class LoopbackListener
{
    private const int Attempts = 20;

    // What Windows and Unix say when this user may not open the port.
    private static readonly int[] AccessDenied = [5, 13, 10013];

    /// <summary>Opens a port; 0 takes a free one, which is the second part of the result.</summary>
    /// <exception cref="SandboxException">The port is taken, or may not be opened.</exception>
    public static (HttpListener Listener, int Port) Open(int port)
    {
        if (port != 0)
        {
            return (TryOpen(port, out Exception? refusal) ?? throw Refused(port, refusal!), port);
        }

        Exception? last = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            // Somebody else may take the port between the two steps.
            int candidate = FreePort();
            if (TryOpen(candidate, out last) is { } listener)
            {
                return (listener, candidate);
            }
        }

        throw new SandboxException("No free port was found on loopback.", last);
    }

    private static HttpListener? TryOpen(int port, out Exception? refusal)
    {
        // "localhost" may stand for an address that this machine cannot listen on (::1 without IPv6); 127.0.0.1 is what counts.
        return TryStart([$"http://127.0.0.1:{port}/", $"http://localhost:{port}/"], out refusal)
            ?? TryStart([$"http://127.0.0.1:{port}/"], out refusal);
    }

    private static HttpListener? TryStart(string[] prefixes, out Exception? refusal)
    {
        HttpListener listener = new HttpListener { IgnoreWriteExceptions = true };
        try
        {
            foreach (string prefix in prefixes)
            {
                listener.Prefixes.Add(prefix);
            }

            listener.Start();
            refusal = null;
            return listener;
        }
        catch (Exception e) when (e is HttpListenerException or SocketException)
        {
            listener.Close();
            refusal = e;
            return null;
        }
    }

    private static SandboxException Refused(int port, Exception refusal) =>
        refusal is HttpListenerException e && Array.IndexOf(AccessDenied, e.ErrorCode) >= 0
            ? new SandboxException($"Port {port} may not be opened: {e.Message}", e)
            : new SandboxException($"Port {port} is already in use.", refusal);

    private static int FreePort()
    {
        TcpListener probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return port;
    }
}
