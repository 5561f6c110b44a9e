using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Requests through a real proxy in this process.</summary>
public sealed class ProxyTests
{
    private const string TokenJson = """{"access_token":"made-up-token","expires_in":3600}""";

    private static LookerClientOptions Options(string baseUrl, TestProxy proxy) => new()
    {
        BaseUrl = baseUrl,
        Credential = LookerCredential.ApiKey(TestLooker.ClientId, TestLooker.Secret(TestLooker.ClientSecret)),
        Proxy = proxy.Address,
        MaximumRetryCount = 0,
    };

    [Fact]
    public async Task Request_goes_through_the_proxy_that_was_given()
    {
        await using TestProxy proxy = new(TokenJson);
        using LookerClient looker = new(Options("http://looker.example.com", proxy) with { AllowUnencrypted = true });

        await looker.LoginAsync();

        Assert.StartsWith("POST http://looker.example.com/api/4.0/login HTTP/1.1", Assert.Single(proxy.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_gets_its_credentials_when_it_asks_for_them()
    {
        await using TestProxy proxy = new(TokenJson) { Credentials = "made-up-user:made-up-password" };
        using LookerClient looker = new(Options("http://looker.example.com", proxy) with
        {
            AllowUnencrypted = true,
            ProxyCredential = new NetworkCredential("made-up-user", "made-up-password"),
        });

        await looker.LoginAsync();

        Assert.Equal(2, proxy.Heads.Count);
    }

    [Fact]
    public void Credentials_without_a_proxy_are_for_that_of_the_machine()
    {
        NetworkCredential credential = new("made-up-user", "made-up-password");

        using HttpMessageHandler handler = Transport.Create(
            new LookerClientOptions
            {
                BaseUrl = "https://looker.example.com",
                Credential = LookerCredential.ApiKey(TestLooker.ClientId, TestLooker.Secret(TestLooker.ClientSecret)),
                ProxyCredential = credential,
            },
            new Uri("https://looker.example.com"));

        Assert.Same(
            credential,
            handler is HttpClientHandler classic ? classic.DefaultProxyCredentials : Assert.IsType<SocketsHttpHandler>(handler).DefaultProxyCredentials);
    }

    [Fact]
    public async Task Proxy_sees_the_host_alone_of_a_request_over_https()
    {
        await using TestProxy proxy = new(TokenJson);
        using LookerClient looker = new(Options("https://looker.example.com", proxy));

        await TestLooker.FailureOf(() => looker.LoginAsync());

        Assert.StartsWith("CONNECT looker.example.com:443 HTTP/1.1", proxy.Heads[0], StringComparison.Ordinal);
        Assert.All(proxy.Heads, head => Assert.DoesNotContain("made-up", head, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://looker.example.com", true)]
    [InlineData("http://localhost:9", false)]
    [InlineData("http://127.0.0.1:9", false)]
    [InlineData("http://[::1]:9", false)]
    [InlineData("https://127.0.1.2:9", false)]
    [InlineData("https://localhost.example.com", true)]
    [InlineData("https://127.0.0.1.example.com", true)]
    public async Task Loopback_never_goes_through_a_proxy(string baseUrl, bool goesThrough)
    {
        await using TestProxy proxy = new(TokenJson);
        using LookerClient looker = new(Options(baseUrl, proxy) with { AllowUnencrypted = true });

        _ = await Record.ExceptionAsync(() => looker.LoginAsync());

        Assert.Equal(goesThrough, proxy.Heads.Count > 0);
    }

    [Theory]
    [InlineData("http://localhost:9")]
    [InlineData("http://127.0.0.1:9")]
    public async Task Proxy_is_passed_by_and_no_reason_to_refuse_plain_http_on_this_machine(string baseUrl)
    {
        await using TestProxy proxy = new(TokenJson);
        using LookerClient looker = new(Options(baseUrl, proxy));

        await TestLooker.FailureOf(() => looker.LoginAsync());

        Assert.Empty(proxy.Heads);
    }

    [Fact]
    public async Task Proxy_that_refuses_the_credentials_is_not_asked_again()
    {
        Assert.SkipWhen(TestLooker.IsDesktopBuild, "The build for Windows PowerShell reads the refusal from exceptions of .NET Framework.");
        await using TestProxy proxy = new(TokenJson) { Credentials = "made-up-user:made-up-password", ChecksTunnels = true };
        using LookerClient looker = new(Options("https://looker.example.com", proxy) with
        {
            MaximumRetryCount = 4,
            TimeProvider = new TestClock(),
            ProxyCredential = new NetworkCredential("made-up-user", "made-up-wrong"),
        });

        LookerApiException e = await TestLooker.FailureOf(() => looker.LoginAsync());

        Assert.Equal((LookerErrorKind.Unreachable, "Check the credential for the proxy: user name and password."), (e.Kind, e.RecommendedAction));
        Assert.Single(proxy.Heads, head => head.Contains("Proxy-Authorization", StringComparison.Ordinal));
    }

    [Fact]
    public void Proxy_without_a_scheme_is_refused_and_not_repeated()
    {
        LookerApiException e = TestLooker.FailureOf(() => new LookerClient(new LookerClientOptions
        {
            BaseUrl = "https://looker.example.com",
            Credential = LookerCredential.ApiKey(TestLooker.ClientId, TestLooker.Secret(TestLooker.ClientSecret)),
            Proxy = new Uri("user:made-up-password@proxy.example.com", UriKind.RelativeOrAbsolute),
        }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.DoesNotContain("made-up", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_page_of_another_instance_goes_through_no_proxy_either()
    {
        await using TestProxy proxy = new(TokenJson);
        using HttpMessageHandler transport = Transport.Create(Options("https://looker.example.com", proxy), new Uri("https://looker.example.com"));
        using HttpMessageInvoker invoker = new(transport);
        using HttpRequestMessage request = new(HttpMethod.Get, "http://localhost:9/alive");

        await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Empty(proxy.Heads);
    }
}

/// <summary>What the machine's own proxy setting does. It is one for the process, so no other test runs meanwhile.</summary>
[Collection(nameof(MachineProxyTests))]
[CollectionDefinition(nameof(MachineProxyTests), DisableParallelization = true)]
public sealed class MachineProxyTests
{
    [Fact]
    public async Task Login_to_loopback_does_not_go_through_the_proxy_of_the_machine()
    {
        await using TestProxy proxy = new("{}");
        using SandboxServer sandbox = SandboxServer.Start();
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        try
        {
            using LookerClient looker = new(new LookerClientOptions
            {
                BaseUrl = sandbox.BaseUrl,
                Credential = LookerCredential.ApiKey(sandbox.ClientId, TestLooker.Secret(sandbox.ClientSecret)),
            });

            await looker.LoginAsync();
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Empty(proxy.Heads);
        Assert.Single(sandbox.Requests);
    }
}
