using System;

namespace LookerOAuth.Sandbox;

/// <summary>The session of an access token.</summary>
internal sealed class Session(string userId, DateTimeOffset expiresAt)
{
    private volatile bool _expired;
    private volatile string _workspaceId = "production";

    public string UserId { get; } = userId;

    /// <summary>In UTC.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>The admin who runs as the user; null in a session of the user's own.</summary>
    public string? SudoUserId { get; init; }

    /// <summary>The login to a client app that the token came from; null for API keys.</summary>
    public AppGrant? Grant { get; init; }

    public string WorkspaceId
    {
        get => _workspaceId;
        set => _workspaceId = value;
    }

    public void Expire() => _expired = true;

    public bool IsLive(DateTimeOffset now) => !_expired && now < ExpiresAt && Grant is not { IsRevoked: true };
}
