using System;

namespace LookerOAuth;

/// <summary>What to export.</summary>
public sealed record OAuthConfigurationExportOptions
{
    /// <summary>Which client apps to export, by guid. Null for all client apps and all external apps; with a filter no external apps are
    /// exported, nor read.</summary>
    public Func<string, bool>? ClientGuid { get; init; }

    /// <summary>Whether the e-mail addresses of activated users are exported. Users whose address is not visible, or not their own
    /// alone, are exported by id.</summary>
    public bool IncludeUsers { get; init; }
}
