using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ApiOperationsTests
{
    [Theory]
    [InlineData("""{"client_id":"made-up-id","client_secret":"made-up-secret!"}""")]
    [InlineData("""[{"login":{"RefreshToken":"made-up-secret!"}}]""")]
    public async Task Secret_that_the_body_names_is_masked_where_the_server_echoes_it(string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(400, """{"message":"bad value made-up-secret! of made-up-id"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Api.SendAsync(HttpMethod.Post, "things", body: body));

        Assert.Contains("bad value *** of made-up-id", e.Message, StringComparison.Ordinal);
        Assert.Equal("""{"message":"bad value *** of made-up-id"}""", e.ResponseBody);
    }

    [Theory]
    [InlineData("versions", "versions")]
    [InlineData("/versions", "versions")]
    [InlineData("  /versions ", "versions")]
    [InlineData("/api/4.0/versions", "versions")]
    [InlineData("api/4.0/versions", "versions")]
    [InlineData("users/7/roles", "users/7/roles")]
    [InlineData("users?fields=id", "users?fields=id")]
    [InlineData("oauth_client_apps/a%2Fb", "oauth_client_apps/a%2Fb")]
    [InlineData("oauth_client_apps/a%252Fb", "oauth_client_apps/a%252Fb")]
    [InlineData("oauth_client_apps/a..b", "oauth_client_apps/a..b")]
    [InlineData("oauth_client_apps/...", "oauth_client_apps/...")]
    [InlineData("oauth_client_apps/a b", "oauth_client_apps/a%20b")]
    [InlineData("users?filter=../x", "users?filter=../x")]
    public async Task Path_is_taken_below_the_api(string path, string target)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.Api.SendAsync(HttpMethod.Get, path);

        Assert.Equal($"https://looker.example.com/api/4.0/{target}", looker.Server.Last.Uri.AbsoluteUri);
        Assert.Equal("Bearer made-up-token", looker.Server.Last.Authorization);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/")]
    [InlineData("/api/4.0/")]
    [InlineData("?fields=id")]
    [InlineData("https://evil.example.org/")]
    [InlineData("HTTP://evil.example.org/versions")]
    [InlineData("//evil.example.org/versions")]
    [InlineData("///versions")]
    [InlineData("..")]
    [InlineData("../../versions")]
    [InlineData("users/../versions")]
    [InlineData("users/./versions")]
    [InlineData("users/..")]
    [InlineData("api/4.0/../3.1/versions")]
    [InlineData("%2e%2e/versions")]
    [InlineData("users/%2E%2e/versions")]
    [InlineData("users/.%2e/versions")]
    [InlineData("users/%2e/versions")]
    [InlineData("users%2f..%2fversions")]
    [InlineData("users/..%2f..%2fadmin")]
    [InlineData("users/..%5cadmin")]
    [InlineData("%252e%252e/versions")]
    [InlineData("users/%25252e%25252E/versions")]
    [InlineData("users%252f..%25252fversions")]
    [InlineData("users/..%255cadmin")]
    [InlineData("users\\versions")]
    [InlineData("\\\\evil.example.org\\versions")]
    [InlineData("users/..\\versions")]
    [InlineData("users#top")]
    public async Task Path_that_leaves_the_api_is_refused_and_nothing_is_sent(string path)
    {
        using TestLooker looker = TestLooker.WithToken();

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Api.SendAsync(HttpMethod.Get, path));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.NotNull(e.RecommendedAction);
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task Query_is_escaped_once()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.Api.SendAsync(HttpMethod.Get, "users/search", [new("email", "a b+c&d=é%20"), new("none", null), new("a&b", "")]);

        Assert.Equal("GET users/search?email=a%20b%2Bc%26d%3D%C3%A9%2520&a%26b=", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Query_is_added_to_the_one_in_the_path()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.Api.SendAsync(HttpMethod.Get, "users?fields=id", [new("limit", "5")]);

        Assert.Equal("GET users?fields=id&limit=5", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Body_goes_as_it_is()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"id":5}"""));

        JsonElement? response = await looker.Client.Api.SendAsync(HttpMethod.Post, "groups", body: """{"name":"Größe"}""");

        Assert.Equal(5, response!.Value.GetProperty("id").GetInt32());
        Assert.Equal("""{"name":"Größe"}""", looker.Server.Last.Body);
        Assert.Equal("application/json", looker.Server.Last.ContentType);
    }

    [Theory]
    [InlineData(204, null)]
    [InlineData(200, "")]
    public async Task Empty_response_is_null(int status, string? body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(status, body, "application/json"));

        Assert.Null(await looker.Client.Api.SendAsync(HttpMethod.Delete, "groups/5"));
    }

    [Theory]
    [InlineData("null", JsonValueKind.Null)]
    [InlineData("[]", JsonValueKind.Array)]
    [InlineData("\"activated\"", JsonValueKind.String)]
    [InlineData("17", JsonValueKind.Number)]
    public async Task Any_json_is_a_response(string body, JsonValueKind kind)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(body));

        Assert.Equal(kind, (await looker.Client.Api.SendAsync(HttpMethod.Get, "x"))!.Value.ValueKind);
    }

    [Fact]
    public async Task Charset_of_the_response_counts()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Bytes(200, Encoding.Unicode.GetBytes("\"ü\""), "application/json; charset=utf-16"));

        Assert.Equal("ü", (await looker.Client.Api.SendAsync(HttpMethod.Get, "x"))!.Value.GetString());
    }

    [Fact]
    public async Task Response_that_is_no_json_is_an_unexpected_response()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(200, "plain text, x", "text/plain", ("X-B3-TraceId", "0123456789abcdef")));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Api.SendAsync(HttpMethod.Get, "x?client_secret=made-up"));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Equal(("GET", "/api/4.0/x"), (e.Method, e.Path));
        Assert.Equal((200, "0123456789abcdef", "plain text, x"), (e.StatusCode, e.RequestId, e.ResponseBody));
        Assert.DoesNotContain("made-up", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x?client_secret=made-up")]
    [InlineData("//x?client_secret=made-up")]
    [InlineData("https://x/?client_secret=made-up")]
    [InlineData("x#?client_secret=made-up")]
    [InlineData("?client_secret=made-up")]
    public async Task Refused_path_is_shown_without_its_query(string path)
    {
        using TestLooker looker = TestLooker.WithToken();

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.Api.SendAsync(HttpMethod.Get, path));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.DoesNotContain("made-up", $"{e} {e.Subject}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x?client_secret=made-up")]
    [InlineData("x?client_secret[]=made-up&a=b")]
    public async Task Failure_and_events_show_no_secret_of_a_query(string path)
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 1 });
        looker.Server.Then(Respond.Page(503), Respond.Json(400, """{"message":"no"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Api.SendAsync(HttpMethod.Get, path));

        Assert.DoesNotContain("made-up", $"{e} {e.Path} {looker.Observer.AllText}", StringComparison.Ordinal);
        Assert.Equal("/api/4.0/x", e.Path);
    }

    [Fact]
    public async Task Refusal_is_an_error_like_any_other()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NotFound);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Api.SendAsync(HttpMethod.Get, "x"));

        Assert.Equal(LookerErrorKind.NotFound, e.Kind);
    }

    [Fact]
    public async Task Query_may_hold_an_address_and_backslashes()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.Api.SendAsync(HttpMethod.Get, "external_oauth_applications?name=https://db.example.com/a%5Cb");

        Assert.EndsWith("?name=https://db.example.com/a%5Cb", looker.Server.Last.Uri.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operation_that_the_server_lacks_is_named_by_its_request()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(404, """{"message":"Sinatra::NotFound"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Api.SendAsync(HttpMethod.Get, "no/such?fields=id"));

        Assert.Contains("does not support GET /no/such:", e.Message, StringComparison.Ordinal);
    }
}
