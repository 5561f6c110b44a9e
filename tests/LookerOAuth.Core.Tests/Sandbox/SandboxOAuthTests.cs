using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>A person's login from the consent page to the end of the grant, with a browser of plain HTTP.</summary>
public sealed class SandboxOAuthTests
{
    private const string ClientGuid = "com.example.cli";

    private static readonly Regex HiddenField = new("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    /// <summary>Fills in the consent page as user 2, and follows the redirect.</summary>
    private static async Task Consent(Uri address, string decision, Action? beforeTheRedirect = null)
    {
        using HttpClientHandler handler = new() { AllowAutoRedirect = false };
        using HttpClient browser = new(handler);
        string page = await browser.GetStringAsync(address);
        Dictionary<string, string> form = HiddenField.Matches(page)
            .ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        form["user_id"] = "2";
        form["decision"] = decision;
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage response = await browser.PostAsync(new Uri(address, "/auth"), content);
        Assert.InRange((int)response.StatusCode, 300, 399);
        beforeTheRedirect?.Invoke();
        await browser.GetStringAsync(response.Headers.Location);
    }

    private static async Task<LookerClient> Start(SandboxInstance looker, TestPrompt prompt)
    {
        string redirectUri = TestPrompt.FreeRedirectUri();
        await looker.Client.OAuthClientApps.RegisterAsync(
            ClientGuid, new OAuthClientAppChanges { RedirectUri = new([redirectUri]), DisplayName = "CLI", Enabled = true });
        return looker.Connect(o => o with
        {
            Credential = LookerCredential.OAuth(new OAuthLogin { ClientGuid = ClientGuid, RedirectUri = redirectUri, Prompt = prompt }),
        });
    }

    [Fact]
    public async Task Person_logs_in_works_on_past_the_end_of_the_token_and_logs_out()
    {
        using SandboxInstance looker = new();
        TestPrompt prompt = TestPrompt.Browser(address => Consent(address, "allow"));
        using LookerClient person = await Start(looker, prompt);

        User me = await person.Directory.GetMeAsync();
        await prompt.Browsing;
        looker.Server.ExpireTokens();
        User again = await person.Directory.GetMeAsync();
        await person.LogoutAsync();
        OAuthClientApp app = await looker.Client.OAuthClientApps.GetAsync(ClientGuid);

        Assert.Equal(("2", "2"), (me.UserId, again.UserId));
        Assert.Single(prompt.Shown);
        Assert.Equal([200, 200], looker.Server.Requests.Where(r => r.Path == "/api/token").Select(r => r.StatusCode));
        Assert.Equal("2", Assert.Single(app.ActivatedUsers!).UserId);
    }

    [Fact]
    public async Task Denied_consent_is_an_authentication_error()
    {
        using SandboxInstance looker = new();
        TestPrompt prompt = TestPrompt.Browser(address => Consent(address, "deny"));
        using LookerClient person = await Start(looker, prompt);

        LookerApiException e = await TestLooker.FailureOf(person.LoginAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.DoesNotContain(looker.Server.Requests, r => r.Path == "/api/token");
    }

    [Fact]
    public async Task Code_that_has_expired_is_an_authentication_error()
    {
        FakeTimeProvider clock = new();
        using SandboxInstance looker = new(new SandboxOptions { TimeProvider = clock });
        TestPrompt prompt = TestPrompt.Browser(address => Consent(address, "allow", () => clock.Advance(TimeSpan.FromMinutes(2))));
        using LookerClient person = await Start(looker, prompt);

        LookerApiException e = await TestLooker.FailureOf(person.LoginAsync());

        Assert.Equal((LookerErrorKind.AuthenticationFailed, 400), (e.Kind, e.StatusCode));
        Assert.Contains("Log in again.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_app_ends_the_login_and_no_second_browser_opens()
    {
        using SandboxInstance looker = new();
        TestPrompt prompt = TestPrompt.Browser(address => Consent(address, "allow"));
        using LookerClient person = await Start(looker, prompt);
        await person.LoginAsync();
        await looker.Client.OAuthClientApps.UpdateAsync(ClientGuid, new OAuthClientAppChanges { Enabled = false });

        LookerApiException e = await TestLooker.FailureOf(person.Directory.GetMeAsync());

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Contains("Log in again.", e.Message, StringComparison.Ordinal);
        Assert.Single(prompt.Shown);
    }
}
