using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Lists of many megabytes.</summary>
public sealed class LongListTests
{
    [Fact]
    public async Task Long_list_arrives_whole()
    {
        using TestLooker looker = TestLooker.WithToken();
        string description = new('x', 400);
        looker.Server.Then(Respond.Json(
            "[" + string.Join(",", Enumerable.Range(0, 2000).Select(i => $$"""{"client_guid":"{{i}}","description":"{{description}}"}""")) + "]"));

        List<OAuthClientApp> apps = await TestLooker.All(looker.Client.OAuthClientApps.ListAsync());

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), apps.Select(a => a.ClientGuid));
    }

    [Fact]
    public async Task Very_long_list_is_reported_by_its_beginning()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[" + string.Join(",", Enumerable.Repeat($$"""{"description":"{{new string('x', 1000)}}"}""", 3000)) + "]"));

        Assert.Equal(3000, (await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).Count);

        Assert.Equal(1024 * 1024, Assert.Single(looker.Observer.Events.OfType<LookerBodyReceived>()).Body.Length);
    }

    [Fact]
    public async Task Element_larger_than_any_object_is_refused_before_it_is_all_in_memory()
    {
        using TestLooker looker = TestLooker.WithToken();
        using EndlessStream body = new("""[{"client_guid":"a"},{"description":" """, limit: 400L * 1024 * 1024);
        looker.Server.Then(Respond.Streamed(body));
        await using IAsyncEnumerator<OAuthClientApp> apps = looker.Client.OAuthClientApps.ListAsync().GetAsyncEnumerator();
        Assert.True(await apps.MoveNextAsync());

        LookerApiException e = await TestLooker.FailureOf(async () => await apps.MoveNextAsync());

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Contains("32 MB", e.Message, StringComparison.Ordinal);
        Assert.Equal(("GET", "/api/4.0/oauth_client_apps", 200), (e.Method, e.Path, e.StatusCode));
        Assert.InRange(body.Position, 32L * 1024 * 1024, 80L * 1024 * 1024);
    }

    [Fact]
    public async Task List_may_be_as_long_as_it_likes_as_long_as_its_elements_are_not()
    {
        using TestLooker looker = TestLooker.WithToken();
        string element = $$"""{"client_guid":"a","description":"{{new string('x', 8 * 1024 * 1024)}}"}""";
        looker.Server.Then(Respond.Json($"[{element},{element},{element},{element},{element}]"));

        Assert.Equal(5, (await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).Count);
    }
}
