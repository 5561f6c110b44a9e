using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>A server whose certificate nobody trusts.</summary>
public sealed class TlsTests
{
    private static readonly byte[] Token = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 44\r\nConnection: close\r\n\r\n"
        + "{\"access_token\":\"made-up\",\"expires_in\":3600}");

    private static LookerClient Client(TcpListener listener, bool skipCertificateCheck) => new(new LookerClientOptions
    {
        BaseUrl = $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}",
        Credential = LookerCredential.ApiKey("made-up-id", TestLooker.Secret("made-up-secret")),
        SkipCertificateCheck = skipCertificateCheck,
        MaximumRetryCount = 0,
    });

    [Fact]
    public async Task Certificate_that_is_not_trusted_ends_the_login_before_the_key_is_sent()
    {
        using TcpListener listener = Listen();
        Task<bool> server = RespondOnceAsync(listener);
        using LookerClient looker = Client(listener, skipCertificateCheck: false);

        LookerApiException e = await TestLooker.FailureOf(() => looker.LoginAsync());

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Contains("certificate", e.Message, StringComparison.Ordinal);
        Assert.Equal(nameof(LookerClientOptions.SkipCertificateCheck), e.Option);
        Assert.False(await server);
    }

    [Fact]
    public async Task Certificate_check_is_skipped_for_that_client_alone()
    {
        using TcpListener listener = Listen();
        Task<bool> server = RespondOnceAsync(listener);
        using LookerClient trusting = Client(listener, skipCertificateCheck: true);

        await trusting.LoginAsync();

        Assert.True(await server);
        Task<bool> again = RespondOnceAsync(listener);
        using LookerClient careful = Client(listener, skipCertificateCheck: false);
        await TestLooker.FailureOf(() => careful.LoginAsync());
        Assert.False(await again);
    }

    [Fact]
    public void Transport_speaks_TLS_1_2_and_up_and_follows_no_redirect()
    {
        using HttpMessageHandler transport = Transport.Create(new LookerClientOptions
        {
            BaseUrl = "https://example.com",
            Credential = LookerCredential.ApiKey("made-up-id", TestLooker.Secret("made-up-secret")),
        }, new Uri("https://example.com"));

        // SocketsHttpHandler on PowerShell 7; Windows PowerShell has the older handler, and TLS 1.3 is not for it to name.
        (SslProtocols protocols, bool followsRedirects, bool keepsCookies) = transport switch
        {
            SocketsHttpHandler sockets => (sockets.SslOptions.EnabledSslProtocols ^ SslProtocols.Tls13, sockets.AllowAutoRedirect, sockets.UseCookies),
            HttpClientHandler handler => (handler.SslProtocols, handler.AllowAutoRedirect, handler.UseCookies),
            _ => throw new InvalidOperationException($"{transport.GetType()} is not known here."),
        };
        Assert.Equal(SslProtocols.Tls12, protocols);
        Assert.False(followsRedirects);
        Assert.False(keepsCookies);
    }

    [Fact]
    public async Task Server_that_demands_a_certificate_gets_the_one_that_was_given()
    {
        using TcpListener listener = Listen();
        using X509Certificate2 mine = SelfSigned();
        Task<string?> server = DemandCertificateAsync(listener);
        using LookerClient looker = new(Options(listener) with { Certificate = mine });

        await looker.LoginAsync();

        Assert.Equal(mine.Thumbprint, await server);
    }

    [Fact]
    public async Task Server_that_demands_a_certificate_refuses_a_client_without_one()
    {
        using TcpListener listener = Listen();
        Task<string?> server = DemandCertificateAsync(listener);
        using LookerClient looker = new(Options(listener));

        LookerApiException e = await TestLooker.FailureOf(() => looker.LoginAsync());

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Null(await server);
    }

    [Fact]
    public void Certificate_without_a_private_key_is_refused()
    {
        using TcpListener listener = Listen();
        using X509Certificate2 mine = SelfSigned();
        using X509Certificate2 half = X509CertificateLoader.LoadCertificate(mine.Export(X509ContentType.Cert));

        LookerApiException e = TestLooker.FailureOf(() => new LookerClient(Options(listener) with { Certificate = half }));

        Assert.Equal((LookerErrorKind.InvalidArgument, "CN=localhost"), (e.Kind, e.Subject));
    }

    private static LookerClientOptions Options(TcpListener listener) => new()
    {
        BaseUrl = $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}",
        Credential = LookerCredential.ApiKey("made-up-id", TestLooker.Secret("made-up-secret")),
        SkipCertificateCheck = true,
        MaximumRetryCount = 0,
    };

    /// <summary>Answers one login, if the client shows a certificate.</summary>
    /// <returns>The certificate's thumbprint; null if none was shown.</returns>
    private static async Task<string?> DemandCertificateAsync(TcpListener listener)
    {
        using X509Certificate2 certificate = SelfSigned();
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await using SslStream stream = new(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            });
            await stream.ReadAtLeastAsync(new byte[4096], 1);
            await stream.WriteAsync(Token);
            return ((X509Certificate2)stream.RemoteCertificate!).Thumbprint;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return null;
        }
    }

    private static TcpListener Listen()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>Answers one login.</summary>
    /// <returns>Whether a request arrived.</returns>
    private static async Task<bool> RespondOnceAsync(TcpListener listener)
    {
        using X509Certificate2 certificate = SelfSigned();
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await using SslStream stream = new(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            byte[] request = new byte[4096];
            if (await stream.ReadAsync(request) == 0)
            {
                return false;
            }

            await stream.WriteAsync(Token);
            return true;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Some platforms serve only keys that have been through a store.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
