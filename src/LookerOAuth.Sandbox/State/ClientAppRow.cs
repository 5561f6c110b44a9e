using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>An OAuth client app: something that logs in to this Looker.</summary>
internal sealed record ClientAppRow
{
    public string ClientGuid { get; init; } = "";

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public string DisplayName { get; init; } = "";

    /// <summary>Empty when there is none: the API's description is not nullable.</summary>
    public string Description { get; init; } = "";

    public bool Enabled { get; init; } = true;

    /// <summary>The only group that may use the app; null when everybody may.</summary>
    public string? GroupId { get; init; }

    /// <summary>In UTC. An app has a date from the start; null in a seed that leaves it to the server.</summary>
    public DateTimeOffset? TokensInvalidBefore { get; init; }

    public IReadOnlyList<string> ActivatedUserIds { get; init; } = [];
}
