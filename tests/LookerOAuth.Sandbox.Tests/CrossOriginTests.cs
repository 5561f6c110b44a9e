using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

/// <summary>Pages of other origins: those of the embed allowlist may use the responses.</summary>
public sealed class CrossOriginTests
{
    private const string Allowlist = """ "embed_domain_allowlist": ["https://app.example.com/", "https://*.example.org", "bare.example.net", "https://port.example.net:443"] """;

    private const string AllowOrigin = "Access-Control-Allow-Origin";

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://APP.example.com", true)]
    [InlineData("https://one.example.org", true)]
    [InlineData("https://bare.example.net", true)]
    [InlineData("http://bare.example.net", false)]
    [InlineData("https://port.example.net", true)]
    [InlineData("https://port.example.net:8443", false)]
    [InlineData("https://.example.org", false)]
    [InlineData("https://example.org", false)]
    [InlineData("http://app.example.com", false)]
    [InlineData("https://app.example.com.example.net", false)]
    [InlineData("null", false)]
    public async Task A_page_may_use_the_response_if_its_origin_is_on_the_allowlist(string origin, bool isAllowed)
    {
        using RunningSandbox looker = RunningSandbox.Start(Allowlist);

        Reply preflight = await SendAsync(looker, HttpMethod.Options, origin);
        Reply token = await SendAsync(looker, HttpMethod.Post, origin);

        Assert.Equal((isAllowed ? 204 : 404, 400), (preflight.Status, token.Status));
        foreach (Reply reply in (Reply[])[preflight, token])
        {
            Assert.Equal(isAllowed, reply.Headers.TryGetValue(AllowOrigin, out string? allowed));
            Assert.Equal(isAllowed ? origin : null, allowed);
            Assert.Equal(isAllowed, reply.Headers.ContainsKey("Access-Control-Allow-Methods"));
        }
    }

    [Fact]
    public async Task A_client_that_is_no_browser_gets_no_such_headers()
    {
        using RunningSandbox looker = RunningSandbox.Start(Allowlist);

        Assert.DoesNotContain(AllowOrigin, (await looker.GetAsync("/versions")).Headers.Keys);
    }

    private static Task<Reply> SendAsync(RunningSandbox looker, HttpMethod method, string origin)
    {
        HttpRequestMessage request = new(method, "/api/token");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "content-type");
        }
        else
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return looker.SendAsync(request);
    }
}
