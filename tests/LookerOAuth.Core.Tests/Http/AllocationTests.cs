using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>
/// What a request and an element of a list may allocate: some tenth more than they do, so that a copy or a buffer more is noticed and a field
/// more is not. The benchmarks compare with a bare client.
/// </summary>
public sealed class AllocationTests
{
    private const int Repeats = 200;
    private const int Elements = 100;

    /// <summary>An app with all that a server sends.</summary>
    private const string App =
        """
        {"can":{"show":true,"index":true,"create":true,"update":true,"destroy":true,"invalidate_tokens":true},"client_guid":"app-0001","redirect_uri":"https://app1.example.com/oauth/callback","redirect_uris":["https://app1.example.com/oauth/callback"],"display_name":"App 1","description":"An app","enabled":true,"group_id":"5","tokens_invalid_before":"2026-01-31T12:00:00.000+00:00","activated_users":[{"can":{"show":true,"index":true},"id":"2","first_name":"Ana","last_name":"Analyst","display_name":"Ana Analyst","avatar_url":"https://example.com/avatar/2","url":null}]}
        """;

    [Fact]
    public async Task Request_for_one_app_allocates_no_more_than_it_needs() =>
        Assert.InRange(await AllocatedAsync(App, looker => looker.OAuthClientApps.GetAsync("app-0001")), 1, Bound(5900));

    [Fact]
    public async Task Change_of_one_app_allocates_no_more_than_it_needs() =>
        Assert.InRange(
            await AllocatedAsync(App, looker => looker.OAuthClientApps.UpdateAsync("app-0001", new() { DisplayName = "App 1", Description = "An app", Enabled = true })),
            1,
            Bound(6500));

    [Fact]
    public async Task Element_of_a_list_allocates_no_more_than_it_needs() =>
        Assert.InRange(
            await AllocatedAsync(
                $"[{string.Join(",", Enumerable.Repeat(App, Elements))}]",
                async looker =>
                {
                    await foreach (OAuthClientApp _ in looker.OAuthClientApps.ListAsync())
                    {
                    }
                }) / Elements,
            1,
            Bound(1900));

    /// <summary>The build for Windows PowerShell has to do with what .NET Standard offers.</summary>
    private static long Bound(long bytes) => TestLooker.IsDesktopBuild ? bytes * 2 : bytes;

    /// <summary>The bytes that a call allocates.</summary>
    private static async Task<long> AllocatedAsync(string response, Func<LookerClient, Task> call)
    {
        using LookerClient looker = new(new LookerClientOptions
        {
            BaseUrl = TestLooker.BaseUrl,
            Credential = LookerCredential.AccessToken(TestLooker.Secret(TestLooker.StaticToken)),
            Transport = new FixedResponse(response),
        });
        await RepeatAsync(looker, call);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Task work = RepeatAsync(looker, call);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Nothing is waited for, so all of it happened on this thread.
        Assert.True(work.IsCompletedSuccessfully);
        return allocated / Repeats;
    }

    private static async Task RepeatAsync(LookerClient looker, Func<LookerClient, Task> call)
    {
        for (int i = 0; i < Repeats; i++)
        {
            await call(looker);
        }
    }

    private sealed class FixedResponse(string body) : HttpMessageHandler
    {
        private readonly byte[] _body = Encoding.UTF8.GetBytes(body);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(_body) });
    }
}
