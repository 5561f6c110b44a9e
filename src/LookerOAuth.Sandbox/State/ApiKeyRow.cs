using System;

namespace LookerOAuth.Sandbox;

/// <summary>An API key: it logs its user in.</summary>
internal sealed record ApiKeyRow
{
    public string Id { get; init; } = "";

    public string ClientId { get; init; } = "";

    /// <summary>Null for a key whose secret the seed does not know: it is listed, but nobody can log in with it.</summary>
    public string? ClientSecret { get; init; }

    public string UserId { get; init; } = "";

    public string? Purpose { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>In UTC; null in a seed that leaves it to the server.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
