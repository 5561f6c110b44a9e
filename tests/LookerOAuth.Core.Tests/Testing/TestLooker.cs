using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.Versioning;
using System.Security;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>A client whose transport is a script and whose clock stands still. Every test makes its own.</summary>
internal sealed class TestLooker : IDisposable
{
    public const string BaseUrl = "https://looker.example.com";
    public const string ClientId = "made-up-id";
    public const string ClientSecret = "made-up-secret";
    public const string StaticToken = "made-up-token";
    public const string LoginForm = "client_id=made-up-id&client_secret=made-up-secret";

    /// <summary>Only a test that fails takes this long (real time).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestLooker(LookerCredential credential, Func<LookerClientOptions, LookerClientOptions>? change)
    {
        LookerClientOptions options = new()
        {
            BaseUrl = BaseUrl,
            Credential = credential,
            Transport = Server,
            TimeProvider = Clock,
            AppId = "LookerOAuth 1.2.3",
        };
        Options = change is null ? options : change(options);
        Bare = new LookerClient(Options);
        Client = Bare.Observed(Observer);
    }

    /// <summary>Whether the suite runs against the build for Windows PowerShell.</summary>
    public static bool IsDesktopBuild { get; } =
        typeof(LookerClient).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName.StartsWith(".NETStandard", StringComparison.Ordinal);

    public ScriptedHandler Server { get; } = new();

    public TestClock Clock { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public LookerClientOptions Options { get; }

    /// <summary>The client, observed by <see cref="Observer"/>.</summary>
    public LookerClient Client { get; }

    /// <summary>The client that nobody observes.</summary>
    public LookerClient Bare { get; }

    /// <summary>A client that has a token already: its first request is the one that the test makes.</summary>
    public static TestLooker WithToken(Func<LookerClientOptions, LookerClientOptions>? change = null) =>
        new(LookerCredential.AccessToken(Secret(StaticToken)), change);

    /// <summary>A client that logs in with an API key at its first request.</summary>
    public static TestLooker WithApiKey(Func<LookerClientOptions, LookerClientOptions>? change = null) =>
        new(LookerCredential.ApiKey(ClientId, Secret(ClientSecret)), change);

    public static TestLooker WithOAuth(OAuthLogin login, Func<LookerClientOptions, LookerClientOptions>? change = null) =>
        new(LookerCredential.OAuth(login), change);

    public static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    /// <summary>The error that a call ends with, in whole sentences.</summary>
    public static Task<LookerApiException> FailureOf(Task call) => FailureOf(() => call);

    public static async Task<LookerApiException> FailureOf(Func<Task> call) =>
        Sentences.AssertWhole(await Assert.ThrowsAsync<LookerApiException>(() => call().WaitAsync(Patience)));

    public static LookerApiException FailureOf(Func<object?> call) => Sentences.AssertWhole(Assert.Throws<LookerApiException>(call));

    /// <summary>Asserts that a call ends as cancelled.</summary>
    public static Task CancellationOf(Task call) => Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));

    public static async Task<List<T>> All<T>(IAsyncEnumerable<T> elements)
    {
        List<T> all = [];
        await foreach (T element in elements)
        {
            all.Add(element);
        }

        return all;
    }

    public void Dispose() => Bare.Dispose();
}
