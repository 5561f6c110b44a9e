using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class HostedTests
{
    private const string Json = """{ "message": "The resource you're looking for could not be found" }""";

    [Theory]
    [InlineData("POST", "/api/4.0/login")]
    [InlineData("GET", "/api/4.0/users/99")]
    [InlineData("GET", "/api/4.0/dashboards")]
    [InlineData("GET", "/nothing")]
    public async Task A_404_is_json_for_exactly_application_json(string method, string path)
    {
        using RunningSandbox looker = await StartAsync();

        Reply reply = await SendAsync(looker, method, path, "application/json");

        Assert.Equal((404, Json), (reply.Status, reply.Content));
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
        Assert.Equal("close", reply.Headers["Connection"]);
        Assert.DoesNotContain(reply.Headers.Keys, name => name.StartsWith("X-B3-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json, */*")]
    [InlineData("application/json, text/html")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("text/html")]
    public async Task A_404_is_a_page_for_any_other_Accept(string? accept)
    {
        using RunningSandbox looker = await StartAsync();

        Reply reply = await SendAsync(looker, "GET", "/api/4.0/users/99", accept);

        Assert.Equal((404, "text/html"), (reply.Status, reply.MediaType));
        Assert.Contains("<title>Looker Not Found (404)</title>", reply.Content, StringComparison.Ordinal);
        Assert.Equal("close", reply.Headers["Connection"]);
        Assert.DoesNotContain("X-B3-TraceId", reply.Headers.Keys);
    }

    [Fact]
    public async Task Anything_but_a_404_comes_from_Looker()
    {
        using RunningSandbox looker = await StartAsync();

        Reply user = await SendAsync(looker, "GET", "/api/4.0/user", "application/json");
        Reply refused = await looker.ApiAsync("POST", "external_oauth_applications", "{}");
        looker.Token = null;
        Reply unauthenticated = await SendAsync(looker, "GET", "/api/4.0/user", "application/json");

        Assert.Equal((200, 422, 401), (user.Status, refused.Status, unauthenticated.Status));
        Assert.Equal("Requires authentication.", unauthenticated.Text("message"));
        foreach (Reply reply in (Reply[])[user, refused, unauthenticated])
        {
            Assert.Equal("application/json", reply.Headers["Content-Type"]);
            Assert.Matches("^[0-9a-f]{32}$", reply.Headers["X-B3-TraceId"]);
            Assert.StartsWith("max-age=", reply.Headers["Strict-Transport-Security"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_long_list_is_json_without_a_charset_too()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            $""" "groups": [{string.Join(",", Enumerable.Range(1, 500).Select(id => $$"""{ "id": "{{id}}" }"""))}] """,
            with: options => options with { Hosted = true });

        Reply reply = await looker.ApiAsync("groups");

        Assert.Equal(500, reply.Json.GetArrayLength());
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_fault_of_404_is_the_front_end_s_own_unless_it_has_a_body()
    {
        using RunningSandbox looker = await StartAsync();
        looker.Server.AddFault(new SandboxFault { StatusCode = 404 });
        looker.Server.AddFault(new SandboxFault { StatusCode = 404, Body = "default backend - 404" });

        Assert.Equal(Json, (await SendAsync(looker, "GET", "/versions", "application/json")).Content);
        Assert.Equal("default backend - 404", (await SendAsync(looker, "GET", "/versions", "application/json")).Content);
    }

    [Fact]
    public async Task The_record_and_the_state_are_as_on_a_direct_server()
    {
        using RunningSandbox looker = await StartAsync();

        await looker.RegisterAsync("a");
        Reply deleted = await looker.ApiAsync("DELETE", "oauth_client_apps/a");
        await looker.ApiAsync("oauth_client_apps/a");

        Assert.Equal(204, deleted.Status);
        Assert.Equal("GET /api/4.0/oauth_client_apps/a 404", looker.Server.Requests[^1].ToString());
    }

    private static Task<RunningSandbox> StartAsync() => RunningSandbox.LoggedInAsync(with: options => options with { Hosted = true });

    private static Task<Reply> SendAsync(RunningSandbox looker, string method, string path, string? accept)
    {
        HttpRequestMessage request = new(new HttpMethod(method), path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return looker.SendAsync(request);
    }
}
