using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>The planner is a pure function: none of these tests sends anything.</summary>
public sealed class PlannerTests
{
    private static readonly OAuthClientApp Cli = new()
    {
        ClientGuid = "cli",
        RedirectUris = ["https://b/", "https://a/"],
        DisplayName = "CLI",
        Enabled = true,
        GroupId = "5",
        ActivatedUsers = [new ActivatedUser { UserId = "2" }],
    };

    private static readonly ExternalOAuthApp Snowflake = new() { ClientId = "abc", Name = "db", DialectName = "snowflake" };

    private static readonly ActualConfiguration Actual = new()
    {
        ClientApps = new Dictionary<string, OAuthClientApp> { ["cli"] = Cli },
        ExternalApps = new Dictionary<string, ExternalOAuthApp> { ["abc"] = Snowflake },
        Groups = DirectoryNames.OfGroups(
        [
            new Group { GroupId = "5", Name = "Analysts" }, new Group { GroupId = "6", Name = "Twins" }, new Group { GroupId = "7", Name = "Twins" },
        ]),
        Users = DirectoryNames.OfUsers(
        [
            new User { UserId = "2", Email = "ana@example.com" }, new User { UserId = "3", Email = "Ben@example.com" }, new User { UserId = "4" },
        ]),
    };

    [Fact]
    public void Nothing_differs_where_order_null_and_case_of_addresses_do()
    {
        Assert.Empty(ClientApp("""
            { "redirectUri": ["https://a/", "https://b/"], "displayName": "CLI", "description": "", "enabled": true,
              "group": "analysts", "users": ["ANA@example.com"] }
            """).Changes);
        Assert.Empty(ClientApp("""{ "description": null, "group": { "id": "5" }, "users": [{ "id": "2" }] }""").Changes);
        Assert.Empty(ExternalApp("""{ "name": "db", "dialectName": "snowflake", "tenantId": null, "clientSecret": { "secret": "s" } }""").Changes);
    }

    [Fact]
    public void An_absent_key_is_not_managed()
    {
        Assert.Empty(ClientApp("{}").Changes);
        Assert.Empty(ExternalApp("{}").Changes);
    }

    [Fact]
    public void BiDirectional_false_is_what_a_server_has_that_reports_none()
    {
        Assert.Empty(ExternalApp("""{ "biDirectionalDataAccess": false }""").Changes);
        Assert.Single(ExternalApp("""{ "biDirectionalDataAccess": true }""").Changes);
    }

    [Fact]
    public void Each_property_that_differs_is_one_change_and_all_are_one_step()
    {
        OAuthConfigurationPlan plan = ClientApp("""
            { "redirectUri": ["https://c/"], "displayName": "New", "description": "For all", "enabled": false, "group": null }
            """);

        Assert.Equal(
            [
                "~ ClientApp cli.redirectUri: ['https://a/', 'https://b/'] -> ['https://c/']",
                "~ ClientApp cli.displayName: 'CLI' -> 'New'",
                "~ ClientApp cli.description: none -> 'For all'",
                "~ ClientApp cli.enabled: true -> false",
                "~ ClientApp cli.group: 'Analysts' -> none",
            ],
            Lines(plan));
        Assert.Equal("Update OAuth client app (redirectUri, displayName, description, enabled, group)", Assert.Single(Assert.Single(plan.Phases).Steps).Description);
        Assert.Equal([true, false], [plan.Changes[3].Actual, plan.Changes[3].Desired]);
        Assert.Equal("https://a/ https://b/", $"{Assert.IsType<RedirectUriCollection>(plan.Changes[0].Actual)}");
    }

    [Fact]
    public void A_new_app_is_one_change_for_itself_and_one_for_each_property()
    {
        OAuthConfigurationPlan plan = Plan("""
            { "version": 1, "clientApps": { "new": { "redirectUri": ["x:y"], "displayName": "N", "description": null, "group": null, "users": ["ben@example.com"] } },
              "externalApps": { "n+w/=": { "name": "db2", "tenantId": null, "clientSecret": { "secret": "s" } } } }
            """);

        Assert.Equal(
            [
                "+ ClientApp new", "+ ClientApp new.redirectUri: ['x:y']", "+ ClientApp new.displayName: 'N'",
                "+ ExternalApp n+w/=", "+ ExternalApp n+w/=.name: 'db2'", "+ ExternalApp n+w/=.clientSecret: { \"secret\": \"s\" }",
                "+ ClientAppUser new.users: 'ben@example.com'",
            ],
            Lines(plan));
        Assert.Equal(
            ["Register OAuth client app: new", "Create external OAuth app: n+w/=", "Activate user for OAuth client app: new, ben@example.com"],
            plan.Phases.SelectMany(p => p.Steps).Select(s => s.ToString()));
        Assert.Equal(["s"], plan.RequiredSecrets);
        Assert.Empty(plan.Obstacles);
    }

