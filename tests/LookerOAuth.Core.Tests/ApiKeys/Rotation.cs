using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A rotation with a store that remembers the client id, and a watch over the stored key working at every moment.</summary>
internal sealed class Rotation : IDisposable
{
    private readonly List<string> _steps = [];

    public Rotation(Func<int, SentRequest, KeyServerFault>? faults = null, Func<LookerClientOptions, LookerClientOptions>? change = null)
    {
        Server = new KeyServer(faults);
        Looker = TestLooker.WithApiKey(change);
        Looker.Server.Otherwise((request, cancel) =>
        {
            _steps.Add($"{request.Method} {request.Target.Split('?')[0]}");
            return Server.Serve(request, cancel);
        });
        Server.Served = () => Broken ??= Server.Keys.Any(k => k.ClientId == Stored) ? null : $"'{Stored}' is stored and works no more";
        Store = (clientId, _, _) =>
        {
            Stored = clientId;
            AfterStore?.Invoke();
            return Task.CompletedTask;
        };
    }

    public TestLooker Looker { get; }

    public KeyServer Server { get; }

    public string Stored { get; private set; } = TestLooker.ClientId;

    public string? Broken { get; private set; }

    public Action? AfterStore { get; set; }

    public Func<string, SecureString, CancellationToken, Task> Store { get; set; }

    public IReadOnlyList<string> Steps => _steps;

    public Task<LookerApiKeyRotation> Run(ApiKeyRotationOptions? options = null, CancellationToken cancellationToken = default) =>
        Looker.Client.ApiKeys.RotateAsync(
            options ?? new(),
            (clientId, secret, cancel) =>
            {
                _steps.Add("store");
                return Store(clientId, secret, cancel);
            },
            cancellationToken);

    public void Dispose() => Looker.Dispose();
}
