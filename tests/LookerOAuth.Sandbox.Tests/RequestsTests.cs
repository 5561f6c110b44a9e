using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class RequestsTests
{
    [Fact]
    public async Task A_request_is_recorded_as_it_was_sent()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        await looker.ApiAsync("PATCH", "oauth_client_apps/a%2Fb%20c?fields=a,b&x=%20", """{ "display_name" : "A" }""");

        SandboxRequest request = Assert.Single(looker.Server.Requests);
        Assert.Equal(
            ("PATCH", "/api/4.0/oauth_client_apps/a%2Fb%20c", "fields=a,b&x=%20", """{ "display_name" : "A" }""", 404),
            (request.Method, request.Path, request.Query, request.Body, request.StatusCode));
        Assert.Equal(("1", null, looker.Clock.GetUtcNow()), (request.UserId, request.SudoUserId, request.Time));
        Assert.Equal("application/json; charset=utf-8", request.Headers["content-type"]);
        Assert.Equal("PATCH /api/4.0/oauth_client_apps/a%2Fb%20c 404", request.ToString());
    }

    [Theory]
    [InlineData("Bearer secret", "Bearer ***")]
    [InlineData("token secret", "token ***")]
    [InlineData("secret", "***")]
    public async Task A_token_is_masked(string sent, string recorded)
    {
        using RunningSandbox looker = RunningSandbox.Start();
        using HttpRequestMessage request = new HttpRequestMessage(HttpMethod.Get, "/alive");
        request.Headers.TryAddWithoutValidation("Authorization", sent);

        await looker.SendAsync(request);

        Assert.Equal(recorded, looker.Server.Requests[0].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("Cookie", "session=hush", "***")]
    [InlineData("CF-Access-Client-Secret", "hush", "***")]
    [InlineData("x-api-key", "hush", "***")]
    [InlineData("Proxy-Authorization", "Basic hush", "Basic ***")]
    [InlineData("X-Gateway", "shown", "shown")]
    public async Task Credentials_for_a_gateway_are_masked(string name, string sent, string recorded)
    {
        using RunningSandbox looker = RunningSandbox.Start();
        using HttpRequestMessage request = new HttpRequestMessage(HttpMethod.Get, "/alive");
        request.Headers.TryAddWithoutValidation(name, sent);

        await looker.SendAsync(request);

        Assert.Equal(recorded, looker.Server.Requests[0].Headers[name]);
    }

    [Fact]
    public async Task A_form_is_recorded_without_its_secrets()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        await looker.PostFormAsync("/api/4.0/login", ("client_id", "id"), ("client_secret", "hush"), ("password", "hush"));

        Assert.Equal("client_id=id&client_secret=***&password=***", looker.Server.Requests[0].Body);
    }

    [Fact]
    public async Task A_query_is_recorded_without_its_secrets()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        await looker.SendAsync("POST", "/api/4.0/login?client_id=id&client_secret=hush");

        Assert.Equal("client_id=id&client_secret=***", looker.Server.Requests[0].Query);
    }

    [Theory]
    [InlineData("""{"name":"A", "client_secret": "hush" }""", """{"name":"A", "client_secret": "***" }""")]
    [InlineData("""{"a":[{"access_token":{"x":"hush"},"b":1}]}""", """{"a":[{"access_token":"***","b":1}]}""")]
    [InlineData("""{"refresh_token":null,"code":12,"code_verifier":"hush","token":["hush"]}""", """{"refresh_token":null,"code":"***","code_verifier":"***","token":"***"}""")]
    [InlineData("""{"certificate":"hush","passwords":["hush"],"db_password":{"x":"hush"},"country_code":"de"}""", """{"certificate":"***","passwords":"***","db_password":"***","country_code":"de"}""")]
    [InlineData("""{"client\u005fsecret":"hush"}""", """{"client\u005fsecret":"***"}""")]
    [InlineData("""{"Password":"hush","ä":"ö"}""", """{"Password":"***","ä":"ö"}""")]
    [InlineData("""{"client_id":"says client_secret"}""", """{"client_id":"says client_secret"}""")]
    [InlineData("""{"client_secret":"hush""", "***")]
    [InlineData("client_secret: hush", "***")]
    [InlineData("plain", "plain")]
    public async Task A_body_is_recorded_without_its_secrets(string sent, string recorded)
    {
        using RunningSandbox looker = RunningSandbox.Start();

        await looker.SendAsync("POST", "/api/4.0/anything", sent);

        Assert.Equal(recorded, looker.Server.Requests[0].Body);
    }

    [Fact]
    public async Task A_form_that_calls_itself_something_else_is_masked_too()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        using HttpRequestMessage request = new HttpRequestMessage(HttpMethod.Post, "/api/4.0/login");
        request.Content = new StringContent("client_id=a&client_secret=hush", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));

        await looker.SendAsync(request);

        Assert.Equal("client_id=a&client_secret=***", looker.Server.Requests[0].Body);
    }

    [Fact]
    public async Task A_request_without_a_body_has_none()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        await looker.GetAsync("/alive");

        Assert.Null(looker.Server.Requests[0].Body);
        Assert.Null(looker.Server.Requests[0].UserId);
    }

    [Fact]
    public async Task Running_as_a_user_shows_the_admin_behind()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(RunningSandbox.WithAnalyst);
        looker.Token = (await looker.ApiAsync("POST", "login/2")).Text("access_token");

        await looker.ApiAsync("user");

        Assert.Equal(("2", "1"), (looker.Server.Requests[1].UserId, looker.Server.Requests[1].SudoUserId));
    }

    [Fact]
    public async Task An_expired_token_still_tells_whose_it_was()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        looker.Server.ExpireTokens();

        await looker.ApiAsync("user");

        Assert.Equal((401, "1"), (looker.Server.Requests[0].StatusCode, looker.Server.Requests[0].UserId));
    }

    [Fact]
    public async Task ClearRequests_forgets_and_the_numbers_go_on()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        await looker.GetAsync("/alive");
        IReadOnlyList<SandboxRequest> before = looker.Server.Requests;

        looker.Server.ClearRequests();
        await looker.GetAsync("/versions");

        Assert.Equal("GET /alive 200", Assert.Single(before).ToString());
        Assert.Equal((2, "GET /versions 200"), (looker.Server.Requests.Single().Number, looker.Server.Requests.Single().ToString()));
    }

    [Fact]
    public async Task Requests_stay_readable_after_Stop()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        await looker.GetAsync("/alive");

        looker.Server.Stop();

        Assert.Single(looker.Server.Requests);
    }
}