    [Fact]
    public void Each_property_of_an_external_app_that_differs_is_one_change()
    {
        OAuthConfigurationPlan plan = ExternalApp("""{ "name": "db2", "dialectName": null, "tenantId": "t", "biDirectionalDataAccess": true }""");

        Assert.Equal(
            [
                "~ ExternalApp abc.name: 'db' -> 'db2'", "~ ExternalApp abc.dialectName: 'snowflake' -> none", "~ ExternalApp abc.tenantId: none -> 't'",
                "~ ExternalApp abc.biDirectionalDataAccess: none -> true",
            ],
            Lines(plan));
        Assert.Equal(
            "Update external OAuth app (name, dialectName, tenantId, biDirectionalDataAccess)", Assert.Single(Assert.Single(plan.Phases).Steps).Description);
    }

    [Fact]
    public void Users_are_exactly_those_of_the_document()
    {
        OAuthConfigurationPlan plan = ClientApp("""{ "users": ["ben@example.com", { "id": "4" }] }""");

        Assert.Equal(
            [
                "+ ClientAppUser cli.users: 'ben@example.com'", "+ ClientAppUser cli.users: { \"id\": \"4\" }",
                "- ClientAppUser cli.users: 'ana@example.com'",
            ],
            Lines(plan));
        Assert.Equal(
            [
                "Activate user for OAuth client app: cli, ben@example.com", "Activate user for OAuth client app: cli, { \"id\": \"4\" }",
                "Deactivate user for OAuth client app: cli, ana@example.com",
            ],
            plan.Phases.SelectMany(p => p.Steps).Select(s => s.ToString()));
    }

    [Fact]
    public void Phases_create_before_they_take_away()
    {
        ActualConfiguration actual = Actual with
        {
            ClientApps = new Dictionary<string, OAuthClientApp> { ["cli"] = Cli, ["old"] = new() { ClientGuid = "old" } },
        };
        OAuthConfigurationPlan plan = Plan(
            """{ "version": 1, "clientApps": { "cli": { "enabled": false, "users": ["ben@example.com"] }, "a": { "redirectUri": ["x:y"], "displayName": "A" } } }""",
            actual,
            new() { Prune = true, PruneFilter = _ => true });

        Assert.Equal(
            [
                OAuthConfigurationAction.Create, OAuthConfigurationAction.Update, OAuthConfigurationAction.Activate,
                OAuthConfigurationAction.Deactivate, OAuthConfigurationAction.Remove,
            ],
            plan.Phases.Select(p => p.Action));
        Assert.Equal(plan.Changes, plan.Phases.SelectMany(p => p.Steps).SelectMany(s => s.Changes));
    }

    [Fact]
    public void Names_that_nobody_has_are_not_found_and_told_all_at_once()
    {
        LookerApiException e = FailureOf("""{ "version": 1, "clientApps": { "a": { "group": "Nobody" }, "b": { "group": "Nobody", "users": ["nobody@example.com"] } } }""");

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.Equal(
            ["The configuration cannot be applied:", "No group with the name 'Nobody' was found.", "No user with the e-mail address 'nobody@example.com' was found."],
            e.Message.Split('\n').Select(l => l.Trim()));
    }

    [Fact]
    public void An_ambiguous_name_is_an_invalid_argument_that_says_what_to_write()
    {
        LookerApiException e = FailureOf("""{ "version": 1, "clientApps": { "a": { "group": "Twins" } } }""");

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Equal("Several groups have the name 'Twins': ids 6, 7. Write the id of the one that you mean, such as { \"id\": \"6\" }.", e.Message);
        Assert.Equal("Twins", e.Subject);
    }

