using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class InstanceRoutesTests
{
    [Fact]
    public async Task Alive_answers_nothing_with_200()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply reply = await looker.GetAsync("/alive");

        Assert.Equal((200, ""), (reply.Status, reply.Content));
    }

    [Theory]
    [InlineData("/versions")]
    [InlineData("/api/4.0/versions")]
    public async Task Versions_need_no_login(string path)
    {
        using RunningSandbox looker = RunningSandbox.Start(""" "release": "25.4.7" """);

        Reply reply = await looker.GetAsync(path);

        Assert.Equal(200, reply.Status);
        Assert.Equal("25.4.7", reply.Text("looker_release_version"));
        Assert.Equal("4.0", reply.Json.GetProperty("current_version").GetProperty("version").GetString());
        Assert.Equal(1, reply.Json.GetProperty("supported_versions").GetArrayLength());
        Assert.Equal(looker.Server.BaseUrl, reply.Text("api_server_url"));
        Assert.Equal(looker.Server.BaseUrl, reply.Text("web_server_url"));
    }

    [Theory]
    [InlineData("GET", "/api/4.0/dashboards")]
    [InlineData("GET", "/api/3.1/user")]
    [InlineData("PUT", "/api/4.0/oauth_client_apps/a")]
    [InlineData("GET", "/api/4.0/oauth_client_apps/")]
    [InlineData("GET", "//api/4.0/user")]
    [InlineData("GET", "/")]
    public async Task What_is_no_route_is_404_of_Sinatra(string method, string path)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        // Appended, because "//host" on its own would be another address.
        Reply reply = await looker.SendAsync(method, looker.Server.BaseUrl + path);

        Assert.Equal((404, "Sinatra::NotFound"), (reply.Status, reply.Text("message")));
        Assert.StartsWith("https://cloud.google.com/looker/docs/", reply.Text("documentation_url"), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task Head_has_the_headers_of_get(string encoding)
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply[] replies = [await VersionsAsync("GET"), await VersionsAsync("HEAD")];

        Assert.NotEqual("0", replies[0].Headers["Content-Length"]);
        Assert.Equal(replies[0].Headers["Content-Length"], replies[1].Headers["Content-Length"]);
        Assert.Equal(replies[0].Headers.GetValueOrDefault("Content-Encoding"), replies[1].Headers.GetValueOrDefault("Content-Encoding"));

        Task<Reply> VersionsAsync(string method)
        {
            HttpRequestMessage request = new(new HttpMethod(method), "/versions");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
            return looker.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("/alive", 200)]
    [InlineData("/api/4.0/user", 200)]
    [InlineData("/api/4.0/users/99", 404)]
    [InlineData("/nothing", 404)]
    public async Task Head_is_get_without_a_body(string path, int status)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.SendAsync("HEAD", path);

        Assert.Equal((status, ""), (reply.Status, reply.Content));
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_413()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", "oauth_client_apps/a", $$"""{"description":"{{new string('x', 1024 * 1024)}}"}""");

        Assert.Equal(413, reply.Status);
    }

    [Fact]
    public async Task Localhost_is_the_same_server()
    {
        using RunningSandbox looker = RunningSandbox.Start();

        Reply reply = await looker.GetAsync($"http://localhost:{looker.Server.Port}/versions");

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Settings_tell_the_embed_allowlist_of_the_seed()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(""" "embed_domain_allowlist": ["https://app.example.com", "https://*.example.org"] """);

        Reply reply = await looker.ApiAsync("setting?fields=embed_config(domain_allowlist)");

        Assert.Equal("""{"embed_config":{"domain_allowlist":["https://app.example.com","https://*.example.org"]}}""", reply.Content);
        Assert.Equal(looker.Server.BaseUrl, (await looker.ApiAsync("setting")).Text("host_url"));
    }

    [Fact]
    public async Task Settings_are_for_admins_alone_and_the_allowlist_is_empty_by_default()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync();

        Assert.Equal(404, (await looker.ApiAsync("setting")).Status);
        await looker.LogInAsync("admin-key", "s1");
        Assert.Equal(0, (await looker.ApiAsync("setting")).Json.GetProperty("embed_config").GetProperty("domain_allowlist").GetArrayLength());
    }
}
