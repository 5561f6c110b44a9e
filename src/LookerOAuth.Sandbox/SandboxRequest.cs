using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>One request as the sandbox received it, with secrets masked.</summary>
public sealed record SandboxRequest
{
    /// <summary>The place in the order of arrival, from 1; counting continues after <see cref="SandboxServer.ClearRequests"/>.</summary>
    public long Number { get; init; }

    /// <summary>The HTTP method, as sent.</summary>
    public string Method { get; init; } = "";

    /// <summary>The path, still escaped, without the query.</summary>
    public string Path { get; init; } = "";

    /// <summary>The query, still escaped, without its <c>?</c>; empty when there is none. Secret fields are masked as <c>***</c>.</summary>
    public string Query { get; init; } = "";

    /// <summary>The body as text, secret properties and fields masked as <c>***</c>; null when there was none, or too much of it.</summary>
    public string? Body { get; init; }

    /// <summary>The status of the response; 0 when the connection was dropped.</summary>
    public int StatusCode { get; init; }

    /// <summary>Whose token the request carried, live or expired; null when it carried none that was ever issued.</summary>
    public string? UserId { get; init; }

    /// <summary>The admin behind a token of <c>login_user</c>; null for any other token.</summary>
    public string? SudoUserId { get; init; }

    /// <summary>When the request arrived, in UTC, by the clock of the sandbox.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The headers, found by name in any case; credentials are masked as in <c>Bearer ***</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The method, the path and the status, such as <c>POST /api/4.0/login 200</c>.</summary>
    public override string ToString() => $"{Method} {Path} {StatusCode}";
}
