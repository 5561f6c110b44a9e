using System;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>The client's own transport, over real sockets.</summary>
public sealed class TransportTests
{
    [Fact]
    public async Task No_redirect_is_followed_and_no_cookie_is_sent_back()
    {
        using SandboxServer other = SandboxServer.Start();
        using FixedServer server = new("HTTP/1.1 302 Found", $"Location: {other.BaseUrl}/api/4.0/user", "Set-Cookie: session=made-up; Path=/");
        using LookerClient looker = new(new LookerClientOptions
        {
            BaseUrl = server.BaseUrl,
            Credential = LookerCredential.AccessToken(TestLooker.Secret(TestLooker.StaticToken)),
            MaximumRetryCount = 0,
        });

        LookerApiException first = await TestLooker.FailureOf(looker.Directory.GetMeAsync());
        await TestLooker.FailureOf(looker.Directory.GetMeAsync());

        Assert.Equal((LookerErrorKind.UnexpectedResponse, 302), (first.Kind, first.StatusCode));
        Assert.Contains($"redirects API requests to {other.BaseUrl}", first.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, head => Assert.DoesNotContain("Cookie:", head, StringComparison.OrdinalIgnoreCase));
    }
}
