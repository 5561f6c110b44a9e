using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>The exact words of failures: what people read first.</summary>
public sealed class FailureSentenceTests
{
    private const string Host = "looker.example.com";

    private static LookerRequest Request(LookerOperation operation) => new(operation, new Uri($"https://{Host}/api/4.0/x"));

    private static LookerOperation Operation(string name) => name switch
    {
        "login" => Operations.Login,
        "token" => Operations.Token,
        "delete" => Operations.DeleteExternalOAuthApplication,
        _ => Operations.Me,
    };

    private static LookerApiException Of(string operation, int status, string body, string? location = null)
    {
        using LookerRequest request = Request(Operation(operation));
        using HttpResponseMessage response = new((HttpStatusCode)status);
        response.Headers.Location = location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute);
        return RequestFailure.From(request, response, body, default);
    }

    [Theory]
    [InlineData("https://login.example.com/x", "looker.example.com redirects this request to https://login.example.com.")]
    [InlineData("/x", "looker.example.com redirects this request.")]
    public void Redirect_of_a_request_without_a_token_says_where_to(string location, string sentence)
    {
        using LookerRequest request = Request(Operations.Alive);
        using HttpResponseMessage response = new(HttpStatusCode.Found);
        response.Headers.Location = new Uri(location, UriKind.RelativeOrAbsolute);

        Assert.Equal(sentence, RequestFailure.From(request, response, "", default).Message);
    }

    [Theory]
    [InlineData("me", 300, "", "looker.example.com redirects API requests. Redirects are not followed, so that a token is never sent to another host.")]
    [InlineData("login", 399, "", "looker.example.com redirects API requests. Redirects are not followed, so that a token is never sent to another host.")]
    [InlineData("login", 400, "<p>no</p>", "There is no Looker API at looker.example.com: it responded to the login with 400 and a web page.")]
    [InlineData("login", 500, "<p>no</p>", "Looker responded with 500 to POST /api/4.0/x: a web page instead of JSON.")]
    [InlineData("login", 499, "<p>no</p>", "There is no Looker API at looker.example.com: it responded to the login with 499 and a web page.")]
    [InlineData("login", 403, "<p>no</p>", "There is no Looker API at looker.example.com: it responded to the login with 403 and a web page.")]
    [InlineData("me", 503, "<html><TITLE lang=\"en\">503 Service &amp; more\n Unavailable</TITLE>", "Looker responded with 503 to GET /api/4.0/x: a web page ('503 Service & more Unavailable') instead of JSON.")]
    [InlineData("me", 503, "<html><title></title>", "Looker responded with 503 to GET /api/4.0/x: a web page instead of JSON.")]
    [InlineData("me", 503, "<html><title>cut of", "Looker responded with 503 to GET /api/4.0/x: a web page instead of JSON.")]
    [InlineData("login", 401, """{"message":"No."}""", "Looker at looker.example.com does not accept this API key: No.")]
    [InlineData("token", 400, """{"error":"invalid_grant"}""", "Looker at looker.example.com does not accept the OAuth login: invalid_grant. Log in again.")]
    [InlineData("token", 400, """{"error":"invalid_request","error_description":"bad code"}""", "Looker responded with 400 to POST /api/4.0/x: bad code.")]
    [InlineData("token", 400, """{"error":"invalid_request"}""", "Looker responded with 400 to POST /api/4.0/x: invalid_request.")]
    [InlineData("token", 400, """{"error":"e","message":"m","error_description":"d"}""", "Looker responded with 400 to POST /api/4.0/x: m.")]
    [InlineData("token", 404, """{"message":"The resource you're looking for could not be found"}""",
        "looker.example.com responded to the OAuth login with 404: either Looker does not know the app, or no instance runs at this host.")]
    [InlineData("me", 401, """{"message":"The resource you're looking for could not be found"}""",
        "Looker at looker.example.com does not accept the access token: The resource you're looking for could not be found.")]
    [InlineData("me", 404, """{"message":"Sinatra::NotFound"}""",
        "The Looker server at looker.example.com does not support me: it requires a newer release, or the address is wrong.")]
    [InlineData("delete", 404, """{"message":"Sinatra::NotFound"}""",
        "The Looker server at looker.example.com does not support delete_external_oauth_application, which requires release 26.0 or later.")]
    [InlineData("me", 400, "", "Looker responded with 400 to GET /api/4.0/x.")]
    [InlineData("me", 400, """{"message":""}""", "Looker responded with 400 to GET /api/4.0/x.")]
    [InlineData("me", 400, """{"message":"."}""", "Looker responded with 400 to GET /api/4.0/x.")]
    [InlineData("me", 400, """{"message":" ","error_description":"d"}""", "Looker responded with 400 to GET /api/4.0/x: d.")]
    [InlineData("me", 422, """{"message":"m","errors":[{},null,{"message":""}]}""", "Looker responded with 422 to GET /api/4.0/x: m.")]
    [InlineData("me", 422, """{"message":"m","errors":[{},{"field":"a"},{"code":"missing"},{"field":"b","message":"no."}]}""", "Looker responded with 422 to GET /api/4.0/x: a; missing; b: no.")]
    [InlineData("me", 400, "\"said so\"", "Looker responded with 400 to GET /api/4.0/x: said so.")]
    [InlineData("me", 400, "[1]", "Looker responded with 400 to GET /api/4.0/x.")]
    [InlineData("me", 400, "plain words.", "Looker responded with 400 to GET /api/4.0/x: plain words.")]
    [InlineData("me", 400, """{"message":"m","errors":"none"}""", "Looker responded with 400 to GET /api/4.0/x: m.")]
    public void Response_is_told_in_these_words(string operation, int status, string body, string sentence) =>
        Assert.Equal(sentence, Of(operation, status, body).Message);

    [Theory]
    [InlineData("https://other.example.com/x?y=z", "looker.example.com redirects API requests to https://other.example.com. Redirects are not followed, so that a token is never sent to another host.")]
    [InlineData("/login", "looker.example.com redirects API requests. Redirects are not followed, so that a token is never sent to another host.")]
    public void Redirect_names_the_host_that_it_leads_to(string location, string sentence)
    {
        Assert.Equal(sentence, Of("login", 302, "", location).Message);
        Assert.Equal("If you trust the address that it redirects to, specify that one as the base URL.", Of("login", 302, "", location).RecommendedAction);
    }

    [Theory]
    [InlineData("login", 300, "", "redirects to")]
    [InlineData("login", 399, "", "redirects to")]
    [InlineData("login", 404, "", "443")]
    [InlineData("login", 400, "<p>no</p>", "443")]
    [InlineData("login", 401, "{}", "Check client id and secret")]
    [InlineData("login", 401, "<p>no</p>", "allowlist of IP addresses")]
    [InlineData("login", 403, "<p>no</p>", "allowlist of IP addresses")]
    [InlineData("login", 403, """{"message":"no"}""", "allowlist of IP addresses")]
    [InlineData("login", 404, """{"message":"Sinatra::NotFound"}""", "API 4.0")]
    [InlineData("me", 403, """{"message":"Unsupported in Looker (Google Cloud core)"}""", "service account")]
    public void Recommendation_fits_the_failure(string operation, int status, string body, string action) =>
        Assert.Contains(action, Of(operation, status, body).RecommendedAction, StringComparison.Ordinal);

    [Theory]
    [InlineData("me", 302, "")]
    [InlineData("me", 401, "{}")]
    [InlineData("me", 401, """{"message":"The resource you're looking for could not be found"}""")]
    [InlineData("me", 403, """{"message":"no"}""")]
    [InlineData("token", 400, """{"error":"invalid_grant"}""")]
    [InlineData("me", 403, "")]
    [InlineData("me", 404, """{"message":"The resource you're looking for could not be found"}""")]
    [InlineData("me", 500, "")]
    public void Kind_of_the_failure_recommends_where_nothing_better_is_known(string operation, int status, string body) =>
        Assert.Null(Of(operation, status, body).RecommendedAction);

    [Theory]
    [InlineData("me", 404, """{"message":"Not found"}""", "Not found")]
    [InlineData("me", 500, "<p>no</p>", "a web page instead of JSON")]
    [InlineData("me", 500, "", null)]
    [InlineData("me", 404, "<p>no</p>", null)]
    public void Reason_is_the_server_s_unless_it_misleads(string operation, int status, string body, string? reason) =>
        Assert.Equal(reason, Of(operation, status, body).Reason);

    [Theory]
    [InlineData(500, 500)]
    [InlineData(501, 501)]
    public void Very_long_reason_is_cut(int length, int kept)
    {
        string reason = Of("me", 400, new string('x', length)).Reason!;

        Assert.Equal(kept, reason.Length);
        Assert.Equal(length > 500 ? 500 : -1, reason.IndexOf('…'));
    }

    [Theory]
    [InlineData("", false, "nothing")]
    [InlineData("", true, "nothing")]
    [InlineData(" <p>", true, "a web page")]
    [InlineData("words", true, "something else")]
    public void Success_that_is_no_json_says_what_came(string body, bool isFault, string what)
    {
        using LookerRequest request = Request(Operations.Me);
        using HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new StringContent(body) };

        LookerApiException e = RequestFailure.Unexpected(
            request, response, System.Text.Encoding.UTF8.GetBytes(body), isFault ? new FormatException() : null);

        Assert.Equal($"Looker at {Host} responded to GET /api/4.0/x with 200 and {what} instead of JSON.", e.Message);
        Assert.Equal(
            $"Looker at {Host} responded to GET /api/4.0/x with an element larger than 32 MB, more than any response of this API.",
            RequestFailure.TooLarge(request, response, "an element", 32 * 1024 * 1024).Message);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("<title>Log in - Looker</title>", "a web page ('Log in - Looker')")]
    [InlineData("OK", "something else")]
    public void Success_of_a_login_that_is_no_json_says_that_there_is_no_api(string body, string what)
    {
        using LookerRequest request = Request(Operations.Login);
        using HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new StringContent(body) };

        LookerApiException e = RequestFailure.Unexpected(request, response, System.Text.Encoding.UTF8.GetBytes(body), null);

        Assert.Equal($"There is no Looker API at {Host}: it responded to the login with 200 and {what} instead of JSON.", e.Message);
        Assert.Contains("19999", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_that_ends_without_an_answer_says_so()
    {
        using LookerRequest request = Request(Operations.Me);

        LookerApiException e = RequestFailure.Unreachable(
            request, new HttpRequestException("An error occurred while sending the request.", new System.IO.IOException("The response ended prematurely.")));

        Assert.Equal($"Looker at {Host} cannot be reached: The response ended prematurely.", e.Message);
    }

    [Fact]
    public void Broken_connection_is_told_by_its_deepest_cause_and_tls_with_the_option_that_lifts_it()
    {
        using LookerRequest request = Request(Operations.Me);
        SocketException refused = new((int)SocketError.ConnectionRefused);

        LookerApiException plain = RequestFailure.Unreachable(request, new HttpRequestException("outer", refused));
        LookerApiException tls = RequestFailure.Unreachable(request, new HttpRequestException("outer", new AuthenticationException("x")));

        Assert.Equal($"Looker at {Host} cannot be reached: {refused.Message.TrimEnd('.')}.", plain.Message);
        Assert.Equal((null, null), (plain.RecommendedAction, plain.Option));
        Assert.Equal($"Looker at {Host} cannot be reached: its certificate is not trusted, or there is no common TLS version.", tls.Message);
        Assert.Contains("certificate authority", tls.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(nameof(LookerClientOptions.SkipCertificateCheck), tls.Option);
    }
}
