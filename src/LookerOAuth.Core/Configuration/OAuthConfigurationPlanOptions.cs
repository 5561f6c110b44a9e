using System;

namespace LookerOAuth;

/// <summary>What a plan may do beyond what the document says.</summary>
public sealed record OAuthConfigurationPlanOptions
{
    /// <summary>Whether apps that the document does not have are removed. Needs <see cref="PruneFilter"/>, and concerns only the
    /// sections that the document has.</summary>
    public bool Prune { get; init; }

    /// <summary>Which guids and external client ids may be removed. Without <see cref="Prune"/> it means nothing.</summary>
    public Func<string, bool>? PruneFilter { get; init; }

    /// <summary>Whether the secrets of external apps that are there already are written again. They cannot be compared.</summary>
    public bool RotateSecret { get; init; }
}
