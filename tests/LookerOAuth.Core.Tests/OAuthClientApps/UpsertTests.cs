using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class UpsertTests
{
    private static OAuthClientAppChanges Named(string name) => new() { RedirectUri = new(["https://example.com/1"]), DisplayName = name };

    private static SandboxInstance Instance(int apps) => new($$"""
        { "oauth_client_apps": [{{string.Join(",", Enumerable.Range(0, apps).Select(i =>
            $$"""{ "client_guid": "app-{{i}}", "redirect_uri": "https://example.com/1", "display_name": "App", "activated_users": [{ "id": "2" }] }"""))}}] }
        """);

    /// <summary>An upsert that has read the list.</summary>
    private static async Task<OAuthClientAppUpsert> WithListAsync(SandboxInstance looker)
    {
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();
        for (int i = 0; i < 5; i++)
        {
            await upsert.RegisterOrUpdateAsync($"app-{i}", Named("App"), TestContext.Current.CancellationToken);
        }

        return upsert;
    }

    [Fact]
    public async Task A_few_apps_are_asked_for_one_by_one()
    {
        using SandboxInstance looker = Instance(5);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        for (int i = 0; i < 3; i++)
        {
            await upsert.RegisterOrUpdateAsync($"app-{i}", Named("App"), TestContext.Current.CancellationToken);
        }

        Assert.Equal(["GET oauth_client_apps/app-0", "GET oauth_client_apps/app-1", "GET oauth_client_apps/app-2"], looker.Lines);
    }

    [Fact]
    public async Task Then_one_list_answers_for_all_others_and_nothing_changed_costs_nothing()
    {
        using SandboxInstance looker = Instance(400);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        for (int i = 0; i < 400; i++)
        {
            OAuthClientApp app = await upsert.RegisterOrUpdateAsync($"app-{i}", Named("App"), TestContext.Current.CancellationToken);
            Assert.Equal(($"app-{i}", "App", true), (app.ClientGuid, app.DisplayName, app.Enabled));
        }

        Assert.Equal(4, looker.Lines.Count);
        Assert.Equal("GET oauth_client_apps", looker.Lines[3]);
        Assert.All(
            new[] { "client_guid", "redirect_uris", "tokens_invalid_before", "can" },
            field => Assert.Contains(field, looker.Server.Requests[^1].Query, StringComparison.Ordinal));
        Assert.Empty(looker.Writes);
    }

    [Fact]
    public async Task What_differs_is_updated_and_what_is_missing_is_registered()
    {
        using SandboxInstance looker = Instance(5);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        foreach (string guid in new[] { "app-0", "app-1", "app-2", "app-3", "app-4", "new" })
        {
            OAuthClientApp app = await upsert.RegisterOrUpdateAsync(
                guid, Named(guid is "app-3" or "new" ? "New" : "App"), TestContext.Current.CancellationToken);
            Assert.Equal(guid is "app-3" or "new" ? "New" : "App", app.DisplayName);
        }

        Assert.Equal(["PATCH oauth_client_apps/app-3", "POST oauth_client_apps/new"], looker.Writes);
        Assert.Equal("""{"display_name":"New"}""", looker.Server.Requests.Single(r => r.Method == "PATCH").Body);
    }

    [Fact]
    public async Task Duplicates_see_the_result_of_each_other_however_many_run_at_once()
    {
        using SandboxInstance looker = Instance(4);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();
        for (int i = 0; i < 3; i++)
        {
            await upsert.RegisterOrUpdateAsync($"app-{i}", Named("App"), TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => upsert.RegisterOrUpdateAsync(
            i % 3 == 0 ? "new" : i % 3 == 1 ? "app-3" : "app-0", Named("Name"), TestContext.Current.CancellationToken)));

        Assert.Equal(
            ["PATCH oauth_client_apps/app-0", "PATCH oauth_client_apps/app-3", "POST oauth_client_apps/new"], looker.Writes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_last_of_two_rows_for_one_app_wins()
    {
        using SandboxInstance looker = Instance(4);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        foreach ((string guid, string name) in new[] { ("app-0", "App"), ("app-1", "App"), ("app-2", "App"), ("app-3", "B"), ("app-3", "App") })
        {
            await upsert.RegisterOrUpdateAsync(guid, Named(name), TestContext.Current.CancellationToken);
        }

        Assert.Equal("App", (await looker.Client.OAuthClientApps.GetAsync("app-3", null, TestContext.Current.CancellationToken)).DisplayName);
        Assert.Equal(2, looker.Writes.Count);
    }

    [Fact]
    public async Task An_app_that_somebody_else_registers_or_removes_meanwhile_is_no_error()
    {
        using SandboxInstance looker = Instance(6);
        OAuthClientAppUpsert upsert = await WithListAsync(looker);

        using LookerClient other = looker.Connect();
        await other.OAuthClientApps.RegisterAsync("late", Named("Late"), null, TestContext.Current.CancellationToken);
        await other.OAuthClientApps.DeleteAsync("app-5", TestContext.Current.CancellationToken);

        Assert.Equal("New", (await upsert.RegisterOrUpdateAsync("late", Named("New"), TestContext.Current.CancellationToken)).DisplayName);
        Assert.Equal("New", (await upsert.RegisterOrUpdateAsync("app-5", Named("New"), TestContext.Current.CancellationToken)).DisplayName);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("changed")]
    [InlineData("removed by a request of any kind")]
    public async Task A_list_is_not_believed_after_something_else_was_written_over_the_connection(string what)
    {
        using SandboxInstance looker = Instance(6);
        OAuthClientAppUpsert upsert = await WithListAsync(looker);

        await (what switch
        {
            "removed" => looker.Client.OAuthClientApps.DeleteAsync("app-5", TestContext.Current.CancellationToken),
            "changed" => looker.Client.OAuthClientApps.UpdateAsync("app-5", Named("Else"), null, TestContext.Current.CancellationToken),
            _ => looker.Client.Api.SendAsync(HttpMethod.Delete, "oauth_client_apps/app-5"),
        });
        await upsert.RegisterOrUpdateAsync("app-5", Named("App"), TestContext.Current.CancellationToken);

        Assert.Equal("App", (await looker.Client.OAuthClientApps.GetAsync("app-5", null, TestContext.Current.CancellationToken)).DisplayName);
    }

    [Fact]
    public async Task Activations_meanwhile_cost_no_second_look()
    {
        using SandboxInstance looker = Instance(20);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        for (int i = 0; i < 20; i++)
        {
            await upsert.RegisterOrUpdateAsync($"app-{i}", Named("App"), TestContext.Current.CancellationToken);
            await looker.Client.OAuthClientApps.ActivateUserAsync($"app-{i}", "3", TestContext.Current.CancellationToken);
        }

        Assert.Equal(4, looker.Lines.Count(l => l.StartsWith("GET ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_it_writes_itself_costs_no_second_look()
    {
        using SandboxInstance looker = Instance(20);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        for (int i = 0; i < 20; i++)
        {
            await upsert.RegisterOrUpdateAsync($"app-{i}", Named("New"), TestContext.Current.CancellationToken);
        }

        Assert.Equal(4, looker.Lines.Count(l => l.StartsWith("GET ", StringComparison.Ordinal)));
        Assert.Equal(20, looker.Writes.Count);
    }

    [Fact]
    public async Task Apps_are_asked_for_one_by_one_if_they_cannot_be_listed()
    {
        using SandboxInstance looker = Instance(6);
        looker.Server.AddFault(new SandboxFault { Path = "/api/4.0/oauth_client_apps", StatusCode = 403 });
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        for (int i = 0; i < 6; i++)
        {
            await upsert.RegisterOrUpdateAsync($"app-{i}", Named("App"), TestContext.Current.CancellationToken);
        }

        Assert.Single(looker.Lines, "GET oauth_client_apps");
        Assert.Equal(6, looker.Lines.Count(l => l.StartsWith("GET oauth_client_apps/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_what_is_compared_and_asked_for_is_listed()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise((request, cancellationToken) => Respond.Json(request.Line.Contains('/', StringComparison.Ordinal)
            ? """{"redirect_uri":"https://example.com/1","display_name":"App"}"""
            : """[{"client_guid":"a","redirect_uri":"https://example.com/1","display_name":"App"}]""")(request, cancellationToken));
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert(["group_id"]);

        foreach (string guid in new[] { "b", "c", "d", "a" })
        {
            await upsert.RegisterOrUpdateAsync(guid, Named("App"), TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            "GET oauth_client_apps?fields=" + Uri.EscapeDataString("group_id,client_guid,redirect_uri,redirect_uris,display_name,description,enabled"),
            looker.Server.Last.Line);
    }

    [Fact]
    public async Task Every_app_shows_the_same_properties_whether_it_was_listed_or_changed_or_is_new()
    {
        using SandboxInstance looker = Instance(6);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        foreach (string guid in new[] { "app-0", "app-1", "new-1", "app-3", "app-4", "new-2" })
        {
            OAuthClientApp app = await upsert.RegisterOrUpdateAsync(
                guid, Named(guid is "app-1" or "app-4" ? "New" : "App"), TestContext.Current.CancellationToken);
            Assert.NotNull(app.Can);
            Assert.NotNull(app.Enabled);
            Assert.Null(app.ActivatedUsers);
        }

        Assert.Equal(4, looker.Writes.Count);
    }

    [Fact]
    public async Task Activated_users_are_shown_of_every_app_if_they_are_asked_for()
    {
        using SandboxInstance looker = Instance(5);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert(["client_guid", "activated_users"]);

        for (int i = 0; i < 5; i++)
        {
            OAuthClientApp app = await upsert.RegisterOrUpdateAsync($"app-{i}", Named(i % 2 == 0 ? "New" : "App"), TestContext.Current.CancellationToken);
            Assert.Equal("2", Assert.Single(app.ActivatedUsers!).UserId);
        }
    }

    [Fact]
    public async Task An_error_of_one_app_concerns_no_other()
    {
        using SandboxInstance looker = Instance(6);
        looker.Server.AddFault(new SandboxFault { Method = "PATCH", Path = "*/app-4", StatusCode = 500 });
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();
        List<string> failed = [];

        for (int i = 0; i < 6; i++)
        {
            try
            {
                await upsert.RegisterOrUpdateAsync($"app-{i}", Named("New"), TestContext.Current.CancellationToken);
            }
            catch (LookerApiException e)
            {
                failed.Add($"app-{i} {e.Kind}");
            }
        }

        Assert.Equal(["app-4 ServerError"], failed);
        Assert.Equal("New", (await upsert.RegisterOrUpdateAsync("app-4", Named("New"), TestContext.Current.CancellationToken)).DisplayName);
        await TestLooker.FailureOf(upsert.RegisterOrUpdateAsync(" ", Named("New"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_list_is_not_believed_about_an_app_that_was_written_before_it_came()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise((request, cancel) => (request.Line.Split('?')[0] switch
        {
            // As it was before the first update, which the list overlaps.
            "GET oauth_client_apps" => Respond.Json("""[{"client_guid":"a","redirect_uri":"https://example.com/1","display_name":"Old"}]"""),
            "GET oauth_client_apps/a" when looker.Server.Requests.Any(r => r.Method == "PATCH") =>
                Respond.Json("""{"client_guid":"a","redirect_uri":"https://example.com/1","display_name":"New"}"""),
            _ => Respond.Json("""{"redirect_uri":"https://example.com/1","display_name":"Old"}"""),
        })(request, cancel));
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();

        await upsert.RegisterOrUpdateAsync("a", Named("New"), TestContext.Current.CancellationToken);
        foreach (string other in new[] { "b", "c", "d" })
        {
            await upsert.RegisterOrUpdateAsync(other, Named("Old"), TestContext.Current.CancellationToken);
        }

        await upsert.RegisterOrUpdateAsync("a", Named("Old"), TestContext.Current.CancellationToken);

        Assert.Equal(2, looker.Server.Requests.Count(r => r.Method == "PATCH"));
    }

    [Fact]
    public async Task What_was_not_asked_for_is_null_of_an_app_that_is_left_alone_too()
    {
        using SandboxInstance looker = Instance(5);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert(["client_guid", "group_id", "redirect_uri"]);

        for (int i = 0; i < 5; i++)
        {
            OAuthClientApp app = await upsert.RegisterOrUpdateAsync($"app-{i}", Named(i == 1 ? "New" : "App"), TestContext.Current.CancellationToken);

            Assert.Equal(($"app-{i}", null, null), (app.ClientGuid, app.DisplayName, app.Enabled));
            Assert.Equal("https://example.com/1", app.RedirectUri?.ToString());
        }

        OAuthClientApp again = await upsert.RegisterOrUpdateAsync("app-4", Named("App"), TestContext.Current.CancellationToken);
        Assert.Null(again.DisplayName);
        Assert.Single(looker.Writes);
    }

    [Fact]
    public async Task The_last_of_two_rows_for_one_app_wins_though_the_first_has_something_to_look_up()
    {
        using SandboxInstance looker = Instance(5);
        OAuthClientAppUpsert upsert = looker.Client.OAuthClientApps.StartUpsert();
        TaskCompletionSource<OAuthClientAppChanges> lookedUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

        Task<OAuthClientApp> first = upsert.RegisterOrUpdateAsync("app-1", () => lookedUp.Task, TestContext.Current.CancellationToken);
        Task<OAuthClientApp> second = upsert.RegisterOrUpdateAsync("app-1", Named("Second"), TestContext.Current.CancellationToken);
        lookedUp.SetResult(Named("First"));

        Assert.Equal("First", (await first).DisplayName);
        Assert.Equal("Second", (await second).DisplayName);
        Assert.Equal("Second", (await looker.Client.OAuthClientApps.GetAsync("app-1", cancellationToken: TestContext.Current.CancellationToken)).DisplayName);
    }
}
