using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ImportTests
{
    private const string Document = """
        {
          "version": 1,
          "clientApps": {
            "new": { "redirectUri": ["http://localhost:7777/callback", "https://new.example.com/"], "displayName": "New", "description": "D",
                     "enabled": true, "group": "Analysts", "users": ["ana@example.com", "ben_builder@example.com"] },
            "old": { "displayName": "Renamed", "group": null, "users": ["ana@example.com"] }
          },
          "externalApps": {
            "n+w/=": { "name": "db", "dialectName": "snowflake", "tenantId": "t", "biDirectionalDataAccess": true, "clientSecret": { "secret": "s" } }
          }
        }
        """;

    private const string Seed = """
        {
          "oauth_client_apps": [
            { "client_guid": "old", "redirect_uri": "x:y", "display_name": "Old", "group_id": "6", "activated_users": [{ "id": "3" }] },
            { "client_guid": "stale", "redirect_uri": "x:y", "display_name": "Stale" }
          ],
          "external_oauth_applications": [{ "id": "9", "client_id": "stale-db", "name": "x", "client_secret": "made-up" }]
        }
        """;

    private static readonly OAuthConfigurationPlanOptions Pruned = new() { Prune = true, PruneFilter = id => id.StartsWith("stale", StringComparison.Ordinal) };

    [Fact]
    public async Task An_import_makes_the_instance_what_the_document_says_and_a_second_one_sends_no_write()
    {
        using SandboxInstance looker = new(Seed);

        await looker.Import(Document, Pruned, ("s", "made-up-db-secret"));

        Assert.Equal(
            [
                "DELETE external_oauth_applications/stale-db", "DELETE oauth_client_apps/old/users/3", "DELETE oauth_client_apps/stale",
                "PATCH oauth_client_apps/old", "POST external_oauth_applications", "POST oauth_client_apps/new", "POST oauth_client_apps/new/users/2",
                "POST oauth_client_apps/new/users/3", "POST oauth_client_apps/old/users/2",
            ],
            looker.Writes.Order(StringComparer.Ordinal));
        Assert.Empty(await looker.Compare(Document, Pruned));

        looker.Server.ClearRequests();
        await looker.Import(Document, Pruned);
        Assert.Empty(looker.Writes);
    }

    [Fact]
    public async Task Compare_shows_what_import_then_does_and_writes_nothing()
    {
        using SandboxInstance looker = new(Seed);

        IReadOnlyList<OAuthConfigurationChange> changes = await looker.Compare(Document, Pruned);

        Assert.Empty(looker.Writes);
        Assert.Equal(3, changes.Count(c => c.Property is null && c.Action == OAuthConfigurationAction.Create) + changes.Count(c => c is { Id: "old", Property: "group", Actual: "Developers" }));
        Assert.Equal(3, changes.Count(c => c.Action == OAuthConfigurationAction.Activate));
        Assert.Equal("ben_builder@example.com", Assert.Single(changes, c => c.Action == OAuthConfigurationAction.Deactivate).Actual);
        Assert.Equal(["stale", "stale-db"], changes.Where(c => c.Action == OAuthConfigurationAction.Remove).Select(c => c.Id));
    }

    [Fact]
    public async Task A_group_that_an_app_loses_is_told_by_its_name()
    {
        using SandboxInstance looker = new(Seed);

        OAuthConfigurationChange change = Assert.Single(
            await looker.Compare("""{ "version": 1, "clientApps": { "old": { "group": null } } }"""));

        Assert.Equal(("group", "Developers", null), (change.Property, change.Actual, change.Desired));
    }

    [Fact]
    public async Task Takes_away_only_after_it_has_given()
    {
        using SandboxInstance looker = new(Seed);

        await looker.Import(Document, Pruned, ("s", "made-up-db-secret"));

        Assert.Equal(["POST", "PATCH", "POST", "DELETE"], looker.Writes.Select(w => w.Split(' ')[0]).Aggregate(
            new List<string>(), (runs, method) => runs.LastOrDefault() == method ? runs : [.. runs, method]));
    }

    [Fact]
    public async Task An_update_sends_only_what_differs()
    {
        using SandboxInstance looker = new(Seed);

        await looker.Import("""{ "version": 1, "clientApps": { "old": { "redirectUri": ["x:y"], "displayName": "Renamed" } } }""");

        SandboxRequest request = Assert.Single(looker.Server.Requests, r => r.Method == "PATCH");
        Assert.Equal("""{"display_name":"Renamed"}""", request.Body);
    }

    [Fact]
    public async Task What_one_instance_exports_another_becomes()
    {
        using SandboxInstance source = new(Seed);
        await source.Import(Document, Pruned, ("s", "made-up-db-secret"));
        string exported = await source.Export(new() { IncludeUsers = true });
        using SandboxInstance target = new();

        // Secrets are not exported: the document gets its reference by hand.
        await target.Import(
            exported.Replace("\"name\": \"db\",", "\"name\": \"db\", \"clientSecret\": { \"secret\": \"s\" },", StringComparison.Ordinal),
            null,
            ("s", "made-up-db-secret"));

        Assert.Equal(exported, await target.Export(new() { IncludeUsers = true }));
    }

    [Fact]
    public async Task An_import_that_broke_in_the_middle_is_finished_by_the_next_one()
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Method = "POST", Path = "*/new/users/3", StatusCode = 500 });

        await TestLooker.FailureOf(() => looker.Import(Document, Pruned, ("s", "made-up-db-secret")));
        Assert.DoesNotContain("DELETE oauth_client_apps/stale", looker.Writes);
        looker.Server.ClearRequests();
        await looker.Import(Document, Pruned);

        Assert.Contains("POST oauth_client_apps/new/users/3", looker.Writes);
        Assert.DoesNotContain("POST oauth_client_apps/new", looker.Writes);
        Assert.DoesNotContain("POST external_oauth_applications", looker.Writes);
        Assert.Empty(await looker.Compare(Document, Pruned));
    }

    [Fact]
    public async Task An_error_is_known_before_anything_is_written()
    {
        using SandboxInstance looker = new(Seed);

        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => looker.Import(Document))).Kind);
        Assert.Equal(
            LookerErrorKind.NotFound,
            (await TestLooker.FailureOf(() => looker.Import(Document.Replace("Analysts", "Nobody", StringComparison.Ordinal), null, ("s", "x")))).Kind);
        Assert.Equal(
            LookerErrorKind.NotFound,
            (await TestLooker.FailureOf(() => looker.Import(Document.Replace("ana@", "nobody@", StringComparison.Ordinal), null, ("s", "x")))).Kind);

        Assert.Empty(looker.Writes);
    }

    [Fact]
    public async Task A_document_with_an_undefined_variable_sends_nothing()
    {
        using SandboxInstance looker = new(Seed);

        LookerApiException e = await TestLooker.FailureOf(() => looker.Plan("""{ "version": 1, "clientApps": { "${guid}": {} } }"""));

        Assert.Contains("the variable 'guid' has no value", e.Message, StringComparison.Ordinal);
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task Pruning_without_a_filter_sends_nothing()
    {
        using SandboxInstance looker = new(Seed);

        await TestLooker.FailureOf(() => looker.Plan(Document, new() { Prune = true }));

        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task A_step_without_its_secret_sends_nothing()
    {
        using SandboxInstance looker = new();
        OAuthConfigurationPlan plan = await looker.Plan("""{ "version": 1, "externalApps": { "a": { "name": "n", "clientSecret": { "secret": "s" } } } }""");

        LookerApiException e = await TestLooker.FailureOf(() => plan.Phases[0].Steps[0].ApplyAsync(looker.Client));

        Assert.Equal((LookerErrorKind.InvalidArgument, "The secret 's' of the external app 'a' was not specified."), (e.Kind, e.Message));
        Assert.Empty(looker.Writes);
    }

    [Fact]
    public async Task A_rotation_sends_the_secret_alone_and_shows_it_nowhere()
    {
        using SandboxInstance looker = new(Seed);
        const string Json = """{ "version": 1, "externalApps": { "stale-db": { "clientSecret": { "secret": "s" } } } }""";

        OAuthConfigurationPlan plan = (await looker.Plan(Json, new() { RotateSecret = true }))
            .WithSecrets(new Dictionary<string, SecureString> { ["s"] = TestLooker.Secret("made-up-rotated") });
        await plan.Phases[0].Steps[0].ApplyAsync(looker.Client, TestContext.Current.CancellationToken);

        Assert.Equal("""{"client_secret":"***"}""", Assert.Single(looker.Server.Requests, r => r.Method == "PATCH").Body);
        Assert.DoesNotContain("made-up-rotated", System.Text.Json.JsonSerializer.Serialize(plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_external_app_that_a_connection_uses_is_not_removed()
    {
        using SandboxInstance looker = new("""
            { "external_oauth_applications": [{ "id": "9", "client_id": "used", "name": "x", "client_secret": "made-up" }],
              "connections": [{ "name": "warehouse", "oauth_application_id": "9" }] }
            """);

        LookerApiException e = await TestLooker.FailureOf(
            () => looker.Import("""{ "version": 1, "externalApps": {} }""", new() { Prune = true, PruneFilter = id => id == "used" }));

        Assert.Equal(LookerErrorKind.InUse, e.Kind);
        Assert.Empty(looker.Writes);
    }

    [Fact]
    public async Task A_property_that_the_server_passes_over_is_told()
    {
        using SandboxInstance looker = new("""{ "release": "25.0.1" }""");

        LookerApiException e = await TestLooker.FailureOf(() => looker.Import(
            """{ "version": 1, "externalApps": { "a": { "name": "n", "biDirectionalDataAccess": true, "clientSecret": { "secret": "s" } } } }""", null, ("s", "x")));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains("biDirectionalDataAccess", e.Message, StringComparison.Ordinal);
        Assert.Equal(("a", "Remove what was not accepted from the document, or update the instance."), (e.Subject, e.RecommendedAction));
    }

    [Fact]
    public async Task Several_redirect_URIs_on_an_old_server_are_refused_before_anything_is_written()
    {
        using SandboxInstance looker = new("""{ "release": "26.4.1" }""");
        const string Json = """{ "version": 1, "clientApps": { "a": { "redirectUri": ["x:1"], "displayName": "A" }, "b": { "redirectUri": ["x:1", "x:2"], "displayName": "B" } } }""";

        LookerApiException e = await TestLooker.FailureOf(() => looker.Import(Json));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Equal("b", e.Subject);
        Assert.Empty(looker.Writes);
    }

    [Fact]
    public async Task Five_hundred_apps_cost_list_requests_alone()
    {
        IEnumerable<int> numbers = Enumerable.Range(0, 500);
        using SandboxInstance looker = new($$"""
            { "oauth_client_apps": [{{string.Join(",", numbers.Select(i =>
                $$"""{ "client_guid": "app-{{i}}", "redirect_uri": "x:{{i}}", "display_name": "App", "group_id": "6", "activated_users": [{ "id": "3" }] }"""))}}] }
            """);
        string document = $$"""
            { "version": 1, "clientApps": { {{string.Join(",", numbers.Select(i =>
                $$""" "app-{{i}}": { "redirectUri": ["x:{{i}}"], "group": "Analysts", "users": ["ana@example.com"] }"""))}} } }
            """;

        IReadOnlyList<OAuthConfigurationChange> changes = await looker.Compare(document);

        Assert.Equal(1500, changes.Count);
        Assert.Equal(["GET oauth_client_apps", "GET groups", "GET users"], looker.Lines);
    }

    [Fact]
    public async Task Only_what_the_document_names_is_read()
    {
        using SandboxInstance looker = new(Seed);

        await looker.Compare("""{ "version": 1, "externalApps": { "stale-db": {} } }""");
        await looker.Compare("""{ "version": 1, "clientApps": { "old": { "group": { "id": "6" }, "users": [{ "id": "3" }] } } }""");
        await looker.Compare("""{ "version": 1 }""", new() { Prune = true, PruneFilter = _ => true });

        Assert.Equal(["GET external_oauth_applications", "GET oauth_client_apps"], looker.Lines);
    }

    [Fact]
    public async Task Names_of_users_are_read_only_for_users_that_are_named_or_lose_the_app()
    {
        using SandboxInstance looker = new("""
            {
              "users": [{ "id": "1", "email": "a@example.com", "role_ids": ["2"] }, { "id": "2", "email": "b@example.com" }],
              "oauth_client_apps": [{ "client_guid": "a", "redirect_uri": "x:y", "display_name": "A", "activated_users": [{ "id": "1" }, { "id": "2" }] }]
            }
            """);

        Assert.Empty(await looker.Compare("""{ "version": 1, "clientApps": { "a": { "users": [{ "id": "2" }, { "id": "1" }] } } }"""));
        Assert.Equal(["GET oauth_client_apps"], looker.Lines);

        OAuthConfigurationChange lost = Assert.Single(await looker.Compare("""{ "version": 1, "clientApps": { "a": { "users": [{ "id": "2" }] } } }"""));
        Assert.Equal("a@example.com", lost.Actual);
        Assert.Equal(["GET oauth_client_apps", "GET users"], looker.Lines.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_the_properties_that_are_compared_are_asked_for()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json("[]"));

        await looker.Client.Configuration.PlanAsync(
            OAuthConfiguration.Parse("""{ "version": 1, "clientApps": { "a": { "displayName": "A", "group": null }, "b": { "enabled": true } } }"""),
            cancellationToken: TestContext.Current.CancellationToken);
        await looker.Client.Configuration.PlanAsync(
            OAuthConfiguration.Parse("""{ "version": 1, "clientApps": { "a": { "redirectUri": ["x:1"], "users": [] } } }"""),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "GET oauth_client_apps?fields=" + Uri.EscapeDataString("client_guid,display_name,group_id,enabled"),
                "GET oauth_client_apps?fields=" + Uri.EscapeDataString("client_guid,redirect_uri,redirect_uris,activated_users(id)"),
            ],
            looker.Server.Lines);
    }

    [Fact]
    public async Task A_document_that_clears_a_description_sends_an_empty_one()
    {
        using SandboxInstance looker = new("""{ "oauth_client_apps": [{ "client_guid": "a", "redirect_uri": "x:y", "display_name": "A", "description": "D" }] }""");
        const string Json = """{ "version": 1, "clientApps": { "a": { "description": null } } }""";

        await looker.Import(Json);

        Assert.Equal("""{"description":""}""", Assert.Single(looker.Server.Requests, r => r.Method == "PATCH").Body);
        Assert.Empty(await looker.Compare(Json));
    }

    [Fact]
    public async Task Data_that_does_not_flow_both_ways_is_what_a_server_means_that_says_nothing()
    {
        using SandboxInstance looker = new(Seed);
        const string Json = """{ "version": 1, "externalApps": { "stale-db": { "biDirectionalDataAccess": false } } }""";

        Assert.Empty(await looker.Compare(Json));
        Assert.Single(await looker.Compare(Json.Replace("false", "true", StringComparison.Ordinal)));
    }
}
