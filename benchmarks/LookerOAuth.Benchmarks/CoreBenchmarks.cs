using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace LookerOAuth.Benchmarks;

/// <summary>Core and a bare client send the same three requests to the same server.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public abstract class CoreBenchmarks
{
    private const string Guid = "app-0001";

    private readonly OAuthClientAppChanges _changes = new() { DisplayName = "App 1", Description = "Another description", Enabled = true };
    private readonly BareChanges _bareChanges = new() { DisplayName = "App 1", Description = "Another description", Enabled = true };
    private LookerClient _core = null!;
    private BareClient _bare = null!;

    [GlobalSetup]
    public async Task ConnectAsync()
    {
        string baseUrl = Start();
        _core = new LookerClient(new LookerClientOptions
        {
            BaseUrl = baseUrl,
            Credential = LookerCredential.ApiKey("id", new NetworkCredential("", "a made-up secret").SecurePassword),
            Transport = CreateTransport(),
        });
        await _core.LoginAsync();
        _bare = new BareClient(CreateTransport() is { } transport ? new HttpClient(transport) : new HttpClient(), baseUrl);
    }

    [GlobalCleanup]
    public void Disconnect()
    {
        _core.Dispose();
        _bare.Dispose();
        Stop();
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("GET one app")]
    public async Task<object> Get_Bare() => await _bare.GetAppAsync(Guid);

    [Benchmark]
    [BenchmarkCategory("GET one app")]
    public async Task<object> Get_Core() => await _core.OAuthClientApps.GetAsync(Guid);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("PATCH one app")]
    public async Task<object> Patch_Bare() => await _bare.UpdateAppAsync(Guid, _bareChanges);

    [Benchmark]
    [BenchmarkCategory("PATCH one app")]
    public async Task<object> Patch_Core() => await _core.OAuthClientApps.UpdateAsync(Guid, _changes);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("List of 100")]
    public async Task<int> List_Bare() => (await _bare.ListAppsAsync()).Count;

    [Benchmark]
    [BenchmarkCategory("List of 100")]
    public async Task<int> List_Core()
    {
        List<OAuthClientApp> apps = [];
        await foreach (OAuthClientApp app in _core.OAuthClientApps.ListAsync())
        {
            apps.Add(app);
        }

        return apps.Count;
    }

    /// <summary>Starts the server, if there is one, and names its address.</summary>
    protected abstract string Start();

    /// <summary>The handler that answers; null for real sockets, with each side's own settings.</summary>
    protected abstract HttpMessageHandler? CreateTransport();

    protected virtual void Stop()
    {
    }
}

/// <summary>Responses come from a handler in this process: what remains is each client's own work.</summary>
public class InProcess : CoreBenchmarks
{
    protected override string Start() => "http://localhost";

    protected override HttpMessageHandler CreateTransport() => new FixedResponseHandler();
}

/// <summary>Responses come over real sockets from a server on loopback that does next to nothing.</summary>
public class Loopback : CoreBenchmarks
{
    private readonly LoopbackServer _server = new();

    protected override string Start() => _server.Start();

    protected override HttpMessageHandler? CreateTransport() => null;

    protected override void Stop() => _server.Dispose();
}
