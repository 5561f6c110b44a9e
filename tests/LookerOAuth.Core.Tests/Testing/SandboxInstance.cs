using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;

namespace LookerOAuth.Core.Tests;

/// <summary>A sandbox of the test's own and a client that is logged in to it. Default users: 1 admin, 2 ana, 3 ben; groups: 5, 6.</summary>
internal sealed class SandboxInstance : IDisposable
{
    public SandboxInstance(string seed = "{}", Func<LookerClientOptions, LookerClientOptions>? change = null)
        : this(new SandboxOptions { Seed = SandboxSeed.Parse(seed) }, change)
    {
    }

    public SandboxInstance(SandboxOptions options, Func<LookerClientOptions, LookerClientOptions>? change = null)
    {
        Server = SandboxServer.Start(options);
        Client = Connect(change);
    }

    public SandboxServer Server { get; }

    public LookerClient Client { get; }

    /// <summary>Another client with the sandbox's API key. It repeats nothing, unless the options say so.</summary>
    public LookerClient Connect(Func<LookerClientOptions, LookerClientOptions>? change = null)
    {
        LookerClientOptions options = new()
        {
            BaseUrl = Server.BaseUrl,
            Credential = LookerCredential.ApiKey(Server.ClientId, TestLooker.Secret(Server.ClientSecret)),
            MaximumRetryCount = 0,
        };
        return new LookerClient(change is null ? options : change(options));
    }

    /// <summary>Everything that was sent to the API but for the login, as "METHOD target".</summary>
    public IReadOnlyList<string> Lines =>
        [.. Server.Requests.Select(r => $"{r.Method} {r.Path.Replace("/api/4.0/", "", StringComparison.Ordinal)}").Where(l => l != "POST login")];

    /// <summary>What was sent that changes something.</summary>
    public IReadOnlyList<string> Writes => [.. Lines.Where(l => !l.StartsWith("GET ", StringComparison.Ordinal))];

    public async Task<IReadOnlyList<OAuthConfigurationChange>> Compare(string json, OAuthConfigurationPlanOptions? options = null) =>
        (await Plan(json, options)).Changes;

    public Task<OAuthConfigurationPlan> Plan(string json, OAuthConfigurationPlanOptions? options = null) =>
        Client.Configuration.PlanAsync(OAuthConfiguration.Parse(json), options);

    /// <summary>Applies a document as the cmdlet does: phase by phase, the steps of one side by side.</summary>
    public async Task Import(string json, OAuthConfigurationPlanOptions? options = null, params (string Name, string Value)[] secrets)
    {
        Dictionary<string, SecureString> given = secrets.ToDictionary(s => s.Name, s => TestLooker.Secret(s.Value));
        OAuthConfigurationPlan plan = (await Plan(json, options)).WithSecrets(given);
        foreach (OAuthConfigurationPhase phase in plan.Phases)
        {
            await Task.WhenAll(phase.Steps.Select(s => s.ApplyAsync(Client)));
        }
    }

    public async Task<string> Export(OAuthConfigurationExportOptions? options = null) =>
        (await Client.Configuration.ExportAsync(options)).ToJson();

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
