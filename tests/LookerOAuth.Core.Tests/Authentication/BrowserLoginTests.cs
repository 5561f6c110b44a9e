using System;
using System.Threading;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>The login as a person does it: a real browser on the sandbox's consent page.</summary>
public sealed class BrowserLoginTests
{
    private sealed class BrowserPrompt(string button, CancellationToken testEnds) : IAuthorizationPrompt
    {
        public Task Clicking { get; private set; } = Task.CompletedTask;

        public Task ShowAsync(Uri address, CancellationToken cancellationToken)
        {
            Clicking = ClickAsync(address);
            return Task.CompletedTask;
        }

        public Task<string> AskForRedirectedAddressAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();

        private async Task ClickAsync(Uri address)
        {
            await using HeadlessBrowser browser = await HeadlessBrowser.OpenAsync(address, testEnds);
            await browser.ClickAsync(button, testEnds);
            await Redirected.Task.WaitAsync(testEnds);
        }

        /// <summary>The browser stays open until the redirect has arrived.</summary>
        public TaskCompletionSource Redirected { get; } = new();
    }

    private static async Task<User> LogInAsync(string button)
    {
        Assert.SkipWhen(HeadlessBrowser.Program is null, "No Chromium is installed.");
        using CancellationTokenSource testEnds = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        testEnds.CancelAfter(TimeSpan.FromMinutes(1));
        string redirectUri = TestPrompt.FreeRedirectUri();
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions
        {
            Seed = SandboxSeed.Parse($$"""
                {"oauth_client_apps":[{"client_guid":"com.example.cli","redirect_uri":"{{redirectUri}}","display_name":"Example CLI","enabled":true}]}
                """),
        });
        BrowserPrompt prompt = new(button, testEnds.Token);
        using LookerClient looker = new(new LookerClientOptions
        {
            BaseUrl = sandbox.BaseUrl,
            Credential = LookerCredential.OAuth(new OAuthLogin { ClientGuid = "com.example.cli", RedirectUri = redirectUri, Prompt = prompt }),
        });
        try
        {
            await looker.LoginAsync(testEnds.Token);
            return await looker.Directory.GetMeAsync(null, testEnds.Token);
        }
        finally
        {
            prompt.Redirected.SetResult();
            await prompt.Clicking;
        }
    }

    [Fact]
    public async Task Allow_on_the_consent_page_logs_in() => Assert.Equal("1", (await LogInAsync("allow")).UserId);

    [Fact]
    public async Task Deny_on_the_consent_page_is_an_authentication_error()
    {
        LookerApiException e = await TestLooker.FailureOf(() => LogInAsync("deny"));

        Assert.Equal(LookerErrorKind.AuthenticationFailed, e.Kind);
        Assert.Contains("Access was denied", e.Message, StringComparison.Ordinal);
    }
}
