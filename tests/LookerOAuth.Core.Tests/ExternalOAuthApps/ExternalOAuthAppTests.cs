using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ExternalOAuthAppTests
{
    private const string OddId = "a+b/c=";
    private const string OddSegment = "a%2Bb%2Fc%3D";

    [Fact]
    public async Task List_asks_without_a_filter()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"1","client_id":"a"},{"id":"2","client_id":"b"}]"""));

        Assert.Equal(["1", "2"], (await TestLooker.All(looker.Client.ExternalOAuthApps.ListAsync())).Select(a => a.ExternalOAuthAppId));
        Assert.Equal("GET external_oauth_applications", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Filters_go_to_the_server_escaped()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[]"));

        await TestLooker.All(looker.Client.ExternalOAuthApps.ListAsync("my db", OddId));

        Assert.Equal("GET external_oauth_applications?name=my%20db&client_id=a%2Bb%2Fc%3D", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Filter_that_the_server_ignores_does_not_widen_the_result()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json("""[{"name":"DB","client_id":"A"},{"name":"db","client_id":"a"},{"name":"db2","client_id":"ab"}]"""));

        Assert.Equal("a", Assert.Single(await TestLooker.All(looker.Client.ExternalOAuthApps.ListAsync(name: "db"))).ClientId);
        Assert.Equal("db", Assert.Single(await TestLooker.All(looker.Client.ExternalOAuthApps.ListAsync(clientId: "a"))).Name);
    }

    [Fact]
    public async Task Create_posts_everything_with_the_secret()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"id":5,"client_id":"abc","created_at":"2026-01-02T03:04:05+01:00"}"""));

        ExternalOAuthApp app = await looker.Client.ExternalOAuthApps.CreateAsync("abc", new ExternalOAuthAppChanges
        {
            Name = "db.example.com",
            ClientSecret = TestLooker.Secret("made-up \"secret\""),
            DialectName = "snowflake",
            TenantId = null,
            BiDirectionalDataAccess = false,
        });

        Assert.Equal("5", app.ExternalOAuthAppId);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 2, 4, 5, TimeSpan.Zero), app.CreatedAt);
        Assert.Equal("POST external_oauth_applications", looker.Server.Last.Line);
        Assert.Equal(
            ["name", "client_id", "client_secret", "dialect_name", "tenant_id", "bi_directional_data_access"], looker.Server.Last.Keys);
        Assert.Equal("abc", looker.Server.Last.Json.GetProperty("client_id").GetString());
        Assert.Equal("made-up \"secret\"", looker.Server.Last.Json.GetProperty("client_secret").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, looker.Server.Last.Json.GetProperty("tenant_id").ValueKind);
    }

    [Fact]
    public async Task New_secret_is_all_that_is_sent_and_nothing_is_read_again()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"id":"5","client_id":"a+b/c="}"""));

        ExternalOAuthApp app = await looker.Client.ExternalOAuthApps.UpdateAsync(
            OddId, new ExternalOAuthAppChanges { ClientSecret = TestLooker.Secret("made-up-secret") });

        Assert.Equal("5", app.ExternalOAuthAppId);
        Assert.Equal([$"PATCH external_oauth_applications/{OddSegment}"], looker.Server.Lines);
        Assert.Equal("""{"client_secret":"made-up-secret"}""", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Other_changes_are_read_again_to_show_what_did_not_take()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""{"id":"5","client_id":"abc","name":"new","tenant_id":"t"}"""),
            Respond.Json("""[{"id":"5","client_id":"abc","name":"old","tenant_id":"t"}]"""));
        ExternalOAuthAppChanges changes = new() { Name = "new", TenantId = "t" };

        ExternalOAuthApp app = await looker.Client.ExternalOAuthApps.UpdateAsync("abc", changes);

        Assert.Equal(
            ["PATCH external_oauth_applications/abc", "GET external_oauth_applications?client_id=abc"], looker.Server.Lines);
        Assert.Equal("""{"name":"new","tenant_id":"t"}""", looker.Server.Requests[0].Body);
        Assert.Equal("old", app.Name);
        Assert.Equal(["Name"], changes.NotTakenBy(app));
    }

    [Fact]
    public async Task Response_stands_where_the_app_cannot_be_read_again()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"id":"5"}"""), Respond.Json("[]"));

        ExternalOAuthApp app = await looker.Client.ExternalOAuthApps.UpdateAsync("abc", new ExternalOAuthAppChanges { Name = "new" });

        Assert.Equal("5", app.ExternalOAuthAppId);
    }

    [Fact]
    public void Every_property_that_did_not_take_is_named()
    {
        ExternalOAuthAppChanges changes = new() { Name = "n", DialectName = "d", TenantId = null, BiDirectionalDataAccess = true };

        Assert.Equal(
            ["Name", "DialectName", "TenantId", "BiDirectionalDataAccess"],
            changes.NotTakenBy(new ExternalOAuthApp { Name = "x", TenantId = "t" }));
    }

    [Fact]
    public void What_was_not_given_is_not_missed()
    {
        ExternalOAuthApp app = new() { Name = "x", DialectName = "d", TenantId = "t", BiDirectionalDataAccess = true };

        Assert.Empty(new ExternalOAuthAppChanges { ClientSecret = TestLooker.Secret("made-up-secret") }.NotTakenBy(app));
    }

    [Fact]
    public async Task Delete_names_the_client_id()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NoContent);

        await looker.Client.ExternalOAuthApps.DeleteAsync(OddId);

        Assert.Equal($"DELETE external_oauth_applications/{OddSegment}", looker.Server.Last.Line);
    }

    [Fact]
    public async Task App_that_a_connection_uses_is_not_deleted()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""[{"id":"5","client_id":"abc"}]"""),
            Respond.Json("""[{"name":"other","oauth_application_id":"6"},{"name":"sales","oauth_application_id":5},{"name":"hr","oauth_application_id":"5"}]"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteUnusedAsync("abc"));

        Assert.Equal(LookerErrorKind.InUse, e.Kind);
        Assert.Equal("abc", e.Subject);
        Assert.Contains("'sales', 'hr'", e.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["GET external_oauth_applications?client_id=abc", "GET connections?fields=name%2Coauth_application_id"], looker.Server.Lines);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task App_is_not_deleted_where_connections_cannot_be_read(int status)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"5","client_id":"abc"}]"""), Respond.Json(status, """{"message":"no"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteUnusedAsync("abc"));

        Assert.Equal(LookerErrorKind.InUse, e.Kind);
        Assert.Equal(status, e.StatusCode);
        Assert.DoesNotContain(looker.Server.Lines, line => line.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task App_without_an_id_is_not_deleted_since_its_users_cannot_be_told()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"client_id":"abc"}]"""), Respond.Json("[]"), Respond.NoContent);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteUnusedAsync("abc"));

        Assert.Equal(LookerErrorKind.InUse, e.Kind);
    }

    [Fact]
    public async Task Unused_app_is_deleted()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""[{"id":"5","client_id":"abc"}]"""),
            Respond.Json("""[{"name":"other","oauth_application_id":"55"},{"name":"plain","oauth_application_id":null}]"""),
            Respond.NoContent);

        await looker.Client.ExternalOAuthApps.DeleteUnusedAsync("abc");

        Assert.Equal("DELETE external_oauth_applications/abc", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Missing_app_is_deleted_like_any_other()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[]"), Respond.NoContent);

        await looker.Client.ExternalOAuthApps.DeleteUnusedAsync("abc");

        Assert.Equal(["GET external_oauth_applications?client_id=abc", "DELETE external_oauth_applications/abc"], looker.Server.Lines);
    }

    [Fact]
    public async Task User_state_is_posted_with_dates_in_utc()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"user_id":7,"oauth_application_id":"5"}"""));

        ExternalOAuthUserState state = await looker.Client.ExternalOAuthApps.CreateUserStateAsync(new ExternalOAuthUserStateCreation
        {
            ExternalOAuthAppId = "5",
            UserId = "7",
            AccessToken = TestLooker.Secret("made-up-access"),
            AccessTokenExpiresAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            RefreshToken = TestLooker.Secret("made-up-refresh"),
            RefreshTokenExpiresAt = new DateTimeOffset(2026, 2, 2, 3, 4, 5, TimeSpan.Zero),
        });

        Assert.Equal(("7", "5"), (state.UserId, state.ExternalOAuthAppId));
        Assert.Equal("POST external_oauth_applications/user_state", looker.Server.Last.Line);
        Assert.Equal("made-up-access", looker.Server.Last.Json.GetProperty("access_token").GetString());
        Assert.Equal("made-up-refresh", looker.Server.Last.Json.GetProperty("refresh_token").GetString());
        Assert.Equal("2026-01-02T02:04:05+00:00", looker.Server.Last.Json.GetProperty("access_token_expires_at").GetString());
        Assert.Equal("2026-02-02T03:04:05+00:00", looker.Server.Last.Json.GetProperty("refresh_token_expires_at").GetString());
    }

    [Fact]
    public async Task User_state_without_a_refresh_token_sends_none()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.ExternalOAuthApps.CreateUserStateAsync(new ExternalOAuthUserStateCreation
        {
            ExternalOAuthAppId = "5",
            UserId = "7",
            AccessToken = TestLooker.Secret("made-up-access"),
            AccessTokenExpiresAt = DateTimeOffset.UnixEpoch,
        });

        Assert.Equal(["user_id", "oauth_application_id", "access_token", "access_token_expires_at"], looker.Server.Last.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_cannot_be_an_identifier_is_refused_and_nothing_is_sent(string id)
    {
        using TestLooker looker = TestLooker.WithToken();
        ExternalOAuthAppOperations apps = looker.Client.ExternalOAuthApps;
        ExternalOAuthUserStateCreation state = new()
        {
            ExternalOAuthAppId = "5",
            UserId = "7",
            AccessToken = TestLooker.Secret("made-up-access"),
            AccessTokenExpiresAt = DateTimeOffset.UnixEpoch,
        };
        Func<Task>[] calls =
        [
            () => apps.CreateAsync(id, new ExternalOAuthAppChanges()),
            () => apps.UpdateAsync(id, new ExternalOAuthAppChanges()),
            () => apps.DeleteAsync(id),
            () => apps.DeleteUnusedAsync(id),
            () => apps.CreateUserStateAsync(state with { UserId = id }),
            () => apps.CreateUserStateAsync(state with { ExternalOAuthAppId = id }),
        ];

        foreach (Func<Task> call in calls)
        {
            Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(call)).Kind);
        }

        Assert.Empty(looker.Server.Requests);
    }

    [Theory]
    [InlineData("update", "24.14")]
    [InlineData("delete", "26.0")]
    [InlineData("state", "21.6")]
    [InlineData("create", "7.20")]
    [InlineData("list", "7.20")]
    public async Task Operation_that_the_server_lacks_names_the_release_that_has_it(string operation, string release)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(404, """{"message":"Sinatra::NotFound"}"""));
        ExternalOAuthAppOperations apps = looker.Client.ExternalOAuthApps;

        LookerApiException e = await TestLooker.FailureOf(() => operation switch
        {
            "update" => apps.UpdateAsync("abc", new ExternalOAuthAppChanges { Name = "n" }),
            "delete" => apps.DeleteAsync("abc"),
            "create" => apps.CreateAsync("abc", new ExternalOAuthAppChanges()),
            "list" => TestLooker.All(apps.ListAsync()),
            _ => apps.CreateUserStateAsync(new ExternalOAuthUserStateCreation
            {
                ExternalOAuthAppId = "5",
                UserId = "7",
                AccessToken = TestLooker.Secret("made-up-access"),
                AccessTokenExpiresAt = DateTimeOffset.UnixEpoch,
            }),
        });

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains($"release {release} or later", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_whose_client_id_another_shares_is_in_use_if_a_connection_uses_any_of_them()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""[{"id":"8","client_id":"twin"},{"id":"9","client_id":"twin"}]"""),
            Respond.Json("""[{"name":"warehouse","oauth_application_id":"9"}]"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteUnusedAsync("twin"));

        Assert.Equal(LookerErrorKind.InUse, e.Kind);
        Assert.Contains("'warehouse'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(looker.Server.Lines, l => l.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Login_that_is_stored_already_says_what_the_API_cannot_do()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(409, """{"message":"exists"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateUserStateAsync(new ExternalOAuthUserStateCreation
        {
            ExternalOAuthAppId = "5",
            UserId = "7",
            AccessToken = TestLooker.Secret("made-up-access"),
            AccessTokenExpiresAt = DateTimeOffset.UnixEpoch,
        }));

        Assert.Equal((LookerErrorKind.AlreadyExists, "7"), (e.Kind, e.Subject));
        Assert.Equal("Database tokens of user 7 are already stored for the external OAuth app 5.", e.Message);
        Assert.StartsWith("The API cannot read, replace or remove them.", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creation_that_is_refused_as_not_found_says_of_what()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NotFound);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateAsync("abc", new ExternalOAuthAppChanges { Name = "db" }));

        Assert.StartsWith("The connected user does not have permission to create the external OAuth app 'abc'", e.Message, StringComparison.Ordinal);
        Assert.Equal("abc", e.Subject);
    }
}