    [Fact]
    public void Obstacles_of_two_kinds_are_an_invalid_argument_about_no_single_thing()
    {
        LookerApiException e = FailureOf("""{ "version": 1, "clientApps": { "a": { "group": "Nobody" }, "b": { "group": "Twins" } } }""");

        Assert.Equal((LookerErrorKind.InvalidArgument, null), (e.Kind, e.Subject));
        Assert.Contains("Nobody", e.Message, System.StringComparison.Ordinal);
        Assert.Contains("Twins", e.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nobody", "Check the name, and whether the connected user may see it. Nothing was written.")]
    [InlineData("Twins", "Correct the document, or the secrets and variables that you specified with it. Nothing was written.")]
    public void An_obstacle_says_what_to_do(string group, string action) =>
        Assert.Equal(action, FailureOf($$"""{ "version": 1, "clientApps": { "a": { "group": "{{group}}" } } }""").RecommendedAction);

    [Fact]
    public void Steps_are_sorted_by_id()
    {
        ActualConfiguration actual = Actual with
        {
            ClientApps = new[] { "d", "c" }.ToDictionary(g => g, g => new OAuthClientApp { ClientGuid = g }),
        };

        OAuthConfigurationPlan plan = Plan(
            """{ "version": 1, "clientApps": { "b": { "redirectUri": ["x:1"], "displayName": "B" }, "a": { "redirectUri": ["x:1"], "displayName": "A" } } }""",
            actual,
            new() { Prune = true, PruneFilter = _ => true });

        Assert.Equal(["a", "b", "c", "d"], plan.Changes.Select(c => c.Id).Distinct());
    }

    [Fact]
    public void An_empty_text_is_shown_as_none()
    {
        ActualConfiguration actual = Actual with
        {
            ClientApps = new Dictionary<string, OAuthClientApp> { ["cli"] = new() { ClientGuid = "cli", Description = "" } },
        };

        OAuthConfigurationChange change = Assert.Single(Plan("""{ "version": 1, "clientApps": { "cli": { "description": "For all" } } }""", actual).Changes);

        Assert.Equal((null, "For all"), (change.Actual, change.Desired));
    }

    [Fact]
    public void An_exact_name_beats_one_in_another_case()
    {
        DirectoryNames groups = DirectoryNames.OfGroups([new Group { GroupId = "1", Name = "ops" }, new Group { GroupId = "2", Name = "Ops" }]);
        List<OAuthConfigurationObstacle> obstacles = [];

        Assert.Equal("2", groups.IdOf(NameOrId.OfName("Ops"), obstacles));
        Assert.Null(groups.IdOf(NameOrId.OfName("OPS"), obstacles));
        Assert.Single(obstacles);
        Assert.Equal("ops", groups.NameOf("1").Name);
    }

    [Fact]
    public void A_server_that_does_not_tell_who_is_activated_cannot_be_compared()
    {
        ActualConfiguration actual = Actual with { ClientApps = new Dictionary<string, OAuthClientApp> { ["cli"] = new() { ClientGuid = "cli" } } };

        LookerApiException e = TestLooker.FailureOf(() => Plan("""{ "version": 1, "clientApps": { "cli": { "users": [] } } }""", actual));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
    }

    [Theory]
    [InlineData("{}", "redirectUri and no displayName")]
    [InlineData("""{ "displayName": "N" }""", "redirectUri")]
    public void A_new_client_app_needs_what_the_server_asks_for(string app, string lacking)
    {
        OAuthConfigurationPlan plan = Plan($$"""{ "version": 1, "clientApps": { "new": {{app}} } }""");

        Assert.Equal([$"The client app 'new' is new, and the document has no {lacking} for it."], plan.Obstacles);
        Assert.Equal(LookerErrorKind.InvalidArgument, NotApplicable(plan).Kind);
    }

    [Fact]
    public void Several_redirect_URIs_for_a_server_that_takes_one_are_not_supported()
    {
        OAuthConfigurationPlan plan = Plan(
            """{ "version": 1, "clientApps": { "cli": { "redirectUri": ["x:1", "x:2"] } } }""", Actual with { HasRedirectUris = false });

        Assert.Contains("release 26.22", Assert.Single(plan.Obstacles), System.StringComparison.Ordinal);
        Assert.Equal(LookerErrorKind.NotSupported, NotApplicable(plan).Kind);
    }

    [Fact]
    public void Obstacles_and_missing_secrets_are_told_at_once()
    {
        OAuthConfigurationPlan plan = Plan("""
            { "version": 1, "externalApps": { "a": { "name": "n" }, "b": { "name": "n", "clientSecret": { "secret": "s1" } },
              "c": { "name": "n", "clientSecret": { "secret": "s2" } } } }
            """);

        LookerApiException e = TestLooker.FailureOf(() => plan.WithSecrets(new Dictionary<string, System.Security.SecureString>
        {
            ["s1"] = new(),
        }));

        Assert.Equal(["s1", "s2"], plan.RequiredSecrets);
        Assert.Equal(
            [
                "The configuration cannot be applied:", "The external app 'a' is new, and the document has no clientSecret for it.",
                "The secret 's1' was not specified, or is empty.", "The secret 's2' was not specified, or is empty.",
            ],
            e.Message.Split('\n').Select(l => l.Trim()));
    }

    [Fact]
    public void Secrets_of_known_apps_are_written_only_when_asked()
    {
        const string App = """{ "version": 1, "externalApps": { "abc": { "clientSecret": { "secret": "s" } } } }""";

        Assert.Empty(Plan(App).RequiredSecrets);
        Assert.Equal(["s"], Plan(App, options: new() { RotateSecret = true }).RequiredSecrets);
        Assert.Equal(["~ ExternalApp abc.clientSecret: { \"secret\": \"s\" } (rotated)"], Lines(Plan(App, options: new() { RotateSecret = true })));
        Assert.Empty(Lines(Plan("""{ "version": 1, "externalApps": { "abc": {} } }""", options: new() { RotateSecret = true })));
    }

    [Fact]
    public void Pruning_removes_what_the_filter_matches_and_the_document_lacks()
    {
        ActualConfiguration actual = Actual with
        {
            ClientApps = new[] { "cli", "team-b", "team-a", "looker.api-explorer" }.ToDictionary(g => g, g => new OAuthClientApp { ClientGuid = g }),
        };

        OAuthConfigurationPlan plan = Plan(
            """{ "version": 1, "clientApps": { "team-a": {} }, "externalApps": {} }""",
            actual,
            new() { Prune = true, PruneFilter = id => id.StartsWith("team-", System.StringComparison.Ordinal) || id == "abc" });

        Assert.Equal(["- ClientApp team-b", "- ExternalApp abc"], Lines(plan));
        Assert.Equal(["Remove OAuth client app: team-b", "Remove external OAuth app: abc"], plan.Phases.SelectMany(p => p.Steps).Select(s => s.ToString()));
    }

    [Fact]
    public void Pruning_leaves_a_section_alone_that_the_document_does_not_have() =>
        Assert.Equal(
            ["- ClientApp cli"],
            Lines(Plan("""{ "version": 1, "clientApps": {} }""", options: new() { Prune = true, PruneFilter = _ => true })));

    [Fact]
    public void Nothing_is_removed_without_pruning() =>
        Assert.Empty(Plan("""{ "version": 1, "clientApps": {}, "externalApps": {} }""", options: new() { PruneFilter = _ => true }).Changes);

    [Fact]
    public void Pruning_without_a_filter_is_refused()
    {
        LookerApiException e = TestLooker.FailureOf(() => Plan("""{ "version": 1 }""", options: new() { Prune = true }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Equal("PruneFilter", e.Option);
    }

    private static OAuthConfigurationPlan ClientApp(string json) => Plan($$"""{ "version": 1, "clientApps": { "cli": {{json}} } }""");

    private static OAuthConfigurationPlan ExternalApp(string json) => Plan($$"""{ "version": 1, "externalApps": { "abc": {{json}} } }""");

    private static OAuthConfigurationPlan Plan(string json, ActualConfiguration? actual = null, OAuthConfigurationPlanOptions? options = null) =>
        ConfigurationPlanner.Plan(OAuthConfiguration.Parse(json).Resolve(), actual ?? Actual, options ?? new());

    private static string[] Lines(OAuthConfigurationPlan plan) => [.. plan.Changes.Select(c => c.ToString())];

    private static LookerApiException FailureOf(string json) => TestLooker.FailureOf(() => Plan(json));

    private static LookerApiException NotApplicable(OAuthConfigurationPlan plan) =>
        TestLooker.FailureOf(() => plan.WithSecrets(new Dictionary<string, System.Security.SecureString>()));

    [Fact]
    public void Line_of_a_plan_shows_what_would_steer_a_terminal() =>
        Assert.Equal(
            "- ClientApp a\\u001b[31m\\tb",
            new OAuthConfigurationChange { Action = OAuthConfigurationAction.Remove, Kind = OAuthConfigurationKind.ClientApp, Id = "a\u001b[31m\tb" }.ToString());
}
