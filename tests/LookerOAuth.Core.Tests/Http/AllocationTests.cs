using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>A generous bound: it tells of a buffer that is made anew for each request, not of a field more or less.</summary>
public sealed class AllocationTests
{
    private const int Requests = 200;
    private const long BytesPerRequest = 12 * 1024;

    [Fact]
    public async Task Request_for_one_app_needs_no_buffer_of_its_own()
    {
        using LookerClient looker = new(new LookerClientOptions
        {
            BaseUrl = TestLooker.BaseUrl,
            Credential = LookerCredential.AccessToken(TestLooker.Secret(TestLooker.StaticToken)),
            Transport = new OneApp(),
        });
        await GetAsync(looker);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Task work = GetAsync(looker);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Nothing is waited for, so all of it happened on this thread.
        Assert.True(work.IsCompletedSuccessfully);
        Assert.InRange(allocated / Requests, 1, BytesPerRequest);
    }

    private static async Task GetAsync(LookerClient looker)
    {
        for (int i = 0; i < Requests; i++)
        {
            await looker.OAuthClientApps.GetAsync("cli");
        }
    }

    private sealed class OneApp : HttpMessageHandler
    {
        private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"client_guid":"cli","display_name":"CLI","enabled":true}""");

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(Body) });
    }
}
