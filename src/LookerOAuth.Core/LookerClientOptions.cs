using System;
using System.Net;
using System.Net.Http;

namespace LookerOAuth;

/// <summary>How to reach an instance and how to log in to it.</summary>
public sealed record LookerClientOptions
{
    /// <summary>The address of the instance, with or without <c>https://</c>, trailing slash, <c>/api/4.0</c> and port.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>How to log in.</summary>
    public required LookerCredential Credential { get; init; }

    /// <summary>The user to act as (sudo), by id; null to act as oneself.</summary>
    public string? RunAsUserId { get; init; }

    /// <summary>The address of the web page, for logins in a browser and for diagnosis; null for the base URL (with port 9999 where that has 19999).</summary>
    public string? LookerUrl { get; init; }

    /// <summary>The time limit of one whole answer. 120 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a passing failure is repeated. 4 times.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The proxy; null for the machine's own setting.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The proxy's credentials; null for none.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Whether to accept any certificate, on this connection alone.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Whether <c>http</c> may go to another host than this machine.</summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>The client's name and version in the header <c>x-looker-appid</c>: "name version".</summary>
    public string AppId { get; init; } = "LookerOAuth";

    /// <summary>The clock of lifetimes, limits, waits and their jitter.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The handler that owns the sockets; null for one made of these options. The client disposes it.</summary>
    public HttpMessageHandler? Transport { get; init; }
}
