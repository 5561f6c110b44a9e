using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Responses as they were recorded of real instances, headers included.</summary>
public sealed class RecordedResponseTests
{
    private const string HostedJson = """{ "message": "The resource you're looking for could not be found" }""";

    private const string HostedPage =
        """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Looker Not Found (404)</title></head><body><h1>404</h1></body></html>""";

    /// <summary>The 404 of a hosted instance's front end: no request id, no charset.</summary>
    private static Script Hosted404 => Respond.Of(
        404,
        HostedJson,
        "application/json",
        ("Vary", "Accept-Encoding, Origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Strict-Transport-Security", "max-age=15724800; includeSubDomains"));

    private static Script HostedPage404 => Respond.Of(404, HostedPage, "text/html", ("Connection", "close"));

    private static Script Direct404(string message, string route) => Respond.Of(
        404,
        $$"""{"message":"{{message}}","documentation_url":"https://docs.cloud.google.com/looker/docs/r/err/4.0/404/{{route}}"}""",
        "application/json;charset=utf-8",
        ("X-B3-TraceId", "0af7651916cd43dd8448eb211c80319c"),
        ("X-B3-SpanId", "b7ad6b7169203331"),
        ("X-B3-Sampled", "0"),
        ("Vary", "Accept-Encoding, Origin"),
        ("Set-Cookie", "looker.browser=1; path=/; secure; HttpOnly"));

    private static Script Versions(string release) => Respond.Of(
        200, $$"""{ "looker_release_version": "{{release}}", "supported_versions": [] }""", "application/json", ("Vary", "Accept-Encoding, Origin"));

    /// <summary>A success of a hosted instance.</summary>
    private static Script Hosted(int status, string json) => Respond.Of(
        status,
        json,
        "application/json",
        ("X-B3-TraceId", "0af7651916cd43dd8448eb211c80319c"),
        ("X-B3-SpanId", "b7ad6b7169203331"),
        ("X-B3-ParentSpanId", "0020000000000001"),
        ("X-B3-Sampled", "1"),
        ("Vary", "Accept-Encoding, Origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Strict-Transport-Security", "max-age=15724800; includeSubDomains"),
        ("Set-Cookie", "looker.browser=1; path=/; secure; HttpOnly"));

