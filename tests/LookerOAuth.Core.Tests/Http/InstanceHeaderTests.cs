using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class InstanceHeaderTests
{
    private static readonly Script Me = Respond.Json("""{"id":"1"}""");

    private static Dictionary<string, SecureString> Headers(params (string Name, string Value)[] headers) =>
        headers.ToDictionary(h => h.Name, h => TestLooker.Secret(h.Value));

    private static TestLooker WithHeaders(params (string Name, string Value)[] headers) =>
        TestLooker.WithApiKey(o => o with { Headers = Headers(headers) });

    [Fact]
    public async Task Headers_are_sent_with_every_request_logins_and_repeats_included()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with
        {
            Headers = Headers(("Proxy-Authorization", "Bearer made-up-jwt"), ("X-Gateway", "made-up-gateway")),
            RunAsUserId = "7",
        });
        looker.Server.Then(Respond.Token("admin"), Respond.Token("user"), Respond.Page(503), Respond.Unauthorized, Respond.Token("user2"), Me);
        looker.Server.Otherwise(Respond.NoContent);

        await looker.Client.Directory.GetMeAsync();
        await looker.Client.LogoutAsync();

        Assert.Equal(8, looker.Server.Requests.Count);
        Assert.All(looker.Server.Requests, r => Assert.Equal(
            ("Bearer made-up-jwt", "made-up-gateway"), (r.Headers["Proxy-Authorization"], r.Headers["X-Gateway"])));
    }

    [Fact]
    public async Task Headers_are_sent_with_token_requests_and_lists_too()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        OAuthLogin login = new() { ClientGuid = "a", RedirectUri = TestPrompt.FreeRedirectUri(), Prompt = prompt };
        using TestLooker looker = TestLooker.WithOAuth(login, o => o with { Headers = Headers(("X-Gateway", "made-up-gateway")) });
        looker.Server.Then(Respond.Token("t1"), Respond.Json("[]"));

        await TestLooker.All(looker.Client.OAuthClientApps.ListAsync());

        Assert.Equal(["/api/token", "oauth_client_apps"], looker.Server.Requests.Select(r => r.Target.Split('?')[0]));
        Assert.All(looker.Server.Requests, r => Assert.Equal("made-up-gateway", r.Headers["X-Gateway"]));
    }

    [Theory]
    [InlineData("https://looker.example.com:9999", true)]
    [InlineData("https://LOOKER.example.com", true)]
    [InlineData("https://web.example.com", false)]
    [InlineData("http://looker.example.com", false)]
    public void Headers_go_to_the_host_of_the_instance_alone(string address, bool isSent)
    {
        InstanceHeaders headers = new(Headers(("X-Gateway", "made-up-gateway")), new Uri("https://looker.example.com"));
        using LookerRequest request = new(Operations.Login, new Uri(address));

        headers.AddTo(request);

        Assert.Equal(isSent, request.Headers.Contains("X-Gateway"));
    }

    [Theory]
    [InlineData("X-Gateway", "made-up-gateway", "made-up-gateway")]
    [InlineData("Proxy-Authorization", "Bearer made-up.jwt", "made-up.jwt")]
    [InlineData("Cookie", "session=made-up-1; gate=made-up-2", "made-up-2")]
    public async Task Value_that_the_server_echoes_is_masked_in_errors_and_events(string name, string value, string echoed)
    {
        using TestLooker looker = WithHeaders((name, value));
        looker.Server.Then(Respond.Token("t1"), Respond.Json(400, $$"""{"message":"What is {{echoed}} for?"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Contains("What is *** for?", e.ResponseBody, StringComparison.Ordinal);
        Assert.DoesNotContain(echoed, $"{e} {e.Reason} {e.ResponseBody} {looker.Observer.AllText}", StringComparison.Ordinal);
        Assert.DoesNotContain(value, looker.Options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_too_short_to_be_a_secret_leaves_texts_readable()
    {
        using TestLooker looker = WithHeaders(("X-Stage", "dev"));
        looker.Server.Then(Respond.Token("t1"), Respond.Json(400, """{"message":"No developer"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal("No developer", e.Reason);
        Assert.Equal("dev", looker.Server.Last.Headers["X-Stage"]);
    }

    [Theory]
    [InlineData("az-AZ-09")]
    [InlineData("!#$%&'*+-.^_`|~")]
    public async Task Name_of_any_token_is_sent(string name)
    {
        using TestLooker looker = WithHeaders((name, "made-up-value"));
        looker.Server.Then(Respond.Token("t1"), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal("made-up-value", looker.Server.Last.Headers[name]);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("authorization")]
    [InlineData("Accept")]
    [InlineData("Accept-Encoding")]
    [InlineData("User-Agent")]
    [InlineData("x-looker-appid")]
    [InlineData("Host")]
    [InlineData("Connection")]
    [InlineData("Keep-Alive")]
    [InlineData("Proxy-Connection")]
    [InlineData("TE")]
    [InlineData("Trailer")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Upgrade")]
    [InlineData("Expect")]
    [InlineData("Content-Length")]
    [InlineData("Content-Type")]
    [InlineData("Content-Encoding")]
    [InlineData("")]
    [InlineData("X Gateway")]
    [InlineData("X-Gateway:")]
    [InlineData("X-Gateway\r\nX-Other")]
    public void Name_that_the_client_sets_or_that_is_none_is_refused(string name)
    {
        LookerApiException e = TestLooker.FailureOf(() => WithHeaders((name, "made-up-value")));

        Assert.Equal((LookerErrorKind.InvalidArgument, name), (e.Kind, e.Subject));
        Assert.DoesNotContain("made-up", $"{e} {e.RecommendedAction}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("made-up\r\nX-Other: 1")]
    [InlineData("made-up\u00fc")]
    [InlineData("made-up\u0000")]
    public void Value_that_no_header_can_carry_is_refused_and_not_repeated(string value)
    {
        LookerApiException e = TestLooker.FailureOf(() => WithHeaders(("X-Gateway", value)));

        Assert.Equal((LookerErrorKind.InvalidArgument, "X-Gateway"), (e.Kind, e.Subject));
        Assert.DoesNotContain("made-up", $"{e} {e.RecommendedAction}", StringComparison.Ordinal);
    }
}
