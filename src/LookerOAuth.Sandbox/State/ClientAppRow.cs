using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>An OAuth client app: something that logs in to this Looker.</summary>
internal sealed record ClientAppRow(PropertyValues Values)
{
    public static PropertyTable Properties { get; } = new(
        new Property("client_guid", PropertyType.Id) { IsReadOnly = true },
        new Property("display_name", PropertyType.Text) { IsRequired = true },
        new RedirectUrisProperty("redirect_uris"),
        new Property("description", PropertyType.Text) { Default = "" },
        new Property("enabled", PropertyType.Flag) { Default = true },
        new Property("group_id", PropertyType.Id),
        new Property("tokens_invalid_before", PropertyType.Time) { IsReadOnly = true });

    public string ClientGuid => Values.Text("client_guid")!;

    public IReadOnlyList<string> RedirectUris => Values.Texts("redirect_uris");

    public string DisplayName => Values.Text("display_name")!;

    public string Description => Values.Text("description")!;

    public bool Enabled => Values.Flag("enabled")!.Value;

    /// <summary>The only group that may use the app; null when everybody may.</summary>
    public string? GroupId => Values.Text("group_id");

    /// <summary>Who has accepted the app, by id.</summary>
    public IReadOnlyList<string> ActivatedUserIds { get; init; } = [];
}