    private static async Task<LookerApiException> LoginFailure(Script response)
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(response);
        return await TestLooker.FailureOf(looker.Client.LoginAsync());
    }

    [Fact]
    public async Task Every_request_accepts_json_exactly()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(
            Respond.Token("t1"), Respond.Json("[]"), Respond.Json("{}"), Respond.NoContent, Versions("26.22"), Respond.Json("{}"), Respond.NoContent);

        await TestLooker.All(looker.Client.OAuthClientApps.ListAsync());
        await looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges());
        await looker.Client.OAuthClientApps.DeleteAsync("a");
        await looker.Client.Instance.GetVersionsAsync();
        await looker.Client.Api.SendAsync(System.Net.Http.HttpMethod.Get, "user");
        await looker.Client.LogoutAsync();

        Assert.Equal(7, looker.Server.Requests.Count);
        Assert.All(looker.Server.Requests, r => Assert.Equal("application/json", r.Headers["Accept"]));
        Assert.All(looker.Server.Requests, r => Assert.Equal("gzip", r.Headers["Accept-Encoding"]));
        Assert.All(looker.Server.Requests, r => Assert.DoesNotContain("Expect", r.Headers.Keys));
    }

    [Fact]
    public async Task Wrong_key_at_a_direct_server_is_an_authentication_error()
    {
        LookerApiException e = await LoginFailure(Direct404("Not found", "post/login"));

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Equal("Looker at looker.example.com does not accept this API key.", e.Message);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", e.RequestId);
        Assert.Contains("client id and secret", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wrong_key_at_a_hosted_instance_says_both_that_it_can_mean(bool isPage)
    {
        LookerApiException e = await LoginFailure(isPage ? HostedPage404 : Hosted404);

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Equal(404, e.StatusCode);
        Assert.Null(e.RequestId);
        Assert.Contains("does not accept this API key", e.Message, StringComparison.Ordinal);
        Assert.Contains("no instance runs at this host", e.Message, StringComparison.Ordinal);
        Assert.Contains("client id and secret", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("443", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("19999", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><head><title>404 Not Found</title></head><body>nginx</body></html>", "text/html", "a web page ('404 Not Found')")]
    [InlineData("default backend - 404", "text/plain; charset=utf-8", "'default backend - 404'")]
    [InlineData("", "text/plain", "an unexpected body")]
    [InlineData(null, null, "an unexpected body")]
    [InlineData("[]", "application/json", "an unexpected body")]
    [InlineData("{}", "application/json", "an unexpected body")]
    [InlineData("""{"detail":"Not Found"}""", "application/json", "an unexpected body")]
    public async Task Any_other_404_at_login_says_that_there_is_no_api(string? body, string? contentType, string what)
    {
        LookerApiException e = await LoginFailure(Respond.Of(404, body, contentType));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Equal($"There is no Looker API at looker.example.com: it responded to the login with 404 and {what}.", e.Message);
        Assert.Contains("443", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("19999", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_that_the_server_does_not_know_is_not_supported()
    {
        LookerApiException e = await LoginFailure(Direct404("Sinatra::NotFound", "post/login"));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains("login", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hosted_404_elsewhere_says_not_there_or_not_visible(bool isPage)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(isPage ? HostedPage404 : Hosted404);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.GetAsync("a"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.Equal("Looker responded with 404 to GET /api/4.0/oauth_client_apps/a: the object does not exist, or the connected user may not see it.", e.Message);
        Assert.Null(e.Reason);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Any_other_page_with_404_is_told_the_same_way()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(404));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.GetAsync("a"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
        Assert.DoesNotContain("web page", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Direct_404_quotes_the_server()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Direct404("Not found", "get/oauth_client_apps"));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.GetAsync("a"));

        Assert.Equal("Looker responded with 404 to GET /api/4.0/oauth_client_apps/a: Not found.", e.Message);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", e.RequestId);
    }

    [Theory]
    [InlineData("24.12.40")]
    [InlineData("7.20.9")]
    [InlineData("23.0")]
    public async Task Hosted_404_of_an_older_release_is_not_supported(string release)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Hosted404, Versions(release));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.UpdateAsync("abc", new ExternalOAuthAppChanges { Name = "n" }));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Equal(
            "The Looker server at looker.example.com does not support update_external_oauth_application, which requires release 24.14 or later.", e.Message);
        Assert.Equal(404, e.StatusCode);
        Assert.Equal(["PATCH external_oauth_applications/abc", "GET versions"], looker.Server.Lines);
        Assert.Equal("Bearer " + TestLooker.StaticToken, looker.Server.Last.Authorization);
    }

    [Theory]
    [InlineData("24.14")]
    [InlineData("24.14.1")]
    [InlineData("26.22.9")]
    [InlineData("who knows")]
    [InlineData("")]
    public async Task Hosted_404_of_a_release_that_has_the_operation_is_not_found(string release)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Hosted404, Versions(release));

        Assert.Equal(
            LookerErrorKind.NotFound,
            (await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.UpdateAsync("abc", new ExternalOAuthAppChanges { Name = "n" }))).Kind);
    }

    [Fact]
    public async Task Release_is_asked_for_once_however_many_404_come_and_whatever_it_answers()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
        looker.Server.Otherwise((request, cancel) => (request.Target == "versions" ? Respond.Page(404) : Hosted404)(request, cancel));
        Func<Task> delete = () => looker.Client.ExternalOAuthApps.DeleteAsync("abc");

        LookerApiException[] failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestLooker.FailureOf(delete)));

        Assert.All(failures, e => Assert.Equal(LookerErrorKind.NotFound, e.Kind));
        Assert.Equal(1, looker.Server.Count("GET versions"));
    }

    [Fact]
    public async Task Release_that_is_known_already_is_not_asked_for()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Versions("25.6.1"), Hosted404);
        await looker.Client.Instance.GetVersionsAsync();

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteAsync("abc"));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains("26.0", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Direct_404_is_never_in_doubt()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Direct404("Not found", "delete/external_oauth_applications"));

        Assert.Equal(LookerErrorKind.NotFound, (await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.DeleteAsync("abc"))).Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upsert_takes_a_hosted_404_for_an_app_that_is_not_there(bool isPage)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(isPage ? HostedPage404 : Hosted404, Respond.Json("""{"client_guid":"a"}"""));

        Assert.Equal("a", (await looker.Client.OAuthClientApps.RegisterOrUpdateAsync("a", new OAuthClientAppChanges())).ClientGuid);
        Assert.Equal(["GET oauth_client_apps/a", "POST oauth_client_apps/a"], looker.Server.Lines);
    }

    [Fact]
    public async Task Versions_are_asked_with_the_token_if_there_is_one()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Versions("26.22"), Respond.Token("t1"), Versions("26.22"));

        await looker.Client.Instance.GetVersionsAsync();
        await looker.Client.LoginAsync();
        await looker.Client.Instance.GetVersionsAsync();

        Assert.Equal(["GET versions", "POST login", "GET versions"], looker.Server.Lines);
        Assert.Null(looker.Server.Requests[0].Authorization);
        Assert.Equal("Bearer t1", looker.Server.Requests[2].Authorization);
    }

    [Fact]
    public async Task Versions_that_want_a_token_are_asked_for_again_with_one()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Unauthorized, Respond.Token("t1"), Versions("25.0.12"));

        Assert.Equal("25.0.12", (await looker.Client.Instance.GetVersionsAsync()).ReleaseVersion);
        Assert.Equal(["GET versions", "POST login", "GET versions"], looker.Server.Lines);
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Token_that_has_expired_does_not_keep_the_versions_back()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Versions("26.22"));
        await looker.Client.LoginAsync();
        looker.Clock.Advance(TimeSpan.FromHours(2));

        await looker.Client.Instance.GetVersionsAsync();

        Assert.Null(looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Token_that_cannot_be_renewed_and_that_versions_do_not_accept_is_an_authentication_error()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Unauthorized);

        Assert.Equal(LookerErrorKind.AuthenticationFailed, (await TestLooker.FailureOf(looker.Client.Instance.GetVersionsAsync())).Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Several_redirect_uris_work_on_a_server_that_keeps_versions_to_itself()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Unauthorized, Respond.Token("t2"), Versions("26.22"), Respond.Json("{}"));
        await looker.Client.LoginAsync();

        await looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges { RedirectUri = new[] { "https://a", "https://b" } });

        Assert.Equal("POST oauth_client_apps/a", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Connection_test_works_on_a_server_that_keeps_versions_to_itself()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Otherwise((request, cancel) => (request switch
        {
            { Target: "login" } => Respond.Token("t1"),
            { Authorization: null } => Respond.Unauthorized,
            { Target: "versions" } => Versions("25.0.12"),
            _ => Respond.Json("""{"id":"1"}"""),
        })(request, cancel));
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        LookerConnectionTest test = await LookerConnectionTest.RunAsync(connection);

        Assert.Null(test.Problem);
        Assert.Equal("25.0.12", test.Version);
    }

    [Theory]
    [InlineData(401, "Looker at looker.example.com does not accept the access token: Your IP address is not on the allowlist.")]
    [InlineData(403, "Looker responded with 403 to GET /api/4.0/user: Your IP address is not on the allowlist.")]
    public async Task Refusal_shows_the_server_s_reason(int status, string sentence)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(status, """{"message":"Your IP address is not on the allowlist.","documentation_url":"https://cloud.google.com/looker/docs/"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(sentence, e.Message);
        Assert.Equal("Your IP address is not on the allowlist", e.Reason);
    }

    [Theory]
    [InlineData(401, LookerErrorKind.AuthenticationFailed)]
    [InlineData(403, LookerErrorKind.AccessDenied)]
    public async Task Refused_login_shows_the_server_s_reason(int status, LookerErrorKind kind)
    {
        LookerApiException e = await LoginFailure(Respond.Json(status, """{"message":"Your IP address is not on the allowlist."}"""));

        Assert.Equal(kind, e.Kind);
        Assert.Contains("Your IP address is not on the allowlist", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Page_that_refuses_the_login_is_quoted_by_its_title(int status)
    {
        LookerApiException e = await LoginFailure(Respond.Of(status, "<html><head><title>\n  Not on the allowlist \n</title></head></html>", "text/html"));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Contains($"responded to the login with {status} and a web page ('Not on the allowlist').", e.Message, StringComparison.Ordinal);
        Assert.Contains("allowlist", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("19999", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"access_token":"made-up","token_type":"Bearer","expires_in":3600,"refresh_token":null}""", 3600)]
    [InlineData("""{"access_token":"made-up","token_type":"Bearer","expires_in":3599}""", 3599)]
    public async Task Recorded_login_is_read(string json, int seconds)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Hosted(200, json));

        await looker.Client.LoginAsync();

        Assert.Equal(looker.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds), looker.Client.ExpiresAt);
    }

    [Fact]
    public async Task Recorded_user_and_group_are_read()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Hosted(200, """
                {"can":{"show":true,"index":true,"show_details":true,"index_details":true,"sudo":false},"id":"10","display_name":"Ana B","email":"ana@example.com",
                 "credentials_email":{"created_at":"2023-01-10T17:54:46.000+00:00"},"url":"https://looker.example.com:19999/api/4.0/users/10"}
                """),
            Hosted(200, """
                {"can":{"show":true,"index":true,"create":true,"update":true,"delete":true,"edit_in_ui":true,"add_to_content_metadata":true},"id":"5","name":"Analysts",
                 "user_count":2,"external_group_id":null,"externally_managed":null}
                """));

        User user = await looker.Client.Directory.GetUserAsync("10");
        Group group = await looker.Client.Directory.GetGroupAsync("5");

        Assert.Equal(("10", "ana@example.com", false), (user.UserId, user.Email, user.Can!["sudo"]));
        Assert.Equal(("5", 2, true), (group.GroupId, group.UserCount, group.Can!["add_to_content_metadata"]));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task New_api_key_may_be_answered_with_either_status(int status)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Hosted(200, "[]"),
            Hosted(status, """{"id":"7","client_id":"made-up","client_secret":"made-up-secret","created_at":"2023-01-10T17:54:46.000+00:00","type":"api3","is_disabled":false}"""));

        LookerApiKey key = (await looker.Client.ApiKeys.CreateAsync("10", null)).Key;

        Assert.Equal(("7", new DateTimeOffset(2023, 1, 10, 17, 54, 46, TimeSpan.Zero)), (key.ApiKeyId, key.CreatedAt));
    }

    [Fact]
    public async Task Recorded_422_names_the_fields_and_the_page_of_the_operation()
    {
        const string Page = "https://docs.cloud.google.com/looker/docs/r/err/4.0/422/post/external_oauth_applications";
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Hosted(422, $$"""
            {"message":"Validation Failed","errors":[{"field":"dialect","code":"missing_field","message":"This field is required.","documentation_url":"{{Page}}"}],"documentation_url":"{{Page}}"}
            """));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateAsync("abc", new ExternalOAuthAppChanges()));

        Assert.Equal((LookerErrorKind.ValidationFailed, Page, "0af7651916cd43dd8448eb211c80319c"), (e.Kind, e.DocumentationUrl, e.RequestId));
        Assert.Equal(new LookerValidationError("dialect", "missing_field", "This field is required."), Assert.Single(e.ValidationErrors));
    }

    public static TheoryData<string> Kinds => ["single", "list", "list in UTF-16", "raw", "login", "error", "error page", "login 404"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_response_may_be_compressed(string kind)
    {
        using TestLooker looker = kind.StartsWith("login", StringComparison.Ordinal) ? TestLooker.WithApiKey() : TestLooker.WithToken();
        switch (kind)
        {
            case "single":
                looker.Server.Then(Respond.Gzip(200, """{"client_guid":"a"}"""));
                Assert.Equal("a", (await looker.Client.OAuthClientApps.GetAsync("a")).ClientGuid);
                break;
            case "list":
                looker.Server.Then(Respond.Gzip(200, """[{"client_guid":"a"},{"client_guid":"b"}]"""));
                Assert.Equal(["a", "b"], (await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).Select(a => a.ClientGuid));
                break;
            case "list in UTF-16":
                looker.Server.Then(Respond.Gzip(200, """[{"client_guid":"ä"}]""", "application/json; charset=utf-16"));
                Assert.Equal("ä", Assert.Single(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).ClientGuid);
                break;
            case "raw":
                looker.Server.Then(Respond.Gzip(200, "42"));
                Assert.Equal(42, (await looker.Client.Api.SendAsync(System.Net.Http.HttpMethod.Get, "x"))!.Value.GetInt32());
                break;
            case "login":
                looker.Server.Then(Respond.Gzip(200, """{"access_token":"t1","expires_in":3600}"""));
                await looker.Client.LoginAsync();
                break;
            case "error":
                looker.Server.Then(Respond.Gzip(409, """{"message":"it is taken"}"""));
                Assert.Contains("it is taken", (await TestLooker.FailureOf(looker.Client.OAuthClientApps.GetAsync("a"))).Message, StringComparison.Ordinal);
                break;
            case "error page":
                looker.Server.Then(Respond.Gzip(403, Respond.Html, "text/html"));
                Assert.Contains("a web page", (await TestLooker.FailureOf(looker.Client.OAuthClientApps.GetAsync("a"))).Message, StringComparison.Ordinal);
                break;
            case "login 404":
                looker.Server.Then(Respond.Gzip(404, HostedPage, "text/html"));
                Assert.Equal(LookerErrorKind.AuthenticationFailed, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
                break;
        }
    }

    [Fact]
    public async Task Body_that_is_no_gzip_although_it_says_so_is_a_broken_connection()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Encoded(200, "these bytes are plain"u8.ToArray(), "gzip"), Respond.Gzip(200, """{"id":"1"}"""));

        Assert.Equal("1", (await looker.Client.Directory.GetMeAsync()).UserId);
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task List_that_is_no_gzip_although_it_says_so_is_a_broken_connection()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Encoded(200, "these bytes are plain"u8.ToArray(), "gzip"), Respond.Gzip(200, "[]"));

        Assert.Empty(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync()));
        Assert.Equal(2, looker.Server.Requests.Count);
    }

    [Fact]
    public async Task Body_that_inflates_beyond_any_object_is_refused()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Gzip(200, new string(' ', 33 * 1024 * 1024)));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, (await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync())).Kind);
    }

    [Fact]
    public async Task Release_that_could_not_be_told_for_a_moment_is_asked_for_again()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
        bool isBusy = true;
        looker.Server.Otherwise((request, cancel) =>
            (request.Target != "versions" ? Hosted404 : isBusy ? Respond.Page(503) : Versions("25.0.12"))(request, cancel));
        Task Change() => looker.Client.ExternalOAuthApps.DeleteAsync("abc");

        Assert.Equal(LookerErrorKind.NotFound, (await TestLooker.FailureOf(Change())).Kind);
        isBusy = false;

        Assert.Equal(LookerErrorKind.NotSupported, (await TestLooker.FailureOf(Change())).Kind);
    }

    [Fact]
    public async Task Release_is_asked_for_once_by_many_at_once()
    {
        using TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Otherwise((request, cancel) =>
            (request.Target == "versions" ? Respond.After(letIn.Task, Versions("26.22.0")) : Respond.Json("""{"display_name":"A"}"""))(request, cancel));

        Task[] writes = [.. Enumerable.Range(0, 8).Select(i => looker.Client.OAuthClientApps.RegisterAsync(
            $"{i}", new OAuthClientAppChanges { RedirectUri = new(["x:1", "x:2"]), DisplayName = "A" }))];
        letIn.SetResult();
        await Task.WhenAll(writes);

        Assert.Equal(1, looker.Server.Count("GET versions"));
    }

    [Fact]
    public async Task Closing_while_the_release_is_asked_for_is_no_error_of_net()
    {
        using TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Otherwise((request, cancel) => (request.Target == "versions" ? Respond.Stall(reached) : Hosted404)(request, cancel));
        Task call = looker.Client.ExternalOAuthApps.DeleteAsync("abc");
        await reached.Task;

        looker.Bare.Dispose();

        await Assert.ThrowsAnyAsync<LookerApiException>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
