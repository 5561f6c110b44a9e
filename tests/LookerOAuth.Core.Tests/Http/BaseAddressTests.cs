using System;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class BaseAddressTests
{
    [Theory]
    [InlineData("https://looker.example.com", "https://looker.example.com/")]
    [InlineData("https://looker.example.com/", "https://looker.example.com/")]
    [InlineData("  https://looker.example.com  ", "https://looker.example.com/")]
    [InlineData("looker.example.com", "https://looker.example.com/")]
    [InlineData("looker.example.com:19999", "https://looker.example.com:19999/")]
    [InlineData("https://looker.example.com:443", "https://looker.example.com/")]
    [InlineData("https://looker.example.com:19999/", "https://looker.example.com:19999/")]
    [InlineData("https://looker.example.com/api", "https://looker.example.com/")]
    [InlineData("https://looker.example.com/api/", "https://looker.example.com/")]
    [InlineData("https://looker.example.com/api/4.0", "https://looker.example.com/")]
    [InlineData("https://looker.example.com/API/4.0/", "https://looker.example.com/")]
    [InlineData("looker.example.com/api/4.0", "https://looker.example.com/")]
    [InlineData("https://example.com/looker", "https://example.com/looker/")]
    [InlineData("https://example.com/looker/api/4.0/", "https://example.com/looker/")]
    [InlineData("https://example.com/myapi", "https://example.com/myapi/")]
    [InlineData("HTTPS://Looker.Example.Com", "https://looker.example.com/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://127.0.0.2", "http://127.0.0.2/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/")]
    [InlineData("localhost", "https://localhost/")]
    public async Task Address_is_taken_in_every_usual_spelling(string typed, string root)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { BaseUrl = typed });
        looker.Server.Then(Answer.Json("""{"id":"1"}"""));

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal(root + "api/4.0/user", looker.Server.Last.Uri.GetLeftPart(UriPartial.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("looker")]
    [InlineData("not a url")]
    [InlineData("https://")]
    [InlineData("https://looker example.com")]
    [InlineData("ftp://looker.example.com")]
    [InlineData("ws://looker.example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://looker.example.com?a=b")]
    [InlineData("https://looker.example.com/#top")]
    [InlineData("http://looker.example.com")]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://0.0.0.0")]
    public void Address_that_cannot_be_one_is_refused(string typed)
    {
        LookerApiException e = Assert.Throws<LookerApiException>(() => TestLooker.WithApiKey(o => o with { BaseUrl = typed }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.NotNull(e.RecommendedAction);
    }

    [Theory]
    [InlineData("https://me:made-up-password@looker.example.com")]
    [InlineData("https://made-up-password@looker.example.com")]
    [InlineData("me:made-up-password@looker.example.com")]
    public void Password_in_an_address_is_refused_and_not_repeated(string typed)
    {
        LookerApiException e = Assert.Throws<LookerApiException>(() => TestLooker.WithApiKey(o => o with { BaseUrl = typed }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.DoesNotContain("made-up-password", $"{e} {e.Subject} {e.RecommendedAction}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unencrypted_address_is_taken_where_that_is_allowed()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { BaseUrl = "http://looker.example.com", AllowUnencrypted = true });
        looker.Server.Then(Answer.Json("""{"id":"1"}"""));

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal("http://looker.example.com/api/4.0/user", looker.Server.Last.Uri.GetLeftPart(UriPartial.Path));
    }

    [Theory]
    [InlineData("https://looker.example.com", "https://looker.example.com/")]
    [InlineData("https://looker.example.com:19999", "https://looker.example.com:9999/")]
    public void Web_page_is_on_the_same_host(string baseUrl, string lookerUrl)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { BaseUrl = baseUrl });

        Assert.Equal(lookerUrl, looker.Client.LookerUrl.AbsoluteUri);
    }

    [Fact]
    public void Web_page_s_address_can_be_given()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { LookerUrl = "bi.example.com" });

        Assert.Equal("https://bi.example.com/", looker.Client.LookerUrl.AbsoluteUri);
    }

    [Fact]
    public void Web_page_s_address_follows_the_same_rules()
    {
        LookerApiException e = Assert.Throws<LookerApiException>(
            () => TestLooker.WithToken(o => o with { LookerUrl = "http://bi.example.com" }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
    }
}
