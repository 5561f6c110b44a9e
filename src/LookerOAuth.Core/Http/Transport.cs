using System;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace LookerOAuth;

/// <summary>Makes the handler that owns the sockets.</summary>
internal static class Transport
{
#if NET
    private static readonly string[] ProxySchemes = ["http", "https", "socks4", "socks4a", "socks5"];
#else
    // .NET Framework knows no others.
    private static readonly string[] ProxySchemes = ["http"];
#endif

    /// <summary>The addresses of this machine, as a proxy's list of exceptions names them.</summary>
    private const string Loopback = @"^https?://(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(/|$)";

    /// <summary>
    /// A handler of a connection's own: redirects are never followed, cookies never kept, TLS 1.2 is the least, and requests to this
    /// machine go through no proxy. Bodies come as they were sent: <see cref="BodyStream"/> decompresses them.
    /// </summary>
    /// <exception cref="LookerApiException">A proxy would see everything in clear text, or the certificate has no private key.</exception>
    public static HttpMessageHandler Create(LookerClientOptions options, Uri baseUrl)
    {
        IWebProxy? proxy = ProxyOf(options, baseUrl);
        X509Certificate2? certificate = CertificateOf(options);
#if NET
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Long runs should notice when the instance's address changes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            Proxy = proxy,
            // Without a proxy that is named, they are for the one of the machine.
            DefaultProxyCredentials = options.ProxyCredential,
            // The machine's setting may not except it.
            UseProxy = !BaseAddress.IsLoopback(baseUrl),
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

        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }
#else
        HttpClientHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = 64,
            SslProtocols = SslProtocols.Tls12,
            DefaultProxyCredentials = options.ProxyCredential,
            // The machine's setting may not except it.
            UseProxy = !BaseAddress.IsLoopback(baseUrl),
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        if (options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        }

        if (certificate is not null)
        {
            handler.ClientCertificateOptions = ClientCertificateOption.Manual;
            handler.ClientCertificates.Add(certificate);
        }
#endif
        return handler;
    }

    private static WebProxy? ProxyOf(LookerClientOptions options, Uri baseUrl)
    {
        if (options.Proxy is null)
        {
            return null;
        }

        // Requests to this machine pass by the proxy.
        if (baseUrl.Scheme == Uri.UriSchemeHttp && !BaseAddress.IsLoopback(baseUrl) && !options.AllowUnencrypted)
        {
            throw LookerApiException.InvalidArgument(
                $"The base URL {BaseAddress.ToText(baseUrl)} is not encrypted: the proxy would see the key in clear text.",
                BaseAddress.ToText(baseUrl),
                "Use https, or no proxy.",
                nameof(LookerClientOptions.AllowUnencrypted));
        }

        return options.Proxy.IsAbsoluteUri && Array.IndexOf(ProxySchemes, options.Proxy.Scheme) >= 0
            ? new WebProxy(options.Proxy, BypassOnLocal: false, [Loopback]) { Credentials = options.ProxyCredential }
            : throw LookerApiException.InvalidArgument(
                "The address of the proxy has a scheme that is not supported.", null, "Specify scheme, host and port, such as http://proxy.example.com:3128.");
    }

    private static X509Certificate2? CertificateOf(LookerClientOptions options) =>
        options.Certificate is null or { HasPrivateKey: true }
            ? options.Certificate
            : throw LookerApiException.InvalidArgument(
                $"The certificate {options.Certificate.Subject} has no private key: it cannot be used to log in.",
                options.Certificate.Subject,
                "Use a certificate from a store or from a PKCS #12 file that also contains the private key.");
}
