using System;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Nothing is ever sent to another resource than the one that was meant, whatever the runtime makes of an address.</summary>
public sealed class RequestAddressTests
{
    private const string Apps = "https://looker.example.com/api/4.0/oauth_client_apps/";

    /// <summary>What the runtime of Windows PowerShell does to an address before it parses it.</summary>
    private static Uri ParseLikeWindowsPowerShell(string text)
    {
        string path = text.Split('?')[0];
        string query = text[path.Length..];
        string unescaped = path
            .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
            .Replace("%5C", "/", StringComparison.OrdinalIgnoreCase)
            .Replace("%2E", ".", StringComparison.OrdinalIgnoreCase)
            .Replace("./", "/", StringComparison.Ordinal);
        return new Uri(unescaped + query);
    }

    [Theory]
    [InlineData("a%2F..%2Fb")]
    [InlineData("a%2f..%2fb")]
    [InlineData("a%5C..%5Cb")]
    [InlineData("a%2Fb")]
    [InlineData("a%5Cb")]
    [InlineData("%2F")]
    [InlineData("a%2Ftokens")]
    [InlineData("a./users/7")]
    [InlineData("a%2Fb?fields=id")]
    public void Address_that_the_runtime_would_change_is_refused(string rest)
    {
        LookerApiException e = TestLooker.FailureOf(() => RequestAddress.Create(Apps + rest, ParseLikeWindowsPowerShell));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Equal((Apps + rest).Split('?')[0], e.Subject);
        Assert.NotNull(e.RecommendedAction);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a%20b")]
    [InlineData("a%2Bb%3D")]
    [InlineData("com.looker.cli")]
    [InlineData("a%25b")]
    [InlineData("%C3%A4")]
    [InlineData("a?fields=id%2Cname&x=a%2Fb")]
    [InlineData("a?client_id=%2F..%2F")]
    [InlineData("a?")]
    public void Address_that_stays_as_it_is_is_sent_on_both_runtimes(string rest)
    {
        Assert.Equal(Apps + rest, RequestAddress.Create(Apps + rest).AbsoluteUri);
        Assert.Equal(Apps + rest, RequestAddress.Create(Apps + rest, ParseLikeWindowsPowerShell).AbsoluteUri);
    }

    [Theory]
    [InlineData("a%2F..%2Fb")]
    [InlineData("a%5Cb")]
    public void Escaped_slash_is_sent_as_it_is_on_this_runtime(string rest) =>
        Assert.Equal(Apps + rest, RequestAddress.Create(Apps + rest).AbsoluteUri);

    [Theory]
    [InlineData("ä", "%C3%A4")]
    [InlineData("a b", "a%20b")]
    [InlineData("%7Ea", "~a")]
    [InlineData("a?name=ä", "a?name=%C3%A4")]
    public void Other_spelling_of_the_same_resource_is_no_change(string rest, string sent) =>
        Assert.Equal(Apps + sent, RequestAddress.Create(Apps + rest).AbsoluteUri);

    [Theory]
    [InlineData("x/../a")]
    [InlineData("./a")]
    [InlineData("%2E%2E/a")]
    public void Address_that_every_runtime_folds_is_refused(string rest) =>
        TestLooker.FailureOf(() => RequestAddress.Create(Apps + rest));

    [Theory]
    [InlineData("?a=b", "?a=c")]
    [InlineData("?a=b", "")]
    [InlineData("", "?a=b")]
    public void Changed_query_is_refused_too(string meant, string made) =>
        TestLooker.FailureOf(() => RequestAddress.Create(Apps + "a" + meant, _ => new Uri(Apps + "a" + made)));

    [Fact]
    public async Task Query_does_not_show_in_the_refusal()
    {
        using TestLooker looker = TestLooker.WithToken();
        LookerApiException e = TestLooker.FailureOf(() => RequestAddress.Create(Apps + "a%2Fb?client_secret=made-up", ParseLikeWindowsPowerShell));

        Assert.DoesNotContain("made-up", $"{e} {e.Subject}", StringComparison.Ordinal);

        // The pipeline makes its addresses here: what any runtime folds never leaves, whoever built it.
        using LookerPipeline pipeline = new(looker.Options);
        TestLooker.FailureOf(() => pipeline.UriOf(Operations.DeleteOAuthClientApp, "oauth_client_apps/../users/7"));
        TestLooker.FailureOf(() => pipeline.UriOf(Operations.Token, "api/../token"));
        looker.Server.Then(Respond.Json("{}"));
        await looker.Client.Api.SendAsync(HttpMethod.Get, "users/a%2Fb");
        Assert.Equal("GET users/a%2Fb", looker.Server.Last.Line);
    }

    [Fact]
    public void Address_that_the_runtime_cannot_hold_is_refused()
    {
        LookerApiException e = TestLooker.FailureOf(() => RequestAddress.Create(Apps + "a?ids=1", _ => throw new UriFormatException("Invalid URI: The Uri string is too long.")));

        Assert.Equal((LookerErrorKind.InvalidArgument, Apps + "a"), (e.Kind, e.Subject));
        Assert.Contains("too long", e.Message, StringComparison.Ordinal);
    }
}
