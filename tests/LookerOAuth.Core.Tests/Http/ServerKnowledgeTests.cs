using System;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ServerKnowledgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("26.22", "26.22", true)]
    [InlineData("26.22.9", "26.22", true)]
    [InlineData("26.22.9-beta", "26.22", true)]
    [InlineData("27.0", "26.22", true)]
    [InlineData("26.4", "26.22", false)]
    [InlineData("26.21.40", "26.22", false)]
    [InlineData("7.20", "24.14", false)]
    [InlineData("", "24.14", false)]
    [InlineData(null, "24.14", false)]
    [InlineData("beta", "24.14", false)]
    public void Releases_compare_by_number(string? release, string required, bool isAtLeast)
    {
        Assert.Equal(isAtLeast, ServerKnowledge.IsAtLeast(release, required));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("beta")]
    public void Unknown_release_is_neither_before_nor_after(string? release) => Assert.False(ServerKnowledge.IsBefore(release, "24.14"));

    [Theory]
    [InlineData("24.12.40", true)]
    [InlineData("7.20", true)]
    [InlineData("24.14", false)]
    [InlineData("24.14.1", false)]
    public void Known_release_is_before_or_not(string release, bool isBefore) => Assert.Equal(isBefore, ServerKnowledge.IsBefore(release, "24.14"));

    [Fact]
    public void Clock_of_a_silent_server_is_ours()
    {
        ServerKnowledge server = new();
        server.LearnClock(null, Noon, Noon);

        Assert.Equal(Noon, server.EarliestTimeAt(Noon.AddMilliseconds(900)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(7200)]
    public void Clock_follows_the_date_of_a_response(int ahead)
    {
        ServerKnowledge server = new();
        server.LearnClock(Noon.AddSeconds(ahead), Noon, Noon.AddSeconds(0.5));

        // The server wrote its date half a second before we had it, at the latest.
        Assert.Equal(Noon.AddSeconds(ahead + 9), server.EarliestTimeAt(Noon.AddSeconds(10)));
        Assert.Equal(Noon.AddSeconds(ahead + 10), server.EarliestTimeAt(Noon.AddSeconds(10.5)));
    }

    [Fact]
    public void Further_responses_narrow_the_range_down_and_never_widen_it()
    {
        ServerKnowledge server = new();
        server.LearnClock(Noon, Noon, Noon.AddSeconds(30));
        Assert.Equal(Noon.AddSeconds(30), server.EarliestTimeAt(Noon.AddSeconds(60)));

        server.LearnClock(Noon.AddSeconds(31), Noon.AddSeconds(31), Noon.AddSeconds(31));
        Assert.Equal(Noon.AddSeconds(60), server.EarliestTimeAt(Noon.AddSeconds(60)));

        server.LearnClock(Noon.AddSeconds(40), Noon.AddSeconds(32), Noon.AddSeconds(60));
        Assert.Equal(Noon.AddSeconds(60), server.EarliestTimeAt(Noon.AddSeconds(60)));
    }

    [Fact]
    public void Clock_that_was_set_is_learnt_anew()
    {
        ServerKnowledge server = new();
        server.LearnClock(Noon.AddHours(1), Noon, Noon);
        server.LearnClock(Noon.AddSeconds(10), Noon.AddSeconds(10), Noon.AddSeconds(10));
        Assert.Equal(Noon.AddSeconds(60), server.EarliestTimeAt(Noon.AddSeconds(60)));

        server.LearnClock(Noon.AddHours(2), Noon.AddSeconds(20), Noon.AddSeconds(20));
        Assert.Equal(Noon.AddHours(2).AddSeconds(40), server.EarliestTimeAt(Noon.AddSeconds(60)));
    }

    [Theory]
    [InlineData("https://looker.example.com/alive", 3)]
    [InlineData("https://LOOKER.example.com:9999/alive", 3)]
    [InlineData("https://pages.example.com/alive", 0)]
    public async Task Pipeline_learns_the_clock_from_responses_of_the_instance_alone(string address, int hoursAhead)
    {
        using TestLooker looker = TestLooker.WithToken();
        using LookerPipeline pipeline = new(looker.Options);
        DateTimeOffset now = looker.Clock.GetUtcNow();
        looker.Server.Then(Respond.Of(204, null, null, ("Date", now.AddHours(3).ToString("R"))));
        using LookerRequest request = new(Operations.Alive, new Uri(address));

        (await pipeline.SendAsync(request, default)).Dispose();

        Assert.InRange(pipeline.Server.EarliestTimeAt(now) - now.AddHours(hoursAhead), TimeSpan.FromSeconds(-1), TimeSpan.Zero);
    }
}
