using System;
using System.Net.Http.Headers;

namespace LookerOAuth;

/// <summary>A token with its lifetime. A class without a telling <c>ToString</c>: it must not end up in a log.</summary>
internal sealed class AccessToken
{
    /// <summary>The vendor's SDKs also treat a token as expired 10 s early.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly long _issuedAt;
    private readonly TimeSpan? _lifetime;

    /// <param name="value">The token itself.</param>
    /// <param name="lifetime">How long it lives from now on; null if that is unknown.</param>
    /// <param name="time">The clock. A lifetime is over if its monotonic part says so, which nobody sets, or its date, which goes on while the
    /// machine sleeps.</param>
    public AccessToken(string value, TimeSpan? lifetime, TimeProvider time)
    {
        Value = value;
        Header = new AuthenticationHeaderValue("Bearer", value);
        _time = time;
        _issuedAt = time.GetTimestamp();
        _lifetime = lifetime;
        ExpiresAt = lifetime is { } life ? time.GetUtcNow() + life : null;
    }

    public string Value { get; }

    /// <summary>The header that carries it.</summary>
    public AuthenticationHeaderValue Header { get; }

    /// <summary>When it expires (UTC); null if that is unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    public bool IsExpired => ExpiresWithin(Lag);

    /// <summary>Whether it expires within a time from now; false if its lifetime is unknown.</summary>
    public bool ExpiresWithin(TimeSpan margin) =>
        (_lifetime is { } life && _time.GetElapsedTime(_issuedAt) >= life - margin) || _time.GetUtcNow() >= ExpiresAt - margin;
}
