using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class RequestFailureTests
{
    private static async Task<LookerApiException> FailureOf(Script response)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(response).Otherwise(Respond.NotFound);
        return await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges()));
    }

    [Theory]
    [InlineData(300, LookerErrorKind.UnexpectedResponse)]
    [InlineData(304, LookerErrorKind.UnexpectedResponse)]
    [InlineData(400, LookerErrorKind.BadRequest)]
    [InlineData(401, LookerErrorKind.AuthenticationFailed)]
    [InlineData(402, LookerErrorKind.BadRequest)]
    [InlineData(403, LookerErrorKind.AccessDenied)]
    [InlineData(404, LookerErrorKind.NotFound)]
    [InlineData(405, LookerErrorKind.BadRequest)]
    [InlineData(409, LookerErrorKind.AlreadyExists)]
    [InlineData(410, LookerErrorKind.BadRequest)]
    [InlineData(413, LookerErrorKind.BadRequest)]
    [InlineData(415, LookerErrorKind.BadRequest)]
    [InlineData(422, LookerErrorKind.ValidationFailed)]
    [InlineData(429, LookerErrorKind.RateLimited)]
    [InlineData(499, LookerErrorKind.BadRequest)]
    [InlineData(500, LookerErrorKind.ServerError)]
    [InlineData(501, LookerErrorKind.ServerError)]
    [InlineData(502, LookerErrorKind.ServerError)]
    [InlineData(503, LookerErrorKind.ServerError)]
    [InlineData(504, LookerErrorKind.ServerError)]
    [InlineData(599, LookerErrorKind.ServerError)]
    public async Task Every_status_has_its_kind(int status, LookerErrorKind kind)
    {
        LookerApiException e = await FailureOf(Respond.Json(status, """{"message":"The server's words"}"""));

        Assert.Equal(kind, e.Kind);
        Assert.Equal(status, e.StatusCode);
        Assert.Equal(("POST", "/api/4.0/oauth_client_apps/a"), (e.Method, e.Path));
    }

    [Fact]
    public async Task Message_quotes_the_server()
    {
        LookerApiException e = await FailureOf(Respond.Json(400, """{"message":"The server's words."}"""));

        Assert.Equal("Looker responded with 400 to POST /api/4.0/oauth_client_apps/a: The server's words.", e.Message);
    }

    [Fact]
    public async Task Everything_that_the_server_said_is_kept()
    {
        const string Body =
            """{"message":"Validation Failed","errors":[{"field":"dialect","code":"missing_field","message":"This field is required.","documentation_url":"https://x"},{"field":"name","code":"invalid","message":"Too long."}],"documentation_url":"https://cloud.google.com/looker/docs/r/err/4.0/422"}""";

        LookerApiException e = await FailureOf(Respond.Of(422, Body, "application/json", ("X-B3-TraceId", "0123456789abcdef")));

        Assert.Equal(LookerErrorKind.ValidationFailed, e.Kind);
        Assert.Equal(
            [new("dialect", "missing_field", "This field is required."), new LookerValidationError("name", "invalid", "Too long.")], e.ValidationErrors);
        Assert.Equal("https://cloud.google.com/looker/docs/r/err/4.0/422", e.DocumentationUrl);
        Assert.Equal("0123456789abcdef", e.RequestId);
        Assert.Equal(Body, e.ResponseBody);
        Assert.Contains("dialect: This field is required; name: Too long.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_already_exists_makes_a_422_an_existing_thing()
    {
        LookerApiException e = await FailureOf(Respond.Json(
            422,
            """{"message":"Validation Failed","errors":[{"field":"x","code":"missing"},{"field":"client_guid","code":"already_exists","message":"taken"}]}"""));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
    }

    [Fact]
    public async Task Missing_route_says_that_the_release_or_the_address_is_wrong()
    {
        LookerApiException e = await FailureOf(Respond.Json(404, """{"message":"Sinatra::NotFound"}"""));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains("register_oauth_client_app", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> OddBodies =>
    [
        "", " ", "plain text", "[]", "[1,2]", "42", "true", "null", "\"text\"", "{", "{}", "{\"message\":}", Respond.Html, "<?xml version=\"1.0\"?><a/>",
        """{"message":null}""", """{"message":42}""", """{"message":{"a":["b"]}}""", """{"message":["a"]}""", """{"message":"\ud800"}""", """{"\ud800":1}""",
        """{"errors":null}""", """{"errors":"x"}""", """{"errors":{}}""", """{"errors":[]}""", """{"errors":[null,1,"x",[],{}]}""",
        """{"errors":[{"field":1,"code":{},"message":[]}]}""", """{"errors":[{"message":"\udc00"}]}""", """{"documentation_url":17}""", """{"error":{"a":1}}""",
        "\0\u0001\u0002", "\uFEFF{\"message\":\"x\"}", new string('[', 5000), $"{{\"message\":\"{new string('x', 100_000)}\"}}", new string('y', 3_000_000),
    ];

    [Theory]
    [MemberData(nameof(OddBodies))]
    public async Task Odd_body_never_changes_the_kind(string body)
    {
        LookerApiException validation = await FailureOf(Respond.Json(422, body));
        LookerApiException server = await FailureOf(Respond.Json(500, body));
        LookerApiException unauthorized = await FailureOf(Respond.Json(401, body));

        Assert.Equal(LookerErrorKind.ValidationFailed, validation.Kind);
        Assert.Equal(LookerErrorKind.ServerError, server.Kind);
        Assert.Equal(LookerErrorKind.AuthenticationFailed, unauthorized.Kind);
        Assert.InRange(validation.ResponseBody!.Length, 0, 2048);
        Assert.InRange(validation.Message.Length, 1, 1000);
    }

    [Theory]
    [InlineData("application/json; charset=klingon")]
#if NET // .NET Framework still reads it.
    [InlineData("application/json; charset=utf-7")]
#endif
    [InlineData("application/json; charset=\"\"")]
    [InlineData("nonsense")]
    [InlineData("image/png")]
    [InlineData(null)]
    public async Task Odd_content_type_never_hides_the_message(string? contentType)
    {
        LookerApiException e = await FailureOf(Respond.Of(409, """{"message":"schön, but taken"}""", contentType));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
        Assert.Contains("schön, but taken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charset_of_an_error_counts()
    {
        LookerApiException e = await FailureOf(
            Respond.Bytes(409, Encoding.Unicode.GetBytes("""{"message":"schön"}"""), "application/json; charset=utf-16"));

        Assert.Contains("schön", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_an_error_anyway()
    {
        LookerApiException e = await FailureOf(Respond.Bytes(500, [0xff, 0xfe, 0x80, 0x00, 0xc3], "application/octet-stream"));

        Assert.Equal(LookerErrorKind.ServerError, e.Kind);
    }

    [Fact]
    public async Task Endless_error_body_is_not_read_to_its_end()
    {
        using FeedStream body = new(new string('x', 100_000));

        LookerApiException e = await FailureOf(Respond.Streamed(body, 500));

        Assert.Equal(LookerErrorKind.ServerError, e.Kind);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Date_to_retry_after_counts_by_the_given_clock_if_the_server_tells_no_time()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(Respond.Of(429, null, null, ("Retry-After", looker.Clock.GetUtcNow().AddSeconds(7).ToString("R"))));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.InRange(e.RetryAfter!.Value, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Error_body_that_breaks_off_counts_as_far_as_it_came()
    {
        using FeedStream body = FeedStream.BreakingAfter("it is tak");

        LookerApiException e = await FailureOf(Respond.Streamed(body, 409));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
        Assert.Equal("it is tak", e.ResponseBody);
    }

    [Fact]
    public async Task Response_larger_than_any_object_is_an_unexpected_response()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Bytes(200, new byte[33 * 1024 * 1024], "application/json"));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, (await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync())).Kind);
    }

    [Theory]
    [InlineData(301, "https://evil.example.org/api/4.0/user")]
    [InlineData(302, "https://evil.example.org/")]
    [InlineData(303, "/login")]
    [InlineData(307, "https://evil.example.org/")]
    [InlineData(308, "http://looker.example.com/api/4.0/user")]
    public async Task Redirect_is_an_unexpected_response_and_the_token_goes_nowhere_else(int status, string location)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(status, "", "text/html", ("Location", location)));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Equal("looker.example.com", Assert.Single(looker.Server.Requests).Uri.Host);
    }

    [Fact]
    public async Task Redirected_login_is_an_unexpected_response_and_the_key_goes_nowhere_else()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Of(307, "", "text/html", ("Location", "https://evil.example.org/")));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Contains("https://evil.example.org", e.Message, StringComparison.Ordinal);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Error_without_a_body_has_none()
    {
        LookerApiException e = await FailureOf((_, _) => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Conflict)));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
        Assert.Equal("", e.ResponseBody);
        Assert.Null(e.RequestId);
        Assert.Null(e.DocumentationUrl);
        Assert.Empty(e.ValidationErrors);
    }

    [Fact]
    public async Task Only_the_first_two_kilobytes_of_a_body_are_kept()
    {
        string body = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i:000} "));

        LookerApiException e = await FailureOf(Respond.Of(500, body, "text/plain"));

        Assert.Equal(body[..2048], e.ResponseBody);
    }
}
