using System;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_status_takes_the_place_of_the_operation()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        looker.Server.AddFault(new SandboxFault { Method = "post", StatusCode = 503 });

        Reply reply = await looker.ApiAsync("POST", "oauth_client_apps/a", """{"display_name":"A","redirect_uri":"http://a/cb"}""");

        Assert.Equal((503, "Service Unavailable"), (reply.Status, reply.Text("message")));
        Assert.Equal(404, (await looker.ApiAsync("oauth_client_apps/a")).Status);
    }

    [Theory]
    [InlineData(401, "Requires authentication.")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "Not found")]
    [InlineData(422, "Validation Failed")]
    [InlineData(429, "Too Many Requests")]
    [InlineData(500, "An error has occurred.")]
    [InlineData(418, "HTTP 418")]
    public async Task A_status_alone_has_the_body_of_the_api(int status, string message)
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { StatusCode = status });

        Reply reply = await looker.GetAsync("/alive");

        Assert.Equal((status, "application/json", message), (reply.Status, reply.MediaType, reply.Text("message")));
        Assert.NotEmpty(reply.Text("documentation_url")!);
    }

    [Theory]
    [InlineData("""{"message":"Unsupported in Looker (Google Cloud core)"}""", "application/json")]
    [InlineData("[1]", "application/json")]
    [InlineData("<html>Looker is unavailable.</html>", "text/html")]
    [InlineData("  <p>", "text/html")]
    [InlineData("nothing here", "text/plain")]
    [InlineData("", "text/plain")]
    public async Task A_body_tells_its_type(string body, string type)
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { StatusCode = 403, Body = body });

        Reply reply = await looker.GetAsync("/alive");

        Assert.Equal((403, body, type), (reply.Status, reply.Content, reply.MediaType));
    }

    [Theory]
    [InlineData("*/oauth_client_apps/*", true)]
    [InlineData("/API/4.0/OAUTH_client_apps/a b", true)]
    [InlineData("/api/4.0/oauth_client_apps/a%20b", true)]
    [InlineData("/api/4.0/oauth_client_apps/a?b", true)]
    [InlineData("*/[a-c] b", true)]
    [InlineData("*/[xyz] b", false)]
    [InlineData("/api/4.0/oauth_client_apps", false)]
    [InlineData("oauth_client_apps/*", false)]
    [InlineData("*fields*", false)]
    [InlineData("*`*", false)]
    public async Task A_path_is_a_wildcard_for_the_whole_path(string path, bool matches)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        looker.Server.AddFault(new SandboxFault { Path = path, StatusCode = 500 });

        Reply reply = await looker.ApiAsync("oauth_client_apps/a%20b?fields=id");

        Assert.Equal(matches ? 500 : 404, reply.Status);
    }

    [Fact]
    public async Task Faults_come_in_the_order_in_which_they_were_added_and_as_often_as_ordered()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { StatusCode = 502, Count = 2 });
        looker.Server.AddFault(new SandboxFault { Path = "/versions", StatusCode = 504 });

        int[] statuses = new int[4];
        for (int i = 0; i < statuses.Length; i++)
        {
            statuses[i] = (await looker.GetAsync("/versions")).Status;
        }

        Assert.Equal([502, 502, 504, 200], statuses);
    }

    [Fact]
    public async Task A_fault_waits_for_its_method()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { Method = "DELETE", StatusCode = 500 });

        Assert.Equal(200, (await looker.GetAsync("/alive")).Status);
        Assert.Equal(500, (await looker.SendAsync("DELETE", "/alive")).Status);
    }

    [Fact]
    public async Task Faults_can_be_cleared()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { StatusCode = 500, Count = 9 });

        looker.Server.ClearFaults();

        Assert.Equal(200, (await looker.GetAsync("/alive")).Status);
    }

    [Theory]
    [InlineData(null, 429, "2")]
    [InlineData(503, 503, "2")]
    public async Task RetryAfter_is_sent_in_seconds_rounded_up(int? status, int answered, string seconds)
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { StatusCode = status, RetryAfter = TimeSpan.FromMilliseconds(1100) });

        Reply reply = await looker.GetAsync("/alive");

        Assert.Equal((answered, seconds), (reply.Status, reply.Headers["Retry-After"]));
    }

    [Fact]
    public async Task A_body_alone_comes_with_200()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { Body = "<html></html>" });

        Assert.Equal((200, "<html></html>"), ((await looker.GetAsync("/versions")) is var reply ? reply.Status : 0, reply.Content));
    }

    [Fact]
    public async Task A_delay_alone_delays_a_normal_response()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { Delay = TimeSpan.FromMilliseconds(150) });

        Reply reply = Assert.Single(await looker.GetDelayedAsync("/versions", TimeSpan.FromMilliseconds(150)));

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task A_delay_with_a_status_is_a_late_fault()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { Delay = TimeSpan.FromMilliseconds(150), StatusCode = 504 });

        Reply reply = Assert.Single(await looker.GetDelayedAsync("/versions", TimeSpan.FromMilliseconds(150)));

        Assert.Equal(504, reply.Status);
    }

    [Fact]
    public async Task A_delayed_request_is_in_Requests_before_its_response_is_sent()
    {
        using RunningSandbox looker = RunningSandbox.Start();
        looker.Server.AddFault(new SandboxFault { Delay = TimeSpan.FromMinutes(10) });

        Task<Reply> pending = looker.GetAsync("/versions");
        await RunningSandbox.UntilAsync(() => looker.Server.Requests.Count > 0);

        Assert.False(pending.IsCompleted);
        Assert.Equal("GET /versions 200", looker.Server.Requests[0].ToString());
        looker.Server.Stop();
        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
    }

    [Fact]
    public async Task Latency_delays_every_response()
    {
        using RunningSandbox looker = RunningSandbox.Start(with: options => options with { Latency = TimeSpan.FromMilliseconds(120) });

        Reply first = Assert.Single(await looker.GetDelayedAsync("/alive", TimeSpan.FromMilliseconds(120)));
        Reply second = Assert.Single(await looker.GetDelayedAsync("/alive", TimeSpan.FromMilliseconds(120)));

        Assert.Equal((200, 200), (first.Status, second.Status));
    }

    [Fact]
    public async Task A_dropped_connection_has_no_response_and_no_effect()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        looker.Server.AddFault(new SandboxFault { Method = "POST", Drop = true, Delay = TimeSpan.FromMilliseconds(1) });

        Task dropped = looker.RegisterAsync("a");
        await RunningSandbox.UntilAsync(() => looker.Clock.Delays.Count == 1);
        looker.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<HttpRequestException>(() => dropped);

        Assert.Equal(404, (await looker.ApiAsync("oauth_client_apps/a")).Status);
        Assert.Equal((0, "POST /api/4.0/oauth_client_apps/a 0"), (looker.Server.Requests[0].StatusCode, looker.Server.Requests[0].ToString()));
    }

    public static TheoryData<SandboxFault, string> Contradictions => new()
    {
        { new SandboxFault { StatusCode = 500, Count = 0 }, "Count" },
        { new SandboxFault { StatusCode = 99 }, "StatusCode" },
        { new SandboxFault { StatusCode = 600 }, "StatusCode" },
        { new SandboxFault { Delay = TimeSpan.FromSeconds(-1) }, "Delay" },
        { new SandboxFault { Delay = TimeSpan.MaxValue }, "Delay" },
        { new SandboxFault { RetryAfter = TimeSpan.FromSeconds(-1) }, "RetryAfter" },
        { new SandboxFault { Drop = true, StatusCode = 500 }, "Drop" },
        { new SandboxFault { Path = "*" }, "nothing" },
        { new SandboxFault { Path = "[a", StatusCode = 500 }, "[a" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_fault_that_contradicts_itself_is_refused(SandboxFault fault, string mentions)
    {
        using RunningSandbox looker = RunningSandbox.Start();

        ArgumentException error = Assert.Throws<ArgumentException>(() => looker.Server.AddFault(fault));

        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
    }
}
