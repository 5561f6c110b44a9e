using System;

namespace LookerOAuth.Sandbox;

/// <summary>An external OAuth application: something that this Looker logs in to.</summary>
internal sealed record ExternalAppRow
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string ClientId { get; init; } = "";

    /// <summary>Kept to be faithful, never shown.</summary>
    public string ClientSecret { get; init; } = "";

    public string? TenantId { get; init; }

    public string? DialectName { get; init; }

    public bool? BiDirectionalDataAccess { get; init; }

    /// <summary>In UTC; null in a seed that leaves it to the server.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
