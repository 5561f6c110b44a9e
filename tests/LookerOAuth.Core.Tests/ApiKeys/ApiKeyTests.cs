using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ApiKeyTests
{
    private const string Fields = "fields=id%2Cclient_id%2Cpurpose%2Cis_disabled%2Ccreated_at";

    [Fact]
    public async Task Every_operation_has_its_own_address()
    {
        using TestLooker looker = TestLooker.WithToken();
        ApiKeyOperations keys = looker.Client.ApiKeys;
        const string Created = """{"id":9,"client_id":"made-up-id","client_secret":"made-up-secret"}""";
        looker.Server.Then(
            Respond.Json("[]"), Respond.Json("[]"), Respond.Json(Created), Respond.Json("""{"purpose":"Nightly"}"""),
            Respond.Json("{}"), Respond.Json("{}"), Respond.NoContent);

        await TestLooker.All(keys.ListAsync("a/b"));
        await keys.CreateAsync("7", "Nightly");
        await keys.GetAsync("7", "a b");
        await keys.UpdateAsync("7", "9", "Daily");
        await keys.DeleteAsync("7", "9");

        Assert.Equal(
            [
                $"GET users/a%2Fb/credentials_api3?{Fields}",
                $"GET users/7/credentials_api3?{Fields}",
                "POST users/7/credentials_api3",
                "PATCH users/7/credentials_api3/9",
                $"GET users/7/credentials_api3/a%20b?{Fields}",
                "PATCH users/7/credentials_api3/9",
                "DELETE users/7/credentials_api3/9",
            ],
            looker.Server.Lines);
        Assert.Null(looker.Server.Requests[2].Body);
        Assert.Equal("""{"purpose":"Nightly"}""", looker.Server.Requests[3].Body);
    }

    [Fact]
    public async Task A_key_is_removed_although_the_response_that_said_so_was_lost()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.ConnectionReset, Respond.NotFound, Respond.Json("""[{"id":"8"}]"""));

        await looker.Client.ApiKeys.DeleteAsync("7", "9");

        Assert.Equal(
            ["DELETE users/7/credentials_api3/9", "DELETE users/7/credentials_api3/9", $"GET users/7/credentials_api3?{Fields}"],
            looker.Server.Lines);
    }

    [Theory]
    [InlineData("lost, and still there")]
    [InlineData("lost, and nobody may say")]
    [InlineData("refused for now")]
    [InlineData("never sent")]
    public async Task A_key_that_may_not_have_been_removed_is_not_found(string first)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            first switch
            {
                "refused for now" => Respond.Json(429, """{"message":"Too many"}"""),
                "never sent" => Respond.Throws(Respond.Broken(SocketError.ConnectionRefused)),
                _ => Respond.Page(502),
            },
            Respond.NotFound);
        looker.Server.Otherwise(first == "lost, and still there" ? Respond.Json("""[{"id":"9"}]""") : Respond.NotFound);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ApiKeys.DeleteAsync("7", "9"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.Equal(first.StartsWith("lost", StringComparison.Ordinal) ? 3 : 2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task A_key_is_read_with_its_user_and_without_a_secret()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(
            """[{"id":9,"client_id":"abc","purpose":null,"is_disabled":false,"created_at":"2026-01-02T03:04:05.000+00:00","type":"api3"},{"id":"10","created_at":"soon"}]"""));

        LookerApiKey[] keys = [.. await TestLooker.All(looker.Client.ApiKeys.ListAsync("7"))];

        Assert.Equal(
            ("9", "7", "abc", null, false, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
            (keys[0].ApiKeyId, keys[0].UserId, keys[0].ClientId, keys[0].Purpose, keys[0].IsDisabled, keys[0].CreatedAt));
        Assert.Equal(("10", null, null), (keys[1].ApiKeyId, keys[1].CreatedAt, keys[1].IsDisabled));
        Assert.DoesNotContain(typeof(LookerApiKey).GetProperties(), p => p.Name.Contains("Secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_secret_of_a_new_key_is_handed_over_once_and_shown_nowhere()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[]"), Respond.Json("""{"id":"9","client_id":"abc","client_secret":"made-up \"seçret\u0021"}"""));

        CreatedApiKey created = await looker.Client.ApiKeys.CreateAsync("7");

        Assert.Equal("made-up \"seçret!", created.ClientSecret.Reveal());
        Assert.Equal(("9", "abc", "7"), (created.Key.ApiKeyId, created.Key.ClientId, created.Key.UserId));
        Assert.IsType<LookerApiKey>(created.Key);
        Assert.DoesNotContain("seçret", created.ToString() + looker.Observer.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_user_the_caller_is_meant()
    {
        using SandboxInstance looker = new();

        LookerApiKey own = Assert.Single(await TestLooker.All(looker.Client.ApiKeys.ListAsync()));

        Assert.Equal((looker.Server.ClientId, "1"), (own.ClientId, own.UserId));
        Assert.Equal(["GET user", "GET users/1/credentials_api3"], looker.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    public async Task What_cannot_be_an_identifier_is_refused_and_nothing_is_sent(string id)
    {
        using TestLooker looker = TestLooker.WithToken();
        ApiKeyOperations keys = looker.Client.ApiKeys;

        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => TestLooker.All(keys.ListAsync(id)))).Kind);
        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => keys.CreateAsync(id))).Kind);
        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => keys.GetAsync("7", id))).Kind);
        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => keys.UpdateAsync("7", id, "x"))).Kind);
        Assert.Equal(LookerErrorKind.InvalidArgument, (await TestLooker.FailureOf(() => keys.DeleteAsync("7", id))).Kind);
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task A_key_whose_purpose_cannot_be_written_is_removed_again()
    {
        using SandboxInstance looker = new();
        looker.Server.AddFault(new SandboxFault { Method = "PATCH", StatusCode = 422, Body = """{"message":"Validation Failed"}""" });

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.ApiKeys.CreateAsync("2", "Nightly"));

        Assert.Equal(LookerErrorKind.ValidationFailed, e.Kind);
        Assert.EndsWith("The key was removed again.", e.Message, StringComparison.Ordinal);
        Assert.Empty(await TestLooker.All(looker.Client.ApiKeys.ListAsync("2")));
    }

    [Fact]
    public async Task A_new_key_whose_response_is_lost_is_named()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(
            Respond.Json("""[{"id":"1","client_id":"old"}]"""), Respond.ConnectionReset,
            Respond.Json("""[{"id":"1","client_id":"old"},{"id":"2","client_id":"new"}]"""));

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.ApiKeys.CreateAsync("7"));

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Contains("has a new API key: id 2 (client id 'new'). Unless somebody else created it, its secret is lost.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("DELETE", string.Concat(looker.Server.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_creation_that_waits_to_be_sent_again_can_be_cancelled(bool isRotation)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Clock.SkipsWaits = false;
        looker.Server.Then(
            Respond.Json($$"""[{"id":"1","client_id":"{{TestLooker.ClientId}}"}]"""), Respond.Of(429, null, null, ("Retry-After", "50")));
        using CancellationTokenSource stop = new();
        Task waits = looker.Clock.Waited(TimeSpan.FromSeconds(50));

        Task call = isRotation
            ? looker.Client.ApiKeys.RotateAsync(new() { UserId = "7", ClientId = TestLooker.ClientId }, (_, _, _) => Task.CompletedTask, stop.Token)
            : looker.Client.ApiKeys.CreateAsync("7", cancellationToken: stop.Token);
        await waits;
        stop.Cancel();

        await TestLooker.CancellationOf(call);
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task A_refused_creation_is_that_error_and_nothing_is_looked_up()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("[]"), Respond.NotFound);

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.ApiKeys.CreateAsync("7"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task The_key_that_the_client_is_logged_in_with_is_in_use()
    {
        using SandboxInstance looker = new();
        LookerApiKey own = Assert.Single(await TestLooker.All(looker.Client.ApiKeys.ListAsync("1")));
        CreatedApiKey other = await looker.Client.ApiKeys.CreateAsync("1");

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.ApiKeys.DeleteUnusedAsync("1", own.ApiKeyId!, []));
        await looker.Client.ApiKeys.DeleteUnusedAsync("1", other.Key.ApiKeyId!, []);

        Assert.Equal((LookerErrorKind.InUse, own.ApiKeyId), (e.Kind, e.Subject));
        Assert.Equal(own.ApiKeyId, Assert.Single(await TestLooker.All(looker.Client.ApiKeys.ListAsync("1"))).ApiKeyId);
    }

    [Fact]
    public async Task A_client_without_an_API_key_has_none_in_use()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NoContent);

        await looker.Client.ApiKeys.DeleteUnusedAsync("7", "9", []);

        Assert.Equal(["DELETE users/7/credentials_api3/9"], looker.Server.Lines);
    }

    [Fact]
    public async Task An_administrator_s_key_is_in_use_while_they_act_as_somebody_else()
    {
        using SandboxInstance looker = new(change: o => o with { RunAsUserId = "1" });
        LookerApiKey own = Assert.Single(await TestLooker.All(looker.Client.ApiKeys.ListAsync("1")));

        Assert.Equal(LookerErrorKind.InUse, (await TestLooker.FailureOf(() => looker.Client.ApiKeys.DeleteUnusedAsync("1", own.ApiKeyId!, []))).Kind);
    }

    [Fact]
    public async Task A_rotation_works_on_a_real_server()
    {
        using SandboxInstance looker = new();
        string? stored = null;

        LookerApiKeyRotation rotation = await looker.Client.ApiKeys.RotateAsync(
            new(),
            (clientId, secret, _) =>
            {
                stored = $"{clientId} {secret.Reveal()}";
                return Task.CompletedTask;
            });
        looker.Server.ExpireTokens();

        LookerApiKey only = Assert.Single(await TestLooker.All(looker.Client.ApiKeys.ListAsync("1")));
        Assert.Equal((rotation.NewClientId, looker.Server.ClientId, true), (only.ClientId, rotation.OldClientId, rotation.OldRemoved));
        Assert.StartsWith(rotation.NewClientId, stored, StringComparison.Ordinal);
    }
}
