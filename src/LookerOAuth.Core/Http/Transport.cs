#if NET
using System;
#endif
using System.Net;
using System.Net.Http;
using System.Security.Authentication;

namespace LookerOAuth;

/// <summary>Makes the handler that owns the sockets.</summary>
internal static class Transport
{
    /// <summary>A handler of a connection's own: redirects are never followed, cookies never kept, TLS 1.2 is the least. Bodies come as they
    /// were sent: <see cref="BodyStream"/> decompresses them.</summary>
    public static HttpMessageHandler Create(LookerClientOptions options)
    {
        IWebProxy? proxy = options.Proxy is { } address ? new WebProxy(address) { Credentials = options.ProxyCredential } : null;
#if NET
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Long runs should notice when the instance's address changes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            Proxy = proxy,
        };
#pragma warning disable CA5398 // The least is named, so that no machine-wide setting can lower it.
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
#pragma warning restore CA5398
        if (options.SkipCertificateCheck)
        {
#pragma warning disable CA5359 // Asked for by name, for this connection alone.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
#else
        HttpClientHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = 64,
            SslProtocols = SslProtocols.Tls12,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        if (options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        }
#endif
        return handler;
    }
}
