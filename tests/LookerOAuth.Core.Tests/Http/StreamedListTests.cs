using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class StreamedListTests
{
    private const string First = """[{"client_guid":"a"},""";

    private static IAsyncEnumerator<OAuthClientApp> Apps(TestLooker looker, CancellationToken cancellationToken = default) =>
        looker.Client.OAuthClientApps.ListAsync(null, cancellationToken).GetAsyncEnumerator(cancellationToken);

    private static Task<LookerApiException> FailureOfNext(IAsyncEnumerator<OAuthClientApp> apps) =>
        TestLooker.FailureOf(async () => await apps.MoveNextAsync());

    [Fact]
    public async Task Elements_come_while_the_rest_is_pending()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new(First);
        looker.Server.Then(Respond.Streamed(body));
        await using IAsyncEnumerator<OAuthClientApp> apps = Apps(looker);

        Assert.True(await apps.MoveNextAsync());
        Assert.Equal("a", apps.Current.ClientGuid);
        ValueTask<bool> next = apps.MoveNextAsync();
        Assert.False(next.IsCompleted);
        body.Feed("""{"client_guid":"b"}]""").End();
        Assert.True(await next);
        Assert.Equal("b", apps.Current.ClientGuid);
        Assert.False(await apps.MoveNextAsync());
    }

    [Fact]
    public async Task Break_before_the_first_element_is_repeated()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = FeedStream.BreakingAfter("[{\"client_guid\":");
        looker.Server.Then(Respond.Streamed(body), Respond.ConnectionReset, Respond.Json("""[{"client_guid":"a"}]"""));

        Assert.Equal("a", Assert.Single(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).ClientGuid);
        Assert.Equal(3, looker.Server.Requests.Count);
        Assert.Equal(2, looker.Observer.Retries.Count);
    }

    [Fact]
    public async Task Breaks_before_the_first_element_end_at_the_limit()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 2 });
        looker.Server.Otherwise((request, cancel) => Respond.Streamed(FeedStream.BreakingAfter("["))(request, cancel));

        LookerApiException e = await TestLooker.FailureOf(TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Equal(3, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Break_after_an_element_is_unreachable_and_not_repeated()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = FeedStream.BreakingAfter(First);
        looker.Server.Then(Respond.Streamed(body));
        await using IAsyncEnumerator<OAuthClientApp> apps = Apps(looker);
        Assert.True(await apps.MoveNextAsync());

        LookerApiException e = await FailureOfNext(apps);

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Equal(("GET", "/api/4.0/oauth_client_apps"), (e.Method, e.Path));
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task List_that_is_read_as_a_whole_is_asked_for_again_wherever_it_breaks_off()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Streamed(FeedStream.BreakingAfter("""[{"id":"1","email":"ana@example.com"},""")),
            Respond.Streamed(FeedStream.BreakingAfter("[")),
            Respond.Json("""[{"id":"2","email":"ana@example.com"}]"""));

        Assert.Equal("2", (await looker.Client.Directory.FindUserAsync("ana@example.com")).UserId);
        Assert.Equal(3, looker.Server.Requests.Count);
        Assert.Equal(2, looker.Observer.Retries.Count);
    }

    [Fact]
    public async Task List_of_an_audit_is_read_as_a_whole()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Streamed(FeedStream.BreakingAfter("""[{"client_guid":"a"},""")),
            Respond.Json("""[{"client_guid":"a"},{"client_guid":"b"}]"""));

        Assert.Equal(["a", "b"], (await looker.Client.StartAudit().ReadAllAsync()).Select(app => app.ClientGuid));
    }

    [Fact]
    public async Task List_that_is_read_as_a_whole_is_given_up_at_the_limit()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 2 });
        looker.Server.Otherwise((request, cancel) => Respond.Streamed(FeedStream.BreakingAfter("""[{"id":"1"},"""))(request, cancel));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.FindUserAsync("ana@example.com"));

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Equal(3, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Breaks_and_refusals_of_one_list_count_together()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 2 });
        looker.Server.Then(
            Respond.Page(503), Respond.Streamed(FeedStream.BreakingAfter("[")), Respond.Page(503), Respond.Json("[]"));

        LookerApiException e = await TestLooker.FailureOf(TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));

        Assert.Equal(LookerErrorKind.ServerError, e.Kind);
        Assert.Equal(3, looker.Server.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\"a\"")]
    [InlineData("<html>")]
    [InlineData("[{]")]
    [InlineData("[1]")]
    [InlineData("[")]
    [InlineData("""[{"client_guid":"\ud800"}]""")]
    public async Task Body_that_is_no_list_is_an_unexpected_response(string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(body));

        LookerApiException e = await TestLooker.FailureOf(TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Equal(200, e.StatusCode);
        Assert.Single(looker.Server.Requests);
    }

    [Theory]
    [InlineData("""[{"client_guid":"a"}""")]
    [InlineData("""[{"client_guid":"a"},5]""")]
    [InlineData("""[{"client_guid":"a"}] and more""")]
    public async Task Fault_after_an_element_is_an_unexpected_response(string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(body));

        Assert.Equal(
            LookerErrorKind.UnexpectedResponse, (await TestLooker.FailureOf(TestLooker.All(looker.Client.OAuthClientApps.ListAsync()))).Kind);
    }

    [Fact]
    public async Task Null_among_the_elements_is_passed_over()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[null,{"client_guid":"a"},null]"""));

        Assert.Equal("a", Assert.Single(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).ClientGuid);
    }

    [Fact]
    public async Task Refusal_of_a_list_is_an_error_like_any_other()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(403, """{"message":"no"}"""));

        Assert.Equal(LookerErrorKind.AccessDenied, (await TestLooker.FailureOf(TestLooker.All(looker.Client.OAuthClientApps.ListAsync()))).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData(First)]
    public async Task Time_limit_holds_for_the_whole_list(string begin)
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new(begin);
        looker.Server.Then(Respond.Streamed(body));
        await using IAsyncEnumerator<OAuthClientApp> apps = Apps(looker);
        if (begin.Length > 0)
        {
            Assert.True(await apps.MoveNextAsync());
        }

        Task isRunning = looker.Clock.WasSetTo(TimeSpan.FromSeconds(120));
        Task<LookerApiException> failure = FailureOfNext(apps);
        await isRunning;
        looker.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(failure.IsCompleted);
        looker.Clock.Advance(TimeSpan.FromSeconds(1));

        LookerApiException e = await failure;
        Assert.Equal(LookerErrorKind.Timeout, e.Kind);
        Assert.Contains("120 s", e.Message, StringComparison.Ordinal);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Time_that_the_caller_takes_for_an_element_does_not_count()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new(First);
        looker.Server.Then(Respond.Streamed(body));
        await using IAsyncEnumerator<OAuthClientApp> apps = Apps(looker);
        looker.Clock.Advance(TimeSpan.Zero);
        Assert.True(await apps.MoveNextAsync());

        looker.Clock.Advance(TimeSpan.FromHours(1));

        body.Feed("""{"client_guid":"b"},""");
        Assert.True(await apps.MoveNextAsync());
        Assert.Equal("b", apps.Current.ClientGuid);
        Task isRunning = looker.Clock.WasSetTo(TimeSpan.FromSeconds(120));
        Task<LookerApiException> failure = FailureOfNext(apps);
        await isRunning;
        looker.Clock.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(LookerErrorKind.Timeout, (await failure).Kind);
    }

    [Fact]
    public async Task Time_limit_holds_for_the_head_of_a_list()
    {
        using TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(Respond.Stall(reached));
        await using IAsyncEnumerator<OAuthClientApp> apps = Apps(looker);
        Task<LookerApiException> failure = FailureOfNext(apps);
        await reached.Task;

        looker.Clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(LookerErrorKind.Timeout, (await failure).Kind);
    }

    [Fact]
    public async Task Cancellation_ends_a_list_that_stalls()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new(First);
        looker.Server.Then(Respond.Streamed(body));
        using CancellationTokenSource source = new();
        await using IAsyncEnumerator<OAuthClientApp> apps = Apps(looker, source.Token);
        Assert.True(await apps.MoveNextAsync());
        Task next = apps.MoveNextAsync().AsTask();
        await body.Starved;

        await source.CancelAsync();

        await TestLooker.CancellationOf(next);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Reader_that_stops_early_closes_the_response()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new(First);
        looker.Server.Then(Respond.Streamed(body));

        await foreach (OAuthClientApp _ in looker.Client.OAuthClientApps.ListAsync())
        {
            break;
        }

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task List_in_another_charset_that_breaks_off_is_a_broken_connection_too()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 1 });
        looker.Server.Otherwise((request, cancel) =>
            Respond.Streamed(FeedStream.BreakingAfter("["), contentType: "application/json; charset=utf-16")(request, cancel));

        LookerApiException e = await TestLooker.FailureOf(TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));

        Assert.Equal(LookerErrorKind.Unreachable, e.Kind);
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task List_in_another_charset_that_stalls_meets_the_time_limit_too()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new(Encoding.ASCII.GetString([(byte)'[', 0]));
        looker.Server.Then(Respond.Streamed(body, contentType: "application/json; charset=utf-16"));
        await using IAsyncEnumerator<OAuthClientApp> apps = Apps(looker);
        Task<LookerApiException> failure = FailureOfNext(apps);
        await body.Starved;

        looker.Clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(LookerErrorKind.Timeout, (await failure).Kind);
    }

    [Fact]
    public async Task Revoked_token_is_renewed_for_a_list_too()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Unauthorized, Respond.Token("t2"), Respond.Json("""[{"client_guid":"a"}]"""));

        Assert.Single(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));
        Assert.Equal("Bearer t2", looker.Server.Last.Authorization);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_of_a_list_is_reported_when_it_was_read_and_masked(bool isGzip)
    {
        using TestLooker looker = TestLooker.WithToken();
        const string Body = """[{"client_guid":"a","client_secret":"made-up"},{"client_guid":"made-up-token"}]""";
        looker.Server.Then(isGzip ? Respond.Gzip(200, Body) : Respond.Json(Body));

        Assert.Equal(2, (await TestLooker.All(looker.Client.OAuthClientApps.ListAsync(["client_guid"]))).Count);

        Assert.Equal(
            new LookerBodyReceived(
                "GET",
                "https://looker.example.com/api/4.0/oauth_client_apps?fields=client_guid",
                200,
                """[{"client_guid":"a","client_secret":"***"},{"client_guid":"***"}]"""),
            Assert.Single(looker.Observer.Events.OfType<LookerBodyReceived>()));
        Assert.Null(Assert.Single(looker.Observer.Events.OfType<LookerResponseReceived>()).Body);
    }

    [Fact]
    public async Task Body_of_a_list_in_another_charset_is_reported_once()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Bytes(200, Encoding.Unicode.GetBytes("""[{"client_guid":"a"}]"""), "application/json; charset=utf-16"));

        await TestLooker.All(looker.Client.OAuthClientApps.ListAsync());

        Assert.Equal(
            """[{"client_guid":"a"}]""", Assert.Single(looker.Observer.Events.OfType<LookerResponseReceived>()).Body);
        Assert.Empty(looker.Observer.Events.OfType<LookerBodyReceived>());
    }

    [Fact]
    public async Task Body_of_a_list_that_is_not_read_to_its_end_is_reported_as_far_as_it_was()
    {
        using TestLooker looker = TestLooker.WithToken();
        using FeedStream body = new(First);
        looker.Server.Then(Respond.Streamed(body));

        await foreach (OAuthClientApp _ in looker.Client.OAuthClientApps.ListAsync())
        {
            break;
        }

        Assert.Equal(First, Assert.Single(looker.Observer.Events.OfType<LookerBodyReceived>()).Body);
    }

    [Fact]
    public async Task Body_of_a_list_is_not_kept_for_nobody()
    {
        using TestLooker looker = TestLooker.WithToken();
        RecordingObserver observer = new() { WantsBodies = false };
        looker.Server.Then(Respond.Json("[]"));

        await TestLooker.All(looker.Bare.Observed(observer).OAuthClientApps.ListAsync());

        Assert.Empty(observer.Events.OfType<LookerBodyReceived>());
    }

    [Fact]
    public async Task Observer_does_not_swallow_a_streamed_body()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"client_guid":"a"}]"""));

        Assert.Single(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));

        LookerResponseReceived received = Assert.Single(looker.Observer.Events.OfType<LookerResponseReceived>());
        Assert.Null(received.Body);
        Assert.Equal(200, received.StatusCode);
    }

    [Theory]
    [InlineData("<html><title>Sign in</title></html>", "text/html", "a web page ('Sign in') instead of JSON")]
    [InlineData("", "application/json", "nothing instead of JSON")]
    [InlineData("hello", "text/plain", "something else instead of JSON")]
    [InlineData("""{"message":"no list"}""", "application/json", "JSON that is not what this operation returns")]
    [InlineData(" null\n", "application/json", "JSON that is not what this operation returns")]
    [InlineData("""[5]""", "application/json", "JSON that is not what this operation returns")]
    public async Task Response_that_is_no_list_is_told_and_shown(string body, string type, string what)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(200, body, type));

        LookerApiException e = await TestLooker.FailureOf(TestLooker.All(looker.Bare.OAuthClientApps.ListAsync()));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Equal(body, e.ResponseBody ?? "");
    }
}
