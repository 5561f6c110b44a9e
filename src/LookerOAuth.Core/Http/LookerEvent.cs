using System;

namespace LookerOAuth;

/// <summary>Something that happened on the wire. Texts hold no secret and no token.</summary>
public abstract record LookerEvent;

/// <summary>A request leaves.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The address, without credentials.</param>
/// <param name="Body">The body with secret fields masked; null if there is none, or no observer wants it.</param>
public sealed record LookerRequestSent(string Method, string Url, string? Body) : LookerEvent
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Url}";
}

/// <summary>A response arrived.</summary>
/// <param name="Method">The HTTP method of the request.</param>
/// <param name="Url">The address of the request.</param>
/// <param name="StatusCode">The HTTP status code.</param>
/// <param name="Elapsed">The time from sending the request to the head of the response (to its end, if it was read whole).</param>
/// <param name="RequestId">The id for the vendor's support; null if the response had none.</param>
/// <param name="Body">The body with secret fields masked; null if it is streamed (see <see cref="LookerBodyReceived"/>), or no observer wants it.</param>
public sealed record LookerResponseReceived(
    string Method, string Url, int StatusCode, TimeSpan Elapsed, string? RequestId, string? Body) : LookerEvent
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{StatusCode} to {Method} {Url} after {Elapsed.TotalMilliseconds:0} ms{(RequestId is null ? "" : $" (request id {RequestId})")}";
}

/// <summary>The body of a streamed list has arrived, as far as it was read. Only reported if the observer wants bodies.</summary>
/// <param name="Method">The HTTP method of the request.</param>
/// <param name="Url">The address of the request.</param>
/// <param name="StatusCode">The HTTP status code.</param>
/// <param name="Body">The body with secret fields masked; of a very long one its beginning.</param>
public sealed record LookerBodyReceived(string Method, string Url, int StatusCode, string Body) : LookerEvent
{
    /// <inheritdoc/>
    public override string ToString() => $"Body of {StatusCode} to {Method} {Url}";
}

/// <summary>A request will be repeated after a wait.</summary>
/// <param name="Method">The HTTP method of the request.</param>
/// <param name="Url">The address of the request.</param>
/// <param name="Attempt">Which repeat this will be, from 1.</param>
/// <param name="MaximumAttempts">How many repeats there may be.</param>
/// <param name="Delay">How long the wait is.</param>
/// <param name="Reason">Why: the status, or what broke.</param>
public sealed record LookerRetryScheduled(
    string Method, string Url, int Attempt, int MaximumAttempts, TimeSpan Delay, string Reason) : LookerEvent
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Reason}: retry {Attempt} of {MaximumAttempts} of {Method} {Url} in {Delay.TotalSeconds:0.0} s";
}

/// <summary>A wait before a repeat is over.</summary>
public sealed record LookerRetryWaitEnded : LookerEvent;
