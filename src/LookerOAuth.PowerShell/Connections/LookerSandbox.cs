using System;
using System.Management.Automation;
using LookerOAuth.Sandbox;

namespace LookerOAuth;

/// <summary>A Looker that answers from memory on this machine, to rehearse scripts on.</summary>
public sealed class LookerSandbox
{
    private readonly SandboxServer? _server;

    internal LookerSandbox(SandboxServer server)
    {
        _server = server;
        BaseUrl = server.BaseUrl;
        Credential = new PSCredential(server.ClientId.Length > 0 ? server.ClientId : "none", server.ClientSecret.Seal());
    }

    /// <summary>A sandbox that was never started, for mocks.</summary>
    private LookerSandbox()
    {
    }

    /// <summary>Its base URL, for Connect-Looker.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>Its first API key, for Connect-Looker.</summary>
    public PSCredential Credential { get; private set; } = new("none", "none".Seal());

    /// <summary>Whether it is still running.</summary>
    public bool IsRunning => _server is { IsRunning: true };

    /// <summary>Every request so far in order of arrival, secrets masked.</summary>
    public SandboxRequest[] Requests => [.. _server?.Requests ?? []];

    /// <exception cref="InvalidOperationException">It was never started.</exception>
    internal SandboxServer Server => _server ?? throw new InvalidOperationException(Strings.SandboxNotStarted);

    /// <summary>Removes the requests so far.</summary>
    public void ClearRequests() => _server?.ClearRequests();

    /// <summary>Removes the faults that still apply.</summary>
    public void ClearFaults() => _server?.ClearFaults();

    /// <summary>Makes all access tokens expire now: the next use of one is a 401.</summary>
    public void ExpireTokens() => _server?.ExpireTokens();

    /// <inheritdoc/>
    public override string ToString() => BaseUrl;

    internal void Stop() => _server?.Stop();
}
