using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A person at a browser, who does what the test says when the consent page is shown.</summary>
internal sealed class TestPrompt : IAuthorizationPrompt
{
    private readonly Func<Uri, Task>? _browse;
    private readonly Func<Uri, string>? _paste;
    private Task _browsing = Task.CompletedTask;

    private TestPrompt(Func<Uri, Task>? browse, Func<Uri, string>? paste)
    {
        _browse = browse;
        _paste = paste;
    }

    /// <summary>The addresses that were shown.</summary>
    public List<Uri> Shown { get; } = [];

    /// <summary>What the browser was answered by the redirect URI.</summary>
    public Task Browsing => _browsing;

    /// <summary>Ends when the page is shown.</summary>
    public TaskCompletionSource WasShown { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Somebody who looks at the page and does nothing.</summary>
    public static TestPrompt Nobody() => new(_ => Task.CompletedTask, null);

    /// <summary>Somebody whose browser goes on from the page by itself.</summary>
    public static TestPrompt Browser(Func<Uri, Task> browse) => new(browse, null);

    /// <summary>Somebody whose browser is redirected with the given parameters.</summary>
    public static TestPrompt RedirectedWith(Func<string, string> queryOfState) => new(
        async address =>
        {
            IReadOnlyDictionary<string, string> asked = RedirectQuery.Parse(address.AbsoluteUri);
            using HttpClient browser = new();
            using HttpResponseMessage page = await browser.GetAsync(new Uri($"{asked["redirect_uri"]}?{queryOfState(asked["state"])}"));
            page.EnsureSuccessStatusCode();
        },
        null);

    /// <summary>Somebody who copies the redirected address.</summary>
    public static TestPrompt Pasting(Func<string, string> addressOfState) =>
        new(null, address => addressOfState(RedirectQuery.Parse(address.AbsoluteUri)["state"]));

    /// <summary>A loopback address that nobody listens on.</summary>
    public static string FreeRedirectUri()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/callback";
    }

    public Task ShowAsync(Uri address, CancellationToken cancellationToken)
    {
        Shown.Add(address);
        // A browser opens beside the program that opened it.
        _browsing = _browse is null ? Task.CompletedTask : Task.Run(() => _browse(address), cancellationToken);
        WasShown.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<string> AskForRedirectedAddressAsync(CancellationToken cancellationToken) => _paste is null
        ? throw new InvalidOperationException("Nobody was to be asked.")
        : Task.FromResult(_paste(Shown[^1]));
}
