using System;

namespace LookerOAuth.Sandbox;

/// <summary>What goes wrong with the next requests that match.</summary>
/// <remarks>
/// With <see cref="StatusCode"/> the operation is not done. <see cref="Delay"/> alone delays a normal response, with a status an error.
/// <see cref="Drop"/> closes the connection without a response; the operation is not done. Faults apply in the order in which they
/// were added.
/// </remarks>
public sealed record SandboxFault
{
    /// <summary>The HTTP method, case-insensitive; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// A wildcard (<c>*</c>, <c>?</c>, <c>[a-z]</c>) for the whole path, such as <c>/api/4.0/oauth_client_apps/*</c>, in any case,
    /// without the query; null for any. It is compared with the path as sent and with the unescaped one.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The status of the response, 100 to 599; null for a normal response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The body of the response; null gives the API's own error body for the status. Without a status it is sent with 200.</summary>
    public string? Body { get; init; }

    /// <summary>Sent as <c>Retry-After</c>, in seconds rounded up. Without a status it means 429.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long the response, or the drop, is delayed, on the clock of the sandbox.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Whether the connection is aborted without a response.</summary>
    public bool Drop { get; init; }

    /// <summary>How many requests the fault applies to, 1 or more.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The status of the response, as the other properties imply it; null for a normal one.</summary>
    internal int? ResponseStatus => StatusCode ?? (RetryAfter is not null ? 429 : Body is not null ? 200 : null);

    internal void Validate()
    {
        if (Count < 1)
        {
            throw new ArgumentException($"Count is {Count}: a fault happens at least once.", nameof(Count));
        }

        if (StatusCode is < 100 or > 599)
        {
            throw new ArgumentException($"StatusCode {StatusCode} is not an HTTP status. Choose 100 to 599.", nameof(StatusCode));
        }

        if (Delay is { } delay && (delay < TimeSpan.Zero || delay.TotalMilliseconds > int.MaxValue))
        {
            throw new ArgumentException("Delay must be between zero and 24 days.", nameof(Delay));
        }

        if (RetryAfter < TimeSpan.Zero)
        {
            throw new ArgumentException("RetryAfter must not be negative.", nameof(RetryAfter));
        }

        if (Drop && ResponseStatus is not null)
        {
            throw new ArgumentException("A dropped connection has no response: Drop can be combined with Delay, not with StatusCode, Body or RetryAfter.", nameof(Drop));
        }

        if (!Drop && ResponseStatus is null && Delay is null)
        {
            throw new ArgumentException("The fault does nothing. Set StatusCode, Body, RetryAfter, Delay or Drop.");
        }

        if (Path is not null)
        {
            _ = PathWildcard.Parse(Path);
        }
    }
}
