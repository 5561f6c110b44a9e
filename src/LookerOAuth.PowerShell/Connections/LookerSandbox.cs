using System.Management.Automation;
using LookerOAuth.Sandbox;

namespace LookerOAuth;

/// <summary>A Looker that answers from memory on this machine, to rehearse scripts on.</summary>
public sealed class LookerSandbox
{
    internal LookerSandbox(SandboxServer server)
    {
        Server = server;
        Credential = new PSCredential(server.ClientId.Length > 0 ? server.ClientId : "none", server.ClientSecret.Seal());
    }

    /// <summary>Its base URL, for Connect-Looker.</summary>
    public string BaseUrl => Server.BaseUrl;

    /// <summary>Its first API key, for Connect-Looker.</summary>
    public PSCredential Credential { get; }

    /// <summary>Whether it is still running.</summary>
    public bool IsRunning => Server.IsRunning;

    /// <summary>Every request so far in order of arrival, secrets masked.</summary>
    public SandboxRequest[] Requests => [.. Server.Requests];

    internal SandboxServer Server { get; }

    /// <summary>Removes the requests so far.</summary>
    public void ClearRequests() => Server.ClearRequests();

    /// <summary>Removes the faults that still apply.</summary>
    public void ClearFaults() => Server.ClearFaults();

    /// <summary>Makes all access tokens expire now: the next use of one is a 401.</summary>
    public void ExpireTokens() => Server.ExpireTokens();

    /// <inheritdoc/>
    public override string ToString() => BaseUrl;

    internal void Stop() => Server.Stop();
}
