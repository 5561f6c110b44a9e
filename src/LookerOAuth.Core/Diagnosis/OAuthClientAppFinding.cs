namespace LookerOAuth;

/// <summary>What one check of a client app found.</summary>
public sealed class OAuthClientAppFinding : LookerResource
{
    /// <summary>The guid of the app, as it was asked for.</summary>
    public required string ClientGuid { get; init; }

    /// <summary>What was looked at.</summary>
    public required OAuthClientAppCheck Check { get; init; }

    /// <summary>How it ended.</summary>
    public required OAuthClientAppCheckResult Result { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What a person can do about it; null if there is nothing to do.</summary>
    public string? RecommendedAction { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Result} {Check}: {Message}";
}
