using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class ServerTests
{
    [Fact]
    public void A_server_tells_where_it_is_and_who_may_log_in()
    {
        using SandboxServer server = SandboxServer.Start();

        Assert.Equal($"http://127.0.0.1:{server.Port}", server.BaseUrl);
        Assert.Equal(("sandbox-client-id", "sandbox-made-up-secret"), (server.ClientId, server.ClientSecret));
        Assert.True(server.IsRunning);
    }

    [Fact]
    public void A_seed_without_keys_has_empty_ones()
    {
        using RunningSandbox looker = RunningSandbox.Start(""" "api_keys": [] """);

        Assert.Equal(("", ""), (looker.Server.ClientId, looker.Server.ClientSecret));
    }

    [Fact]
    public void A_port_of_another_sandbox_is_a_clear_error()
    {
        using SandboxServer first = SandboxServer.Start();

        SandboxException error = Assert.Throws<SandboxException>(() => SandboxServer.Start(new SandboxOptions { Port = first.Port }));

        Assert.Equal($"Port {first.Port} is already in use.", error.Message);
    }

    [Fact]
    public void A_port_of_another_program_is_a_clear_error()
    {
        using TcpListener other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        SandboxException error = Assert.Throws<SandboxException>(() => SandboxServer.Start(new SandboxOptions { Port = port }));

        Assert.Contains($"Port {port} is already in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_sandboxes_find_a_port_each()
    {
        SandboxServer[] servers = Enumerable.Range(0, 20).AsParallel().WithDegreeOfParallelism(8).Select(_ => SandboxServer.Start()).ToArray();

        Assert.Equal(20, servers.Select(server => server.Port).Distinct().Count());
        Array.ForEach(servers, server => server.Dispose());
    }

    [Fact]
    public async Task Stop_frees_the_port_and_may_be_repeated()
    {
        using RunningSandbox looker = await StartAgainAsync(() =>
        {
            SandboxServer first = SandboxServer.Start();
            first.Stop();
            first.Stop();
            first.Dispose();
            Assert.False(first.IsRunning);
            return Task.FromResult(first.Port);
        });

        Assert.Equal(200, (await looker.GetAsync("/alive")).Status);
    }

    [Fact]
    public async Task Stop_while_connections_are_open_frees_the_port()
    {
        List<RunningSandbox> stopped = [];
        using RunningSandbox second = await StartAgainAsync(async () =>
        {
            RunningSandbox first = RunningSandbox.Start();
            stopped.Add(first);
            await first.GetAsync("/alive");

            first.Server.Stop();

            return first.Server.Port;
        });

        Assert.Equal(200, (await second.GetAsync("/alive")).Status);
        stopped.ForEach(looker => looker.Dispose());
    }

    /// <summary>Starts a sandbox on the port that another had, up to three times: somebody else may take it in between.</summary>
    private static async Task<RunningSandbox> StartAgainAsync(Func<Task<int>> startAndStopAsync)
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = await startAndStopAsync();
            try
            {
                return RunningSandbox.Start(with: options => options with { Port = port });
            }
            catch (SandboxException) when (attempt < 3)
            {
                // Another one, then.
            }
        }
    }

    [Fact]
    public async Task A_stopped_server_is_not_there()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.Stop();

        await Assert.ThrowsAsync<HttpRequestException>(() => looker.GetAsync("/alive"));
    }

    [Fact]
    public async Task Nothing_is_shared_between_two_sandboxes()
    {
        using RunningSandbox first = await RunningSandbox.LoggedInAsync();
        using RunningSandbox second = await RunningSandbox.LoggedInAsync();
        await first.RegisterAsync("a");

        Assert.Equal("[]", (await second.ApiAsync("oauth_client_apps")).Content);
        second.Token = first.Token;
        Assert.Equal(401, (await second.ApiAsync("user")).Status);
    }

    [Fact]
    public async Task Many_requests_at_once_are_all_answered_and_recorded_in_order()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        await Task.WhenAll(Enumerable.Range(0, 256).Select(i => looker.RegisterAsync($"app-{i}")));

        Assert.Equal(256, (await looker.ApiAsync("oauth_client_apps")).Json.GetArrayLength());
        List<long> numbers = looker.Server.Requests.Select(request => request.Number).ToList();
        Assert.Equal(257, numbers.Count);
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public async Task The_same_guid_many_times_at_once_is_registered_once()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            looker.ApiAsync("POST", "oauth_client_apps/a", """{"display_name":"A","redirect_uri":"http://a/cb"}""")));

        Assert.Equal((1, 31), (replies.Count(reply => reply.Status == 200), replies.Count(reply => reply.Status == 409)));
    }

    [Fact]
    public async Task Delayed_responses_do_not_wait_for_each_other()
    {
        using RunningSandbox looker = RunningSandbox.Start(with: options => options with { Latency = TimeSpan.FromMilliseconds(200) });

        Reply[] replies = await looker.GetDelayedAsync("/alive", TimeSpan.FromMilliseconds(200), count: 64);

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
    }

    [Fact]
    public async Task A_long_list_arrives_in_pieces()
    {
        string apps = string.Join(",", Enumerable.Range(0, 1001).Select(i => $$"""{"client_guid":"app-{{i}}"}"""));
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync($""" "oauth_client_apps": [{apps}] """);

        using HttpResponseMessage response = await looker.StreamAsync("/api/4.0/oauth_client_apps");

        Assert.True(response.Headers.TransferEncodingChunked);
        JsonElement json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(RunningSandbox.Cancelled)).RootElement;
        Assert.Equal(1001, json.GetArrayLength());
        Assert.Equal("app-1000", json[1000].GetProperty("client_guid").GetString());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(200)]
    public async Task A_list_is_whole_whatever_its_length(int count)
    {
        string apps = string.Join(",", Enumerable.Range(0, count).Select(i => $$"""{"client_guid":"app-{{i}}"}"""));
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync($""" "oauth_client_apps": [{apps}] """);

        Assert.Equal(
            Enumerable.Range(0, count).Select(i => $"app-{i}"),
            (await looker.ApiAsync("oauth_client_apps?fields=client_guid")).Texts("client_guid"));
    }

    public static TheoryData<SandboxOptions, string> OutOfRange => new()
    {
        { new SandboxOptions { Port = -1 }, "Port" },
        { new SandboxOptions { Port = 65536 }, "Port" },
        { new SandboxOptions { Latency = TimeSpan.FromSeconds(-1) }, "Latency" },
        { new SandboxOptions { TokenLifetime = TimeSpan.Zero }, "TokenLifetime" },
        { new SandboxOptions { Seed = null! }, "Seed" },
        { new SandboxOptions { TimeProvider = null! }, "TimeProvider" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void An_option_out_of_range_is_refused(SandboxOptions options, string mentions)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SandboxServer.Start(options));

        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
    }
}
