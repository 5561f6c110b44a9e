using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class LoginTests
{
    [Fact]
    public async Task Key_goes_into_the_form_body_and_never_into_the_address()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();

        SentRequest login = Assert.Single(looker.Server.Requests);
        Assert.Equal("https://looker.example.com/api/4.0/login", login.Uri.AbsoluteUri);
        Assert.Equal("POST", login.Method);
        Assert.Equal("application/x-www-form-urlencoded", login.ContentType);
        Assert.Equal("client_id=made-up-id&client_secret=made-up-secret", login.Body);
        Assert.Null(login.Authorization);
    }

    [Fact]
    public async Task Odd_characters_of_a_key_are_escaped_in_the_form()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with
        {
            Credential = LookerCredential.ApiKey("id&x=1", TestLooker.Secret("a b+c/d=é%")),
        });
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();

        Assert.Equal("client_id=id%26x%3D1&client_secret=a%20b%2Bc%2Fd%3D%C3%A9%25", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Key_outlives_the_caller_s_copy_of_its_secret()
    {
        using System.Security.SecureString secret = TestLooker.Secret(TestLooker.ClientSecret);
        using TestLooker looker = TestLooker.WithApiKey(o => o with { Credential = LookerCredential.ApiKey(TestLooker.ClientId, secret) });
        secret.Dispose();
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();

        Assert.Equal(TestLooker.LoginForm, looker.Server.Last.Body);
    }

    [Fact]
    public async Task Token_goes_as_bearer_with_the_application_s_name()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Respond.Json("""{"id":"1"}"""));

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
        Assert.Equal("LookerOAuth 1.2.3", looker.Server.Last.Headers["x-looker-appid"]);
        Assert.Equal("LookerOAuth/1.2.3", looker.Server.Last.Headers["User-Agent"]);
    }

    [Fact]
    public async Task Nothing_is_sent_before_it_is_needed()
    {
        using TestLooker looker = TestLooker.WithApiKey();

        await looker.Client.LogoutAsync();

        Assert.Empty(looker.Server.Requests);
        Assert.Null(looker.Client.ExpiresAt);
    }

    [Fact]
    public async Task Logging_in_twice_sends_one_login()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"));

        await looker.Client.LoginAsync();
        await looker.Client.LoginAsync();

        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Wrong_key_is_an_authentication_error()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.NotFound);

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Equal(404, e.StatusCode);
        Assert.Equal("/api/4.0/login", e.Path);
        Assert.Contains("does not accept this API key", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.RecommendedAction);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(403)]
    public async Task Web_page_in_response_to_the_login_means_that_no_api_is_there(int status)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Page(status));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Equal(status, e.StatusCode);
    }

    [Fact]
    public async Task Web_page_with_429_at_the_login_is_still_a_limit()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(Respond.Page(429));

        Assert.Equal(LookerErrorKind.RateLimited, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sorry")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("""{"token_type":"Bearer"}""")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":null,"expires_in":3600}""")]
    [InlineData("""{"access_token":{"a":1}}""")]
    [InlineData("""{"access_token":"a\nb"}""")]
    [InlineData("""{"access_token":"a b"}""")]
    [InlineData("""{"access_token":"ü"}""")]
    public async Task Login_without_a_token_is_an_unexpected_response(string body)
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Json(body));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Equal("/api/4.0/login", e.Path);
        Assert.Equal(body.Length == 0, e.Message.EndsWith("200 and nothing instead of JSON.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Login_answered_with_json_that_has_no_token_recommends_to_ask_who_runs_what_responds()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Json("""{"status":"ok"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.Contains("Another service may respond there instead of Looker, or a gateway", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("19999", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, LookerErrorKind.BadRequest)]
    [InlineData(403, LookerErrorKind.AccessDenied)]
    [InlineData(429, LookerErrorKind.RateLimited)]
    [InlineData(500, LookerErrorKind.ServerError)]
    public async Task Other_refusals_of_a_login_keep_their_kind(int status, LookerErrorKind kind)
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(Respond.Json(status, """{"message":"no"}"""));

        Assert.Equal(kind, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
    }

    [Fact]
    public async Task Token_may_hold_every_visible_character()
    {
        const string Token = "!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~";
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Json($$"""{"access_token":{{System.Text.Json.JsonSerializer.Serialize(Token)}},"expires_in":3600}"""), Respond.Json("""{"id":"1"}"""));

        await looker.Client.Directory.GetMeAsync();

        Assert.Equal("Bearer " + Token, looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Failed_login_can_be_tried_again()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.NotFound, Respond.Token("t1"));
        await TestLooker.FailureOf(looker.Client.LoginAsync());

        await looker.Client.LoginAsync();

        Assert.Equal(2, looker.Server.Count("POST login"));
    }

    [Theory]
    [InlineData("", "made-up-secret", "client id")]
    [InlineData(" ", "made-up-secret", "client id")]
    [InlineData("made-up-id", "", "client secret")]
    public void Half_a_key_is_refused_with_the_half_that_is_missing(string clientId, string clientSecret, string missing)
    {
        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithApiKey(
            o => o with { Credential = LookerCredential.ApiKey(clientId, TestLooker.Secret(clientSecret)) }));

        Assert.Equal((LookerErrorKind.InvalidArgument, $"The API key's {missing} is empty."), (e.Kind, e.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer made-up-token")]
    [InlineData("made-up\ntoken")]
    [InlineData("made-üp")]
    public void Token_that_no_header_can_carry_is_refused(string token)
    {
        LookerApiException e = TestLooker.FailureOf(() => TestLooker.WithApiKey(
            o => o with { Credential = LookerCredential.AccessToken(TestLooker.Secret(token)) }));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.DoesNotContain("made-", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_client_says_that_it_is_disconnected()
    {
        TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"));
        await looker.Client.LoginAsync();
        looker.Dispose();

        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync())).Kind);
        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(TestLooker.All(looker.Client.OAuthClientApps.ListAsync()))).Kind);
        Assert.True(looker.Server.IsDisposed);
        Assert.Single(looker.Server.Requests);
    }

    [Fact]
    public async Task Login_of_a_closed_client_says_that_it_is_disconnected()
    {
        TestLooker looker = TestLooker.WithApiKey();
        looker.Dispose();

        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(looker.Client.LoginAsync())).Kind);
    }

    [Fact]
    public async Task Call_in_flight_while_the_client_closes_is_disconnected_not_cancelled()
    {
        TestLooker looker = TestLooker.WithToken();
        TaskCompletionSource reached = new();
        looker.Server.Then(Respond.Stall(reached));
        Task call = looker.Client.Directory.GetMeAsync();
        await reached.Task;

        looker.Dispose();

        Assert.Equal(LookerErrorKind.NotConnected, (await TestLooker.FailureOf(call)).Kind);
    }

    [Fact]
    public async Task Disposing_an_observed_client_leaves_the_client_open()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Client.Dispose();
        looker.Server.Then(Respond.Json("""{"id":"1"}"""));

        Assert.Equal("1", (await looker.Bare.Directory.GetMeAsync()).UserId);
    }

    [Fact]
    public async Task Observer_hears_of_the_login_without_its_secrets()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("made-up-fresh-token", refreshToken: "made-up-refresh"));

        await looker.Client.LoginAsync();

        LookerRequestSent sent = Assert.Single(looker.Observer.Events.OfType<LookerRequestSent>());
        Assert.Equal("client_id=made-up-id&client_secret=***", sent.Body);
        LookerResponseReceived received = Assert.Single(looker.Observer.Events.OfType<LookerResponseReceived>());
        Assert.Contains("\"access_token\":\"***\"", received.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-secret", looker.Observer.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-fresh-token", looker.Observer.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-refresh", looker.Observer.AllText, StringComparison.Ordinal);
    }
}
