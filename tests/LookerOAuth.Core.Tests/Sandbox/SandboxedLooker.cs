using System;
using LookerOAuth.Sandbox;

namespace LookerOAuth.Core.Tests;

/// <summary>A sandbox of a test's own, with a client that speaks HTTP to it.</summary>
internal sealed class SandboxedLooker : IDisposable
{
    public SandboxedLooker(SandboxOptions? options = null, Func<LookerClientOptions, LookerClientOptions>? change = null)
    {
        Sandbox = SandboxServer.Start(options);
        Client = Connect(change);
    }

    public SandboxServer Sandbox { get; }

    /// <summary>A client that logs in with the sandbox's API key at its first request.</summary>
    public LookerClient Client { get; }

    public LookerClient Connect(Func<LookerClientOptions, LookerClientOptions>? change = null)
    {
        LookerClientOptions options = new()
        {
            BaseUrl = Sandbox.BaseUrl,
            Credential = LookerCredential.ApiKey(Sandbox.ClientId, TestLooker.Secret(Sandbox.ClientSecret)),
        };
        return new LookerClient(change is null ? options : change(options));
    }

    public void Dispose()
    {
        Client.Dispose();
        Sandbox.Dispose();
    }
}
