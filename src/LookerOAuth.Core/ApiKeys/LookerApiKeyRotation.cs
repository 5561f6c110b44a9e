namespace LookerOAuth;

/// <summary>An API key that was replaced by a new one.</summary>
public sealed class LookerApiKeyRotation : LookerResource
{
    /// <summary>The id of the user whose keys they are.</summary>
    public required string UserId { get; init; }

    /// <summary>The client id of the key that was replaced.</summary>
    public required string OldClientId { get; init; }

    /// <summary>The client id of the key that works and is stored now.</summary>
    public required string NewClientId { get; init; }

    /// <summary>Whether the old key is gone. False if it was to be kept, or could not be removed.</summary>
    public bool OldRemoved { get; internal set; }

    /// <summary>Why the old key could not be removed; null if it was, or was to be kept.</summary>
    internal LookerApiException? Failure { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{OldClientId} -> {NewClientId}";
}
