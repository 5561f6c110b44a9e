using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>Which API key to replace by a new one.</summary>
public sealed record ApiKeyRotationOptions
{
    /// <summary>The id of the user whose key it is; null for the caller.</summary>
    public string? UserId { get; init; }

    /// <summary>The client id of the key to replace; null for the key that the client itself is logged in with.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether the old key stays.</summary>
    public bool KeepOld { get; init; }

    /// <summary>Connections that renew with the new key from then on, if they are to the same instance and are logged in with the old one.
    /// The client itself always does.</summary>
    public IReadOnlyList<LookerConnection> Connections { get; init; } = [];
}
