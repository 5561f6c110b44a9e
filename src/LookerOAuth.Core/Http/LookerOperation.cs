using System.Net.Http;

namespace LookerOAuth;

/// <summary>An operation of the API: what decides how it is sent and repeated. What its failures are called stands in <see cref="RequestFailure"/>.</summary>
/// <param name="Name">The name in the vendor's reference, such as <c>update_external_oauth_application</c>.</param>
/// <param name="Method">The HTTP method.</param>
internal sealed record LookerOperation(string Name, HttpMethod Method)
{
    /// <summary>Whether the operation needs a token.</summary>
    public LookerLogin Login { get; init; }

    /// <summary>True if a second arrival of the same request would create a second thing, or would fail because of the first.</summary>
    public bool Creates { get; init; }

    /// <summary>True for a login itself: its request carries a secret, its response a token.</summary>
    public bool IsLogin { get; init; }

    /// <summary>True if the response is a session's token, which only this response tells.</summary>
    public bool OpensSession { get; init; }

    /// <summary>True if it may change properties of client apps: lists of them that were read before are out of date then.</summary>
    public bool ChangesClientApps { get; init; }

    /// <summary>True if the address is outside the versioned API (<c>/api/4.0</c>).</summary>
    public bool IsUnversioned { get; init; }

    /// <summary>The first release that has it; null if all supported releases do.</summary>
    public string? Since { get; init; }

    /// <summary>True if the vendor calls it beta.</summary>
    public bool IsBeta { get; init; }

    /// <summary>The role that it needs; null if any user may call it (and sees what that user may see).</summary>
    public string? Role { get; init; }
}

/// <summary>Whether an operation needs a token.</summary>
internal enum LookerLogin
{
    /// <summary>It is sent with a token, which is acquired first if there is none.</summary>
    Required,

    /// <summary>It is sent with a token if there is one; if the server wants one anyway, a token is acquired.</summary>
    Optional,

    /// <summary>It is never sent with a token.</summary>
    None,
}
