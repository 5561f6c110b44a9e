using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class RedirectListenerTests
{
    [Theory]
    [InlineData(SocketError.AddressFamilyNotSupported)]
    [InlineData(SocketError.AddressNotAvailable)]
    public async Task On_a_machine_without_IPv6_localhost_has_one_address(SocketError lack)
    {
        int port = FreePort();
        using RedirectListener listener = new(new Uri($"http://localhost:{port}/cb"), Lacking(AddressFamily.InterNetworkV6, lack));
        using HttpClient browser = new();

        Task<IReadOnlyDictionary<string, string>> redirect = listener.WaitAsync(default);
        using HttpResponseMessage page = await browser.GetAsync($"http://127.0.0.1:{port}/cb?code=made-up-code").WaitAsync(TestLooker.Patience);

        Assert.Equal("made-up-code", (await redirect.WaitAsync(TestLooker.Patience))["code"]);
    }

    [Fact]
    public void A_machine_that_lacks_the_only_address_is_told_so_and_the_port_stays_free()
    {
        int port = FreePort();

        LookerApiException e = TestLooker.FailureOf(() => new RedirectListener(
            new Uri($"http://[::1]:{port}/cb"), Lacking(AddressFamily.InterNetworkV6, SocketError.AddressFamilyNotSupported)));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.StartsWith($"Cannot listen on http://[::1]:{port} for the redirect: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_on_one_of_the_addresses_is_refused_and_let_go_on_the_other()
    {
        int port = FreePort();

        LookerApiException e = TestLooker.FailureOf(() => new RedirectListener(
            new Uri($"http://localhost:{port}/cb"), Lacking(AddressFamily.InterNetworkV6, SocketError.AddressAlreadyInUse)));

        Assert.Contains("Close the program that uses the port", e.RecommendedAction, StringComparison.Ordinal);
        TcpListener free = new(IPAddress.Loopback, port);
        free.Start();
        free.Stop();
    }

    [Fact]
    public async Task Redirect_counts_although_the_browser_is_gone_before_the_page()
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "Other systems do not accept a connection that was reset.");
        int port = FreePort();
        using RedirectListener listener = new(new Uri($"http://127.0.0.1:{port}/cb"));
        using (TcpClient browser = new("127.0.0.1", port) { LingerState = new LingerOption(true, 0) })
        {
            byte[] request = Encoding.ASCII.GetBytes("GET /cb?code=made-up-code HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await browser.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        }

        IReadOnlyDictionary<string, string> redirect = await listener.WaitAsync(default).WaitAsync(TestLooker.Patience);

        Assert.Equal("made-up-code", redirect["code"]);
    }

    private static Func<IPAddress, int, TcpListener> Lacking(AddressFamily family, SocketError error) =>
        (address, port) => address.AddressFamily == family ? throw new SocketException((int)error) : new TcpListener(address, port);

    private static int FreePort()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
