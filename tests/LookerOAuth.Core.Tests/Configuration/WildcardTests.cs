using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("team-*", "TEAM-cli", true)]
    [InlineData("team-*", "myteam-cli", false)]
    [InlineData("*-cli", "a-cli-b-cli", true)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("a*b*c", "aXbXbX", false)]
    [InlineData("?", "", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("[a-c]1", "B1", true)]
    [InlineData("[a-c]1", "d1", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("a`*", "a*", true)]
    [InlineData("a`*", "ab", false)]
    [InlineData("abc123+/=", "ABC123+/=", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void A_pattern_matches_the_whole_text_without_regard_to_case(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Wildcard.Parse(pattern).Matches(text));

    [Theory]
    [InlineData("a[bc", "not closed")]
    [InlineData("a[]", "empty")]
    public void A_broken_set_is_refused(string pattern, string why)
    {
        LookerApiException e = Assert.Throws<LookerApiException>(() => Wildcard.Parse(pattern));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 10_000)]
    public async Task Many_stars_do_not_take_forever()
    {
        Wildcard pattern = Wildcard.Parse(string.Concat(Enumerable.Repeat("*a", 40)) + "b");

        Assert.False(await Task.Run(() => pattern.Matches(new string('a', 5000)), TestContext.Current.CancellationToken));
    }
}
