using System;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ConnectionTestTests
{
    private const string Versions =
        """{"looker_release_version":"26.22.9","api_server_url":"https://looker.example.com:19999","web_server_url":"https://web.example.com"}""";

    [Fact]
    public async Task Server_and_user_are_told_and_the_user_is_of_that_instance()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json("""{"id":"7"}"""), Respond.Json(Versions), Respond.Json("""{"id":"7","email":"ana@example.com"}"""));
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        LookerConnectionTest test = await LookerConnectionTest.RunAsync(connection, looker.Observer);
        test.Connection = connection;

        Assert.True(test.Succeeded);
        Assert.Null(test.Problem);
        Assert.Equal(("26.22.9", "https://looker.example.com:19999", "https://web.example.com"), (test.Version, test.ApiUrl, test.LookerUrl));
        Assert.NotNull(test.Latency);
        Assert.Equal("ana@example.com", test.User!.Email);
        Assert.Same(connection, test.User.Connection);
        Assert.NotEmpty(looker.Observer.Events);
    }

    [Fact]
    public async Task Latency_is_that_of_the_response_alone_without_waits_and_earlier_attempts()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(
            Respond.Token("t1"), Respond.Json("""{"id":"7"}"""), Respond.Page(503), Respond.Json(Versions), Respond.Json("""{"id":"7"}"""));
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        LookerConnectionTest test = await LookerConnectionTest.RunAsync(connection);

        Assert.True(test.Succeeded);
        Assert.NotEmpty(looker.Clock.Waits);
        Assert.Equal(TimeSpan.Zero, test.Latency);
    }

    [Fact]
    public async Task What_is_wrong_is_told_and_what_is_known_all_the_same()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"id":"7"}"""), Respond.Json("""{"looker_release_version":"26.22.9"}"""), Respond.Unauthorized);
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        LookerConnectionTest test = await LookerConnectionTest.RunAsync(connection);
        test.Connection = connection;

        Assert.False(test.Succeeded);
        Assert.Equal(("26.22.9", null, "https://looker.example.com"), (test.Version, test.ApiUrl, test.LookerUrl));
        Assert.Null(test.User);
        Sentences.AssertWhole(test.Problem!);
        Assert.StartsWith("Looker at looker.example.com does not accept the access token", test.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_was_removed_is_a_problem_with_what_to_check()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json("""{"id":"7"}"""));
        looker.Server.Otherwise((request, cancel) => (request.Target == "login" ? Respond.NotFound : Respond.Unauthorized)(request, cancel));
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        LookerConnectionTest test = await LookerConnectionTest.RunAsync(connection);

        Assert.False(test.Succeeded);
        Sentences.AssertWhole(test.Problem!);
        Assert.StartsWith("Looker at looker.example.com does not accept this API key", test.Problem, StringComparison.Ordinal);
        Assert.EndsWith("on this instance.", test.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_connection_is_a_problem_and_nothing_is_sent()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json("""{"id":"7"}"""), Respond.NoContent);
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);
        await connection.CloseAsync();
        int sent = looker.Server.Requests.Count;

        LookerConnectionTest test = await LookerConnectionTest.RunAsync(connection);

        Assert.False(test.Succeeded);
        Assert.Null(test.Latency);
        Sentences.AssertWhole(test.Problem!);
        Assert.EndsWith("Connect again.", test.Problem, StringComparison.Ordinal);
        Assert.Equal(sent, looker.Server.Requests.Count);
    }
}
