using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Security;
using System.Security.Cryptography.X509Certificates;

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

    /// <summary>The address of the web page, for logins in a browser and for diagnosis; null for the base URL (with port 9999 if that has 19999).</summary>
    public string? LookerUrl { get; init; }

    /// <summary>The time limit of one whole response: up to 49 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none. 120 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a request is repeated after a transient failure. 4 times.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The proxy; null for the machine's own setting. Requests to this machine never go through one.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The proxy's credentials; null for none.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Whether to accept any certificate, on this connection alone.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The client's certificate, for instances behind a gateway that demands one (mutual TLS); null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Headers for a gateway or an identity-aware proxy in front of the instance, by name. They are sent with every request to the
    /// instance's host, logins included, and to no other; their values are masked wherever they could show.
    /// </summary>
    public IReadOnlyDictionary<string, SecureString> Headers { get; init; } = new Dictionary<string, SecureString>();

    /// <summary>Whether <c>http</c> may go to another host than this machine.</summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>The client's name and version in the header <c>x-looker-appid</c>: "name version".</summary>
    public string AppId { get; init; } = "LookerOAuth";

    /// <summary>The clock of lifetimes, limits, waits and their jitter.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The handler that owns the sockets; null for one made of these options. The client disposes it.</summary>
    public HttpMessageHandler? Transport { get; init; }
}
