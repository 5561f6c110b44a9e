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
        looker.Server.Then(Respond.Json("""{"id":"1"}"""));

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
        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithApiKey(o => o with { BaseUrl = typed }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.NotNull(e.RecommendedAction);
    }

    [Theory]
    [InlineData("https://me:made-up-password@looker.example.com")]
    [InlineData("https://made-up-password@looker.example.com")]
    [InlineData("me:made-up-password@looker.example.com")]
    [InlineData("https://me:made-up-password@looker example.com")]
    [InlineData("https://me:made-up-password@looker.example.com:none")]
    [InlineData("ftp://me:made-up-password@looker.example.com")]
    [InlineData("https://looker.example.com/?client_secret=made-up-password")]
    [InlineData("https://looker.example.com/#made-up-password")]
    [InlineData("http://looker.example.com/?client_secret=made-up-password")]
    public void Password_in_an_address_is_refused_and_not_repeated(string typed)
    {
        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithApiKey(o => o with { BaseUrl = typed }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.DoesNotContain("made-up-password", $"{e} {e.Subject} {e.RecommendedAction}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The base URL '' is not a URL.", "")]
    [InlineData(null, "The base URL '' is not a URL.", "")]
    [InlineData("https://@a b", "The base URL 'https://a b' is not a URL.", "https://a b")]
    [InlineData("looker", "The base URL 'looker' is not a URL.", "looker")]
    [InlineData(".com", "The base URL '.com' is not a URL.", ".com")]
    [InlineData("https://looker example.com", "The base URL 'https://looker example.com' is not a URL.", "https://looker example.com")]
    [InlineData("ftp://a.example.com", "The base URL 'ftp://a.example.com' has the scheme 'ftp'; Looker uses https.", "ftp://a.example.com")]
    [InlineData("https://a.example.com?a=b", "The base URL 'https://a.example.com' has a query or a fragment.", "https://a.example.com")]
    [InlineData("https://a.example.com/#b", "The base URL 'https://a.example.com/' has a query or a fragment.", "https://a.example.com/")]
    [InlineData("https://me:x@a.example.com", "The base URL contains a user name or a password.", "a.example.com")]
    [InlineData("https://me:x@a b.example.com", "The base URL 'https://a b.example.com' is not a URL.", "https://a b.example.com")]
    [InlineData("me@a b.example.com", "The base URL 'a b.example.com' is not a URL.", "a b.example.com")]
    public void Refusal_says_what_is_wrong(string? typed, string message, string subject)
    {
        LookerApiException e = TestLooker.FailureOf(() => BaseAddress.Parse(typed));

        Assert.Equal((message, subject), (e.Message, e.Subject));
        Assert.Null(e.Option);
        Assert.Contains(message.Contains("password", StringComparison.Ordinal) ? "specify the credential separately" : "https://example.cloud.looker.com", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_of_an_unencrypted_address_names_the_option_that_lifts_it()
    {
        LookerApiException e = TestLooker.FailureOf(() => BaseAddress.Parse(" http://a.example.com "));

        Assert.Equal("The base URL 'http://a.example.com' is not encrypted: the login would cross the network in clear text.", e.Message);
        Assert.Equal(("http://a.example.com", nameof(LookerClientOptions.AllowUnencrypted)), (e.Subject, e.Option));
        Assert.Contains("https", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("http://a.example.com/", BaseAddress.Parse("http://a.example.com", allowUnencrypted: true).AbsoluteUri);
    }

    [Theory]
    [InlineData("LOCALHOST", "https://localhost/")]
    [InlineData("LocalHost:9999", "https://localhost:9999/")]
    [InlineData("http://LOCALHOST/api/4.0", "http://localhost/")]
    [InlineData("https://a.example.com/x/api//", "https://a.example.com/x")]
    [InlineData("https://a.example.com/x//api/4.0", "https://a.example.com/x")]
    [InlineData("https://a.example.com/api/4.0/x", "https://a.example.com/api/4.0/x")]
    public void Path_and_host_are_normal_afterwards(string typed, string address) =>
        Assert.Equal(address, BaseAddress.Parse(typed).AbsoluteUri);

    [Fact]
    public async Task Unencrypted_address_is_taken_where_that_is_allowed()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { BaseUrl = "http://looker.example.com", AllowUnencrypted = true });
        looker.Server.Then(Respond.Json("""{"id":"1"}"""));

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
        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithToken(o => o with { LookerUrl = "http://bi.example.com" }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
    }

    [Theory]
    [InlineData("foo", "The Looker URL 'foo' is not a URL.")]
    [InlineData("http://a.example.com", "The Looker URL 'http://a.example.com' is not encrypted: the login would cross the network in clear text.")]
    [InlineData("https://u:made-up@a.example.com", "The Looker URL contains a user name or a password.")]
    public void Refusal_names_the_address_that_is_wrong(string lookerUrl, string message)
    {
        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithToken(o => o with { LookerUrl = lookerUrl }));

        Assert.Equal(message, e.Message);
    }
}
