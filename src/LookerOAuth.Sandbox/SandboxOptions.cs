using System;

namespace LookerOAuth.Sandbox;

/// <summary>How a sandbox starts. Everything has a default.</summary>
public sealed record SandboxOptions
{
    /// <summary>The TCP port on loopback, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long every response is delayed. Zero or more.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.Zero;

    /// <summary>Whether 404 is answered as a hosted instance (<c>*.cloud.looker.com</c>) answers it: by what stands before it.</summary>
    public bool Hosted { get; init; }

    /// <summary>What the server holds when it starts.</summary>
    public SandboxSeed Seed { get; init; } = SandboxSeed.Default;

    /// <summary>How long an access token lives, one second or more; an hour by default, as on Looker.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The clock for tokens, codes, dates, latency and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        if (Port is < 0 or > 65535)
        {
            throw new ArgumentException($"Port {Port} is not a TCP port. Choose 1 to 65535, or 0 for a free one.", nameof(Port));
        }

        if (Latency < TimeSpan.Zero || Latency.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentException("Latency must be between zero and 24 days.", nameof(Latency));
        }

        if (TokenLifetime < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException("TokenLifetime must be one second or more.", nameof(TokenLifetime));
        }

        if (Seed is null)
        {
            throw new ArgumentException("Seed must not be null.", nameof(Seed));
        }

        if (TimeProvider is null)
        {
            throw new ArgumentException("TimeProvider must not be null.", nameof(TimeProvider));
        }
    }
}
