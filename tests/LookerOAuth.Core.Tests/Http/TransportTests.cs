using System;
using System.Net.Http;
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

    [Theory]
    [InlineData("a new API key")]
    [InlineData("a login as another user")]
    [InlineData("any other POST")]
    public async Task A_post_without_a_body_is_sent_once_to_a_server_that_closes_the_connection(string what)
    {
        using FixedServer server = new();
        LookerClientOptions options = new()
        {
            BaseUrl = server.BaseUrl,
            Credential = LookerCredential.AccessToken(TestLooker.Secret(TestLooker.StaticToken)),
            RunAsUserId = what == "a login as another user" ? "7" : null,
            MaximumRetryCount = 0,
        };
        using LookerClient looker = new(options);

        LookerApiException e = await TestLooker.FailureOf(
            what switch
            {
                "a new API key" => looker.ApiKeys.PostAsync("7", default),
                "a login as another user" => looker.LoginAsync(),
                _ => looker.Api.SendAsync(HttpMethod.Post, "x"),
            });

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Single(server.Requests);
    }
}
