using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class OAuthLoginTests
{
    private static readonly Script Me = Respond.Json("""{"id":"7"}""");

    private static OAuthLogin Login(TestPrompt prompt, string redirectUri) =>
        new() { ClientGuid = "com.example.cli", RedirectUri = redirectUri, Prompt = prompt };

    /// <summary>Asserts that a port is free, or soon will be: a system may keep it for a moment after its listener was closed.</summary>
    private static async Task AssertFreeAsync(string redirectUri)
    {
        using TcpListener listener = new(IPAddress.Loopback, new Uri(redirectUri).Port);
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                listener.Start();
                return;
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(5))
            {
                await Task.Delay(50);
            }
        }
    }

    [Fact]
    public async Task Page_is_asked_for_with_exactly_the_seven_parameters()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri), o => o with { LookerUrl = "https://web.example.com:9999" });
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();

        Uri address = Assert.Single(prompt.Shown);
        Assert.Equal("https://web.example.com:9999/auth", address.GetLeftPart(UriPartial.Path));
        Assert.Equal(
            ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge_method", "code_challenge"],
            address.Query.TrimStart('?').Split('&').Select(p => p.Split('=')[0]));
        IReadOnlyDictionary<string, string> asked = RedirectQuery.Parse(address.AbsoluteUri);
        Assert.Equal(
            ("code", "com.example.cli", redirectUri, "cors_api", "S256"),
            (asked["response_type"], asked["client_id"], asked["redirect_uri"], asked["scope"], asked["code_challenge_method"]));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", asked["state"]);
        Assert.Equal(new ProofKey(looker.Server.Last.Json.GetProperty("code_verifier").GetString()!).Challenge, asked["code_challenge"]);
    }

    [Fact]
    public async Task Code_is_redeemed_without_a_secret_a_token_or_an_application_s_name()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up%2Bcode&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        looker.Server.Then(Respond.Token("t1"), Me);

        await looker.Client.Directory.GetMeAsync();
        await prompt.Browsing;

        SentRequest redeem = looker.Server.Requests[0];
        Assert.Equal("https://looker.example.com/api/token", redeem.Uri.AbsoluteUri);
        Assert.Equal(("POST", "application/json"), (redeem.Method, redeem.ContentType));
        Assert.Equal(["grant_type", "client_id", "redirect_uri", "code", "code_verifier"], redeem.Keys);
        Assert.Equal(
            ("authorization_code", "com.example.cli", redirectUri, "made-up+code"),
            (Text(redeem, "grant_type"), Text(redeem, "client_id"), Text(redeem, "redirect_uri"), Text(redeem, "code")));
        Assert.Null(redeem.Authorization);
        Assert.False(redeem.Headers.ContainsKey("x-looker-appid"));
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
        await AssertFreeAsync(redirectUri);
    }

    private static string? Text(SentRequest request, string name) => request.Json.GetProperty(name).GetString();

    [Fact]
    public async Task Other_requests_to_the_port_do_not_count()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        List<HttpStatusCode> answers = [];
        TestPrompt prompt = TestPrompt.Browser(async address =>
        {
            string state = RedirectQuery.Parse(address.AbsoluteUri)["state"];
            using HttpClient browser = new();
            foreach (string stray in (string[])["favicon.ico", "callback", "callback?utm=1", $"other?code=stray&state={state}"])
            {
                answers.Add((await browser.GetAsync(new Uri(new Uri(redirectUri), stray))).StatusCode);
            }

            answers.Add((await browser.PostAsync($"{redirectUri}?code=stray&state={state}", null)).StatusCode);
            answers.Add((await browser.GetAsync(new Uri($"{redirectUri}?code=made-up-code&state={state}"))).StatusCode);
        });
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();
        await prompt.Browsing;

        Assert.Equal("made-up-code", Text(looker.Server.Last, "code"));
        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.NotFound, 5), HttpStatusCode.OK], answers);
    }

    [Theory]
    [InlineData("code=made-up-code&state=forged")]
    [InlineData("code=made-up-code&state=")]
    [InlineData("code=made-up-code")]
    [InlineData("error=access_denied&state=forged")]
    public async Task Forged_state_is_an_authentication_error_and_nothing_is_redeemed(string query)
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        using TestLooker looker = TestLooker.WithOAuth(Login(TestPrompt.RedirectedWith(_ => query), redirectUri));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Contains("state", e.Message, StringComparison.Ordinal);
        Assert.Empty(looker.Server.Requests);
        await AssertFreeAsync(redirectUri);
    }

    [Fact]
    public async Task Denied_consent_is_an_authentication_error()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"error=access_denied&error_description=Not+today&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Contains("Access was denied (Not today)", e.Message, StringComparison.Ordinal);
        Assert.Equal("com.example.cli", e.Subject);
        Assert.Empty(looker.Server.Requests);
        await AssertFreeAsync(redirectUri);
    }

    [Theory]
    [InlineData("error=invalid_request")]
    [InlineData("code=")]
    [InlineData("other=1")]
    public async Task Redirect_without_a_code_is_an_authentication_error(string query)
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        using TestLooker looker = TestLooker.WithOAuth(Login(TestPrompt.RedirectedWith(state => $"{query}&state={state}"), redirectUri));

        Assert.Equal(LookerErrorKind.AuthenticationFailed, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task Taken_port_is_an_invalid_argument_and_no_page_is_shown()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        using TcpListener other = new(IPAddress.Loopback, new Uri(redirectUri).Port);
        other.Start();
        TestPrompt prompt = TestPrompt.Nobody();
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Equal(redirectUri, e.Subject);
        Assert.Contains("program that uses the port", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(prompt.Shown);
    }

    [Fact]
    public async Task Nobody_at_the_browser_ends_at_the_time_limit()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        TestPrompt prompt = TestPrompt.Nobody();
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        Task<LookerApiException> failure = TestLooker.FailureOf(looker.Client.LoginAsync());
        await prompt.WasShown.Task;

        looker.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(failure.IsCompleted);
        looker.Clock.Advance(TimeSpan.FromMinutes(1));

        LookerApiException e = await failure;
        Assert.Equal(LookerErrorKind.Timeout, e.Kind);
        Assert.Contains("5 minutes", e.Message, StringComparison.Ordinal);
        Assert.Contains(redirectUri, e.RecommendedAction, StringComparison.Ordinal);
        await AssertFreeAsync(redirectUri);
    }

    [Fact]
    public async Task Cancellation_ends_the_login_and_frees_the_port()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        TestPrompt prompt = TestPrompt.Nobody();
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        using CancellationTokenSource source = new();
        Task login = looker.Client.LoginAsync(source.Token);
        await prompt.WasShown.Task;

        await source.CancelAsync();

        await TestLooker.CancellationOf(login);
        await AssertFreeAsync(redirectUri);
    }

    [Theory]
    [InlineData("https://app.example.com/callback", "https://app.example.com/callback?code=made-up-code&state={0}")]
    [InlineData("https://localhost:7777/callback", " \"https://localhost:7777/callback?state={0}&code=made-up-code#top\" ")]
    [InlineData("com.example.cli:/callback", "com.example.cli:/callback?code=made-up-code&state={0}")]
    [InlineData("http://app.example.com/callback", "code=made-up-code&state={0}")]
    public async Task Redirect_that_nobody_can_listen_on_is_asked_for(string redirectUri, string pasted)
    {
        TestPrompt prompt = TestPrompt.Pasting(state => string.Format(System.Globalization.CultureInfo.InvariantCulture, pasted, state));
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();

        Assert.Single(prompt.Shown);
        Assert.Equal(("made-up-code", redirectUri), (Text(looker.Server.Last, "code"), Text(looker.Server.Last, "redirect_uri")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing of the kind")]
    [InlineData("https://app.example.com/callback?code=made-up-code&state=forged")]
    public async Task Copied_address_of_another_login_is_an_authentication_error(string pasted)
    {
        using TestLooker looker = TestLooker.WithOAuth(Login(TestPrompt.Pasting(_ => pasted), "https://app.example.com/callback"));

        Assert.Equal(LookerErrorKind.AuthenticationFailed, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
        Assert.Empty(looker.Server.Requests);
    }

    [Theory]
    [InlineData("", "http://localhost:7777")]
    [InlineData("..", "http://localhost:7777")]
    [InlineData("com.example.cli", "")]
    [InlineData("com.example.cli", "localhost")]
    [InlineData("com.example.cli", "/callback")]
    public void Login_that_cannot_work_is_refused_before_anything_is_shown(string clientGuid, string redirectUri)
    {
        TestPrompt prompt = TestPrompt.Nobody();

        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithOAuth(new OAuthLogin { ClientGuid = clientGuid, RedirectUri = redirectUri, Prompt = prompt }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Empty(prompt.Shown);
    }

    [Fact]
    public void Login_with_a_time_limit_that_no_timer_takes_is_refused()
    {
        OAuthLogin login = Login(TestPrompt.Nobody(), "http://localhost:7777/callback") with { TimeLimit = TimeSpan.FromDays(60) };

        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithOAuth(login));

        Assert.Equal((LookerErrorKind.InvalidArgument, nameof(OAuthLogin.TimeLimit)), (e.Kind, e.Option));
    }

    /// <summary>A client that has logged in with a browser, and whose token has ended since.</summary>
    private static async Task<(TestLooker Looker, TestPrompt Prompt)> LoggedInLongAgo(string? refreshToken)
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        TestLooker looker = TestLooker.WithOAuth(Login(prompt, TestPrompt.FreeRedirectUri()));
        looker.Server.Then(Respond.Token("t1", refreshToken: refreshToken));
        await looker.Client.LoginAsync();
        looker.Clock.Advance(TimeSpan.FromHours(2));
        return (looker, prompt);
    }

    [Fact]
    public async Task Refresh_takes_the_refresh_token_alone()
    {
        (TestLooker looker, TestPrompt prompt) = await LoggedInLongAgo("made-up-refresh-1");
        using TestLooker _ = looker;
        looker.Server.Then(Respond.Token("t2"), Me);

        await looker.Client.Directory.GetMeAsync();

        SentRequest refresh = looker.Server.Requests[1];
        Assert.Equal("/api/token", refresh.Uri.AbsolutePath);
        Assert.Equal("""{"grant_type":"refresh_token","client_id":"com.example.cli","refresh_token":"made-up-refresh-1"}""", refresh.Body);
        Assert.Null(refresh.Authorization);
        Assert.False(refresh.Headers.ContainsKey("x-looker-appid"));
        Assert.Equal("Bearer t2", looker.Server.Last.Authorization);
        Assert.Single(prompt.Shown);
    }

    [Fact]
    public async Task Refresh_token_is_kept_where_the_response_has_none_and_replaced_where_it_has()
    {
        (TestLooker looker, TestPrompt _) = await LoggedInLongAgo("made-up-refresh-1");
        using TestLooker __ = looker;
        looker.Server.Then(Respond.Token("t2"), Respond.Token("t3", refreshToken: "made-up-refresh-2"), Respond.Token("t4", refreshToken: ""), Respond.Token("t5"));

        for (int i = 0; i < 4; i++)
        {
            await looker.Client.LoginAsync();
            looker.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(
            ["made-up-refresh-1", "made-up-refresh-1", "made-up-refresh-2", "made-up-refresh-2"],
            looker.Server.Requests.Skip(1).Select(r => Text(r, "refresh_token")));
    }

    [Fact]
    public async Task Refresh_whose_caller_gave_up_is_finished_so_that_no_refresh_token_is_lost()
    {
        (TestLooker looker, TestPrompt _) = await LoggedInLongAgo("made-up-refresh-1");
        using TestLooker __ = looker;
        using CancellationTokenSource impatient = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        looker.Server.Then(
            (request, cancel) =>
            {
                reached.SetResult();
                return Respond.After(letIn.Task, Respond.Token("t2", refreshToken: "made-up-refresh-2"))(request, cancel);
            },
            Me,
            Respond.Token("t3"));
        Task first = looker.Client.Directory.GetMeAsync(null, impatient.Token);
        await reached.Task;
        await impatient.CancelAsync();
        await TestLooker.CancellationOf(first);

        Task<User> second = looker.Client.Directory.GetMeAsync();
        letIn.SetResult();
        await second;
        looker.Clock.Advance(TimeSpan.FromHours(2));
        await looker.Client.LoginAsync();

        Assert.Equal(["/api/token", "/api/token", "user", "/api/token"], looker.Server.Requests.Select(r => r.Target.Split('?')[0]));
        Assert.Equal("made-up-refresh-2", Text(looker.Server.Last, "refresh_token"));
    }

    [Fact]
    public async Task Rejected_token_is_refreshed_too()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, TestPrompt.FreeRedirectUri()));
        looker.Server.Then(Respond.Token("t1", refreshToken: "made-up-refresh-1"), Respond.Unauthorized, Respond.Token("t2"), Me);

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal("Bearer t2", looker.Server.Last.Authorization);
        Assert.Single(prompt.Shown);
    }

    [Fact]
    public async Task Ended_grant_is_an_authentication_error_and_no_second_browser_opens()
    {
        (TestLooker looker, TestPrompt prompt) = await LoggedInLongAgo("made-up-refresh-1");
        using TestLooker _ = looker;
        looker.Server.Then(Respond.Json(400, """{"error":"invalid_grant","error_description":"made-up-refresh-1 is revoked"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Contains("Log in again.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-refresh-1", $"{e} {e.ResponseBody}", StringComparison.Ordinal);
        Assert.Single(prompt.Shown);
    }

    [Fact]
    public async Task Login_without_a_refresh_token_ends_with_its_token_and_no_second_browser_opens()
    {
        (TestLooker looker, TestPrompt prompt) = await LoggedInLongAgo(null);
        using TestLooker _ = looker;

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Contains("Log in again.", e.Message, StringComparison.Ordinal);
        Assert.Single(looker.Server.Requests);
        Assert.Single(prompt.Shown);
    }

    [Fact]
    public async Task Code_that_may_have_arrived_is_not_redeemed_twice()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, TestPrompt.FreeRedirectUri()));
        looker.Server.Then(Respond.ConnectionReset);

        Assert.Equal(LookerErrorKind.Unreachable, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Web_page_in_place_of_the_token_means_that_no_api_is_there()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, TestPrompt.FreeRedirectUri()));
        looker.Server.Then(Respond.Page(404));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
    }

    [Fact]
    public async Task Logout_ends_the_login()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, TestPrompt.FreeRedirectUri()));
        looker.Server.Then(Respond.Token("t1", refreshToken: "made-up-refresh-1"), Respond.NoContent);
        await looker.Client.LoginAsync();

        await looker.Client.LogoutAsync();

        Assert.Equal("DELETE logout", looker.Server.Last.Line);
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Observer_hears_neither_the_code_nor_the_verifier()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, TestPrompt.FreeRedirectUri()));
        looker.Server.Then(Respond.Token("made-up-token-1", refreshToken: "made-up-refresh-1"));

        await looker.Client.LoginAsync();

        string verifier = Text(looker.Server.Last, "code_verifier")!;
        Assert.DoesNotContain("made-up-", looker.Observer.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(verifier, looker.Observer.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("localhost", "[::1]")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    public async Task Redirect_is_heard_on_every_name_of_this_machine(string host, string browsed)
    {
        Assert.SkipWhen(browsed == "[::1]" && !Socket.OSSupportsIPv6, "This machine has no IPv6.");
        Assert.SkipWhen(browsed == "127.0.0.2" && System.OperatingSystem.IsMacOS(), "macOS has one loopback address alone.");
        string redirectUri = TestPrompt.FreeRedirectUri().Replace("127.0.0.1", host, StringComparison.Ordinal);
        HttpStatusCode? status = null;
        TestPrompt prompt = TestPrompt.Browser(async address =>
        {
            using HttpClient browser = new(new SocketsHttpHandler { UseProxy = false });
            string redirected = redirectUri.Replace(host, browsed, StringComparison.Ordinal);
            string state = RedirectQuery.Parse(address.AbsoluteUri)["state"];
            using HttpResponseMessage page = await browser.GetAsync(new Uri($"{redirected}?code=made-up-code&state={state}"));
            status = page.StatusCode;
        });
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();
        await prompt.Browsing;

        Assert.Equal(redirectUri, Text(looker.Server.Last, "redirect_uri"));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Connection_on_which_nothing_comes_does_not_hold_up_the_redirect()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        using TcpClient silent = new();
        TestPrompt prompt = TestPrompt.Browser(async address =>
        {
            await silent.ConnectAsync(IPAddress.Loopback, new Uri(redirectUri).Port);
            using HttpClient browser = new();
            string state = RedirectQuery.Parse(address.AbsoluteUri)["state"];
            using HttpResponseMessage page = await browser.GetAsync(new Uri($"{redirectUri}?code=made-up-code&state={state}"));
        });
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();
        await prompt.Browsing;

        Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET /callback?code=stray\r\n\r\n")]
    [InlineData("GET /callback?code=stray")]
    public async Task Connection_that_brings_no_request_is_forgotten(string sent)
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        TestPrompt prompt = TestPrompt.Browser(async address =>
        {
            using TcpClient odd = new();
            await odd.ConnectAsync(IPAddress.Loopback, new Uri(redirectUri).Port);
            await odd.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(sent));
            odd.Close();
            using HttpClient browser = new();
            string state = RedirectQuery.Parse(address.AbsoluteUri)["state"];
            using HttpResponseMessage page = await browser.GetAsync(new Uri($"{redirectUri}?code=made-up-code&state={state}"));
        });
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();
        await prompt.Browsing;

        Assert.Equal("made-up-code", Text(looker.Server.Last, "code"));
    }

    [Fact]
    public async Task Request_without_an_end_is_cut_off()
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        string? status = null;
        TestPrompt prompt = TestPrompt.Browser(async address =>
        {
            using TcpClient endless = new();
            await endless.ConnectAsync(IPAddress.Loopback, new Uri(redirectUri).Port);
            await endless.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes("GET /" + new string('a', (64 * 1024) - 5)));
            using System.IO.StreamReader reader = new(endless.GetStream());
            status = await reader.ReadLineAsync();
            using HttpClient browser = new();
            string state = RedirectQuery.Parse(address.AbsoluteUri)["state"];
            using HttpResponseMessage page = await browser.GetAsync(new Uri($"{redirectUri}?code=made-up-code&state={state}"));
        });
        using TestLooker looker = TestLooker.WithOAuth(Login(prompt, redirectUri));
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();
        await prompt.Browsing;

        Assert.Equal("HTTP/1.1 404 Not Found", status);
    }
}
