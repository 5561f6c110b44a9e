using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

/// <summary>What surrounds every response: headers, compression, links to the documentation.</summary>
public sealed class ResponseTests
{
    [Fact]
    public async Task Each_response_has_a_trace_id_of_its_own()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply first = await looker.GetAsync("/versions");
        Reply second = await looker.GetAsync("/api/4.0/nothing");

        foreach (Reply reply in (Reply[])[first, second])
        {
            Assert.Matches("^[0-9a-f]{32}$", reply.Headers["X-B3-TraceId"]);
            Assert.Matches("^[0-9a-f]{16}$", reply.Headers["X-B3-SpanId"]);
            Assert.Matches("^[0-9a-f]{16}$", reply.Headers["X-B3-ParentSpanId"]);
            Assert.Matches("^[01]$", reply.Headers["X-B3-Sampled"]);
        }

        Assert.NotEqual(first.Headers["X-B3-TraceId"], second.Headers["X-B3-TraceId"]);
    }

    [Theory]
    [InlineData("/versions")]
    [InlineData("/api/4.0/user")]
    [InlineData("/auth")]
    public async Task Responses_have_the_headers_that_real_ones_have(string path)
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply reply = await looker.GetAsync(path);

        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
        Assert.Equal("Accept-Encoding,Origin", reply.Headers["Vary"]);
        Assert.DoesNotContain("ETag", reply.Headers.Keys);
    }

    [Fact]
    public async Task A_direct_server_names_the_charset_of_its_json()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Assert.Equal("application/json; charset=utf-8", (await looker.GetAsync("/versions")).Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("22.12", "https://docs.looker.com/", "https://docs.looker.com/r/err/4.0/404/get/users/:user_id")]
    [InlineData("24.4", "https://cloud.google.com/looker/docs/", "https://cloud.google.com/looker/docs/r/err/4.0/404/get/users/:user_id")]
    [InlineData("26.12", "https://cloud.google.com/looker/docs/", "https://docs.cloud.google.com/looker/docs/r/err/4.0/404/get/users/:user_id")]
    public async Task Errors_link_to_the_documentation_of_their_release(string release, string general, string operation)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync($""" "release": "{release}" """);

        Assert.Equal(operation, (await looker.ApiAsync("users/99")).Text("documentation_url"));
        looker.Token = null;
        Assert.Equal(general, (await looker.ApiAsync("users/99")).Text("documentation_url"));
    }

    [Fact]
    public async Task A_422_links_to_the_operation_without_the_api_s_path()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", "external_oauth_applications", "{}");

        const string Expected = "https://docs.cloud.google.com/looker/docs/r/err/4.0/422/post/external_oauth_applications";
        Assert.Equal(Expected, reply.Text("documentation_url"));
        Assert.All(reply.Json.GetProperty("errors").EnumerateArray(), fault => Assert.Equal(Expected, fault.GetProperty("documentation_url").GetString()));
    }

    [Theory]
    [InlineData("/api/4.0/user", 200)]
    [InlineData("/api/4.0/users", 200)]
    [InlineData("/api/4.0/users/99", 404)]
    [InlineData("/api/4.0/nothing", 404)]
    [InlineData("/auth", 400)]
    public async Task A_body_is_compressed_where_the_client_takes_gzip(string path, int status)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        Reply plain = await looker.GetAsync(path);

        using HttpResponseMessage response = await SendAsync(looker, path, "gzip, deflate, br");

        Assert.Equal((status, status), (plain.Status, (int)response.StatusCode));
        Assert.False(plain.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(plain.Content, await UnzipAsync(response));
    }

    [Fact]
    public async Task A_long_list_is_compressed_while_it_is_written()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            $""" "users": [{string.Join(",", Enumerable.Range(1, 1000).Select(id => $$"""{ "id": "{{id}}" }"""))}] """);

        using HttpResponseMessage response = await SendAsync(looker, "/api/4.0/users?fields=id", "gzip");

        Assert.Null(response.Content.Headers.ContentLength);
        using JsonDocument list = JsonDocument.Parse(await UnzipAsync(response));
        Assert.Equal(1000, list.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("br")]
    [InlineData("gzip;q=0, br")]
    [InlineData("gzip; q=0.0")]
    public async Task Nothing_is_compressed_for_who_does_not_take_gzip(string acceptEncoding)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        using HttpResponseMessage response = await SendAsync(looker, "/api/4.0/user", acceptEncoding);

        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_response_without_a_body_is_not_compressed()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        using HttpResponseMessage response = await SendAsync(looker, "/alive", "gzip");

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(0, response.Content.Headers.ContentLength);
    }

    private static Task<HttpResponseMessage> SendAsync(RunningSandbox looker, string path, string acceptEncoding)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        return looker.StreamAsync(request);
    }

    private static async Task<string> UnzipAsync(HttpResponseMessage response)
    {
        using GZipStream gzip = new(await response.Content.ReadAsStreamAsync(RunningSandbox.Cancelled), CompressionMode.Decompress);
        using StreamReader reader = new(gzip);
        return await reader.ReadToEndAsync(RunningSandbox.Cancelled);
    }
}
