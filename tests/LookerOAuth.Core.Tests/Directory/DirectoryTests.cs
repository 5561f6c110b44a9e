using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class DirectoryTests
{
    private const string GroupFields = "id%2Cname%2Cuser_count%2Cexternally_managed%2Cexternal_group_id%2Ccan";
    private const string UserFields =
        "id%2Cdisplay_name%2Cfirst_name%2Clast_name%2Cemail%2Cis_disabled%2Cgroup_ids%2Crole_ids%2Ccan";

    [Fact]
    public async Task Every_lookup_has_its_own_address()
    {
        using TestLooker looker = TestLooker.WithToken();
        DirectoryOperations directory = looker.Client.Directory;
        looker.Server.Otherwise((request, cancel) =>
            Respond.Json(request.Target.Contains("search", StringComparison.Ordinal) || request.Uri.AbsolutePath is "/api/4.0/groups" or "/api/4.0/users" ? "[]" : "{}")(request, cancel));

        await TestLooker.All(directory.ListGroupsAsync());
        await directory.GetGroupAsync("a/b");
        await TestLooker.All(directory.SearchGroupsAsync("A%"));
        await TestLooker.All(directory.ListUsersAsync(["id"]));
        await directory.GetUserAsync("7", ["id", "email"]);
        await TestLooker.All(directory.SearchUsersAsync("ana@%", ["id"]));
        await directory.GetMeAsync(["id"]);
        await TestLooker.All(directory.ListGroupUsersAsync("5", ["id"]));

        Assert.Equal(
            [
                $"GET groups?fields={GroupFields}",
                $"GET groups/a%2Fb?fields={GroupFields}",
                $"GET groups/search?name=A%25&fields={GroupFields}",
                "GET users?fields=id",
                "GET users/7?fields=id%2Cemail",
                "GET users/search?email=ana%40%25&fields=id",
                "GET user?fields=id",
                "GET users/search?group_id=5&fields=id",
            ],
            looker.Server.Lines);
    }

    [Fact]
    public async Task Users_groups_and_the_caller_are_never_asked_for_without_fields()
    {
        using TestLooker looker = TestLooker.WithToken();
        DirectoryOperations directory = looker.Client.Directory;
        looker.Server.Then(Respond.Json("[]"), Respond.Json("{}"), Respond.Json("{}"), Respond.Json("[]"));

        await TestLooker.All(directory.ListUsersAsync());
        await directory.GetUserAsync("7", []);
        await directory.GetMeAsync();
        await TestLooker.All(directory.ListGroupsAsync([]));

        Assert.Equal(
            [$"GET users?fields={UserFields}", $"GET users/7?fields={UserFields}", $"GET user?fields={UserFields}", $"GET groups?fields={GroupFields}"],
            looker.Server.Lines);
    }

    [Fact]
    public async Task A_search_for_one_asks_for_the_given_fields_and_for_what_it_compares()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""[{"id":"2","email":"ana@example.com","role_ids":["3"]}]"""), Respond.Json("""[{"id":"5","name":"Analysts","user_count":1}]"""));

        User user = await looker.Client.Directory.FindUserAsync("ana@example.com", ["role_ids", "id"]);
        Group group = await looker.Client.Directory.FindGroupAsync("Analysts", ["user_count"]);

        Assert.Equal(("2", "3"), (user.UserId, user.RoleIds![0]));
        Assert.Equal(("5", 1), (group.GroupId, group.UserCount));
        Assert.Equal(
            [
                "GET users/search?email=ana%40example.com&fields=id%2Cemail%2Crole_ids",
                "GET groups/search?name=Analysts&fields=id%2Cname%2Cuser_count",
            ],
            looker.Server.Lines);
    }

    [Fact]
    public async Task Addresses_that_differ_only_in_case_are_looked_up_one_by_one()
    {
        using TestLooker looker = TestLooker.WithToken();
        const string Both = """[{"id":"1","email":"ana@example.com"},{"id":"2","email":"Ana@example.com"}]""";
        looker.Server.Then(Respond.Json(Both), Respond.Json(Both));
        DirectoryLookup lookup = new(looker.Client.Directory);

        Assert.Equal("1", await lookup.UserIdAsync("ana@example.com", CancellationToken.None));
        Assert.Equal("2", await lookup.UserIdAsync("Ana@example.com", CancellationToken.None));
        Assert.Equal("1", await lookup.UserIdAsync("ana@example.com", CancellationToken.None));
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task A_lookup_that_one_caller_gave_up_is_made_again_for_the_next()
    {
        using TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource reached = new();
        looker.Server.Then(Respond.Stall(reached), Respond.Json("""[{"id":"5","name":"Analysts"}]"""));
        DirectoryLookup lookup = new(looker.Client.Directory);
        using CancellationTokenSource impatient = new();

        Task<string> first = lookup.GroupIdAsync("Analysts", impatient.Token);
        await reached.Task;
        await impatient.CancelAsync();
        await TestLooker.CancellationOf(first);

        Assert.Equal("5", await lookup.GroupIdAsync("Analysts", CancellationToken.None));
    }

    [Fact]
    public async Task A_lookup_that_failed_is_made_again_for_the_next_and_one_that_was_answered_is_not()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json(500, """{"message":"try later"}"""),
            Respond.Json("""[{"id":"5","name":"Analysts"}]"""),
            Respond.Json("[]"));
        DirectoryLookup lookup = new(looker.Client.Directory);

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(lookup.GroupIdAsync("Analysts", CancellationToken.None))).Kind);
        Assert.Equal("5", await lookup.GroupIdAsync("Analysts", CancellationToken.None));
        Assert.Equal(LookerErrorKind.NotFound, (await TestLooker.FailureOf(lookup.UserIdAsync("nobody@example.com", CancellationToken.None))).Kind);
        Assert.Equal(LookerErrorKind.NotFound, (await TestLooker.FailureOf(lookup.UserIdAsync("nobody@example.com", CancellationToken.None))).Kind);
        Assert.Equal(3, looker.Server.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_cannot_be_an_identifier_is_refused_and_nothing_is_sent(string id)
    {
        using TestLooker looker = TestLooker.WithToken();

        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => looker.Client.Directory.GetGroupAsync(id))).Kind);
        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => looker.Client.Directory.GetUserAsync(id))).Kind);
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task Groups_and_users_are_read_with_all_that_is_shown()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""{"id":3,"name":"Analysts","user_count":12,"externally_managed":false,"external_group_id":"x","can":{"show":true}}"""),
            Respond.Json("""{"id":"7","display_name":"Ana B","first_name":"Ana","last_name":"B","email":"ana@example.com","is_disabled":false,"group_ids":["1",3],"role_ids":[2],"can":{}}"""));

        Group group = await looker.Client.Directory.GetGroupAsync("3");
        User user = await looker.Client.Directory.GetUserAsync("7");

        Assert.Equal(("3", "Analysts", 12, false, "x", true), (group.GroupId, group.Name, group.UserCount, group.ExternallyManaged, group.ExternalGroupId, group.Can!["show"]));
        Assert.Equal(("7", "Ana B", "Ana", "B", "ana@example.com", false), (user.UserId, user.DisplayName, user.FirstName, user.LastName, user.Email, user.IsDisabled));
        Assert.Equal(["1", "3"], user.GroupIds);
        Assert.Equal(["2"], user.RoleIds);
    }

    [Fact]
    public async Task User_is_found_by_the_exact_address_although_underscores_are_wildcards()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"1","email":"ana-b@example.com"},{"id":"2","email":"ana_b@example.com"}]"""));

        Assert.Equal("2", (await looker.Client.Directory.FindUserAsync("ana_b@example.com")).UserId);
        Assert.Equal($"GET users/search?email=ana_b%40example.com&fields={UserFields}", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Nobody_with_the_address_is_not_found_and_the_similar_ones_are_listed()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"1","email":"ana-b@example.com"}]"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.FindUserAsync("ana_b@example.com"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.Equal("ana_b@example.com", e.Subject);
        Assert.Contains("'ana-b@example.com' (id 1)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_all_is_not_found()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[]"));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.FindGroupAsync("Analysts"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.DoesNotContain("similar", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_does_not_matter_where_one_remains()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"1","name":"ANALYSTS"}]"""));

        Assert.Equal("1", (await looker.Client.Directory.FindGroupAsync("Analysts")).GroupId);
    }

    [Fact]
    public async Task Exact_case_wins_where_several_remain()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"1","name":"analysts"},{"id":"2","name":"Analysts"}]"""));

        Assert.Equal("2", (await looker.Client.Directory.FindGroupAsync("Analysts")).GroupId);
    }

    [Fact]
    public async Task Several_of_one_name_are_an_invalid_argument_and_listed()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"1","name":"Analysts"},{"id":"2","name":"Analysts"},{"id":"3","name":"analysts"}]"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.FindGroupAsync("Analysts"));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Contains("'Analysts' (id 1), 'Analysts' (id 2)", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("(id 3)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_that_differ_in_case_alone_are_an_invalid_argument()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"id":"1","name":"ANALYSTS"},{"id":"2","name":"analysts"}]"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.FindGroupAsync("Analysts"));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
    }

    [Fact]
    public async Task Addresses_that_differ_in_case_alone_are_looked_up_apart()
    {
        const string Both = """[{"id":"1","email":"Ana@example.com"},{"id":"2","email":"ana@example.com"}]""";
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(Both), Respond.Json(Both));
        DirectoryLookup lookup = new(looker.Client.Directory);

        Assert.Equal("1", await lookup.UserIdAsync("Ana@example.com", CancellationToken.None));
        Assert.Equal("2", await lookup.UserIdAsync("ana@example.com", CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Blank_name_is_refused_and_nothing_is_sent(string name)
    {
        using TestLooker looker = TestLooker.WithToken();

        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(looker.Client.Directory.FindGroupAsync(name))).Kind);
        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(looker.Client.Directory.FindUserAsync(name))).Kind);
        Assert.Empty(looker.Server.Requests);
    }
}
