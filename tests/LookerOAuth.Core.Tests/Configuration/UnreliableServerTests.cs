using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>An import through a server that breaks a fifth of all requests comes to its end in one run.</summary>
public sealed class UnreliableServerTests
{
    private const int ClientApps = 330;
    private const int ExternalApps = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task One_run_imports_everything_but_a_handful_and_is_silent_about_nothing(int seed)
    {
        BreakingHandler broken = new(seed);
        using SandboxInstance looker = new(change: o => o with { Transport = broken, TimeProvider = new ImpatientClock(), MaximumRetryCount = 4 });
        broken.Server = looker.Server;
        string document = Document();

        OAuthConfigurationPlan plan = (await looker.Plan(document)).WithSecrets(
            new Dictionary<string, SecureString> { ["s"] = TestLooker.Secret("made-up-db-secret") });
        Dictionary<string, string> failed = [];
        foreach (OAuthConfigurationPhase phase in plan.Phases)
        {
            foreach (OAuthConfigurationStep step in phase.Steps)
            {
                try
                {
                    await step.ApplyAsync(looker.Client, TestContext.Current.CancellationToken);
                }
                catch (LookerApiException e)
                {
                    failed[step.Id] = $"{e.Kind}: {e.Message}";
                }
            }
        }

        broken.IsRepaired = true;
        Assert.InRange(broken.Count, 70, 5 * (ClientApps + ExternalApps));
        Assert.True(failed.Count <= 5, string.Join("\n", failed.Select(f => $"{f.Key} {f.Value}")));
        List<OAuthClientApp> apps = await TestLooker.All(looker.Client.OAuthClientApps.ListAsync());
        List<ExternalOAuthApp> externalApps = await TestLooker.All(looker.Client.ExternalOAuthApps.ListAsync());
        Assert.Equal(apps.Count, apps.Select(a => a.ClientGuid).Distinct().Count());
        Assert.Equal(externalApps.Count, externalApps.Select(a => a.ClientId).Distinct().Count());
        Assert.All((await looker.Compare(document)).Select(c => c.Id), id => Assert.Contains(id, failed.Keys));
        Assert.InRange(apps.Count + externalApps.Count, ClientApps + ExternalApps - failed.Count, ClientApps + ExternalApps);
    }

    private static string Document()
    {
        IEnumerable<string> clientApps = Enumerable.Range(0, ClientApps).Select(i =>
            $$""" "app-{{i.ToString(CultureInfo.InvariantCulture)}}": { "redirectUri": ["http://localhost:7777/{{i}}"], "displayName": "App {{i}}" } """);
        IEnumerable<string> externalApps = Enumerable.Range(0, ExternalApps).Select(i =>
            $$""" "db-{{i}}": { "name": "db{{i}}", "dialectName": "snowflake", "clientSecret": { "secret": "s" } } """);
        return $$"""{ "version": 1, "clientApps": { {{string.Join(",", clientApps)}} }, "externalApps": { {{string.Join(",", externalApps)}} } }""";
    }

    /// <summary>Breaks a fifth of the requests: before or after the server had them, by an error of a gateway, or by ending all tokens.</summary>
    private sealed class BreakingHandler(int seed) : DelegatingHandler(new HttpClientHandler())
    {
        private readonly Random _random = new(seed);
        private int _count;

        public SandboxServer? Server { get; set; }

        public bool IsRepaired { get; set; }

        /// <summary>How many requests were broken.</summary>
        public int Count => _count;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int fate;
            lock (_random)
            {
                fate = _random.Next(30);
            }

            if (IsRepaired || fate >= 6)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            Interlocked.Increment(ref _count);
            switch (fate)
            {
                case 0:
                    throw Respond.Broken(SocketError.ConnectionReset);
                case 1:
                    (await base.SendAsync(request, cancellationToken)).Dispose();
                    throw Respond.Broken(SocketError.ConnectionReset);
                case 2:
                    return new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
                case 3:
                    return new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") };
                case 4:
                    return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("<html>") };
                default:
                    Server!.ExpireTokens();
                    return await base.SendAsync(request, cancellationToken);
            }
        }
    }

    /// <summary>The real time, but no wait takes any.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.FromSeconds(60) ? dueTime : TimeSpan.Zero, period);
    }
}
