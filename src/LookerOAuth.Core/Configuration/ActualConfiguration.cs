using System;
using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>What an instance has, as far as a plan asks.</summary>
internal sealed record ActualConfiguration
{
    /// <summary>The client apps by guid.</summary>
    public IReadOnlyDictionary<string, OAuthClientApp> ClientApps { get; init; } = new Dictionary<string, OAuthClientApp>(StringComparer.Ordinal);

    /// <summary>The external apps by client id.</summary>
    public IReadOnlyDictionary<string, ExternalOAuthApp> ExternalApps { get; init; } = new Dictionary<string, ExternalOAuthApp>(StringComparer.Ordinal);

    /// <summary>The groups; none if no name had to be looked up.</summary>
    public DirectoryNames Groups { get; init; } = DirectoryNames.NoGroups;

    /// <summary>The users; none if no address had to be looked up.</summary>
    public DirectoryNames Users { get; init; } = DirectoryNames.NoUsers;

    /// <summary>Whether an app can have several redirect URIs.</summary>
    public bool HasRedirectUris { get; init; } = true;
}
