using System.Collections;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class RedirectUriCollectionTests
{
    [Fact]
    public void Its_text_is_the_uris_with_spaces_between_and_leads_back_to_them()
    {
        RedirectUriCollection uris = new(new[] { "https://example.com/1", "http://localhost:7777/cb" });

        Assert.Equal("https://example.com/1 http://localhost:7777/cb", uris.ToString());
        Assert.Equal(uris, new RedirectUriCollection(uris.ToString()));
        Assert.Equal("http://localhost:7777/cb", uris[1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Blank_text_holds_none(string? text) => Assert.Empty(new RedirectUriCollection(text));

    [Fact]
    public void What_is_null_or_empty_is_left_out_and_the_rest_kept_as_it_is()
    {
        IEnumerable uris = new object?[] { "x:1", null, "", "a b" };

        Assert.Equal(["x:1", "a b"], new RedirectUriCollection(uris));
        Assert.Empty(new RedirectUriCollection((IEnumerable?)null));
    }

    [Fact]
    public void Two_are_equal_with_the_same_uris_in_the_same_order_and_case()
    {
        RedirectUriCollection uris = new("x:1 x:2");

        Assert.True(uris.Equals((object)new RedirectUriCollection("x:1  x:2")));
        Assert.Equal(uris.GetHashCode(), new RedirectUriCollection("x:1 x:2").GetHashCode());
        Assert.False(uris.Equals(new RedirectUriCollection("x:2 x:1")));
        Assert.False(uris.Equals(new RedirectUriCollection("X:1 x:2")));
        Assert.False(uris.Equals(new RedirectUriCollection("x:1")));
        Assert.False(uris.Equals((object?)null));
        Assert.False(uris.Equals("x:1 x:2"));
    }

    [Fact]
    public void A_script_may_set_them() =>
        Assert.Equal(["x:1"], new OAuthClientApp { RedirectUri = new RedirectUriCollection("x:1") }.RedirectUri!);
}
