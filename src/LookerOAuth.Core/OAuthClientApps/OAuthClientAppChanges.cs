using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>What to write of a client app: the body of register_oauth_client_app and update_oauth_client_app. What is not given is not sent.</summary>
public sealed record OAuthClientAppChanges
{
    private static readonly OAuthClientAppChanges Nothing = new();

    /// <summary>The addresses that Looker may redirect to. Several need a server of release 26.22 or later.</summary>
    [JsonIgnore]
    public Optional<IReadOnlyList<string>> RedirectUri { get; init; }

    /// <summary>The redirect URIs as servers since release 26.22 take them.</summary>
    [JsonInclude]
    [JsonPropertyName("redirect_uris")]
    internal Optional<IReadOnlyList<string>> RedirectUris => AsList ? RedirectUri : default;

    /// <summary>The redirect URI as every server takes it.</summary>
    [JsonInclude]
    [JsonPropertyName("redirect_uri")]
    internal Optional<string> SingleRedirectUri =>
        AsList || !RedirectUri.IsGiven ? default(Optional<string>) : RedirectUri.Value is { Count: > 0 } uris ? uris[0] : null;

    /// <summary>The name that people see on the consent page.</summary>
    [JsonPropertyName("display_name")]
    public Optional<string> DisplayName { get; init; }

    /// <summary>What the app is for; a given null for nothing.</summary>
    [JsonPropertyName("description")]
    public Optional<string> Description
    {
        get;
        // The API has no null here.
        init => field = value.IsGiven ? value.Value ?? "" : value;
    }

    /// <summary>Whether the app may be used. If false, its tokens expire at once.</summary>
    [JsonPropertyName("enabled")]
    public Optional<bool?> Enabled { get; init; }

    /// <summary>The group whose members may use the app; a given null for everybody.</summary>
    [JsonPropertyName("group_id")]
    public Optional<string> GroupId { get; init; }

    /// <summary>Whether the server takes a list of redirect URIs (release 26.22).</summary>
    [JsonIgnore]
    internal bool AsList { get; init; }

    /// <summary>True if nothing is given.</summary>
    internal bool IsEmpty => this == Nothing;

    /// <summary>The given properties by name, to show them.</summary>
    [JsonIgnore]
    internal IEnumerable<(string Name, object? Value)> Given =>
    [
        .. RedirectUri.Named(nameof(RedirectUri)),
        .. DisplayName.Named(nameof(DisplayName)),
        .. Description.Named(nameof(Description)),
        .. Enabled.Named(nameof(Enabled)),
        .. GroupId.Named(nameof(GroupId)),
    ];

    /// <summary>What to ask the server for to compare: the guid and the given properties, in the API's spelling.</summary>
    [JsonIgnore]
    internal IEnumerable<string> Fields =>
        ["client_guid", .. JsonSerializer.SerializeToElement(this, LookerJson.Default.OAuthClientAppChanges).EnumerateObject()
            .SelectMany(p => p.Name == "redirect_uri" ? [p.Name, "redirect_uris"] : new[] { p.Name })];

    /// <summary>What to ask the server for to compare every property, in the API's spelling.</summary>
    internal static IEnumerable<string> AllFields =>
        new OAuthClientAppChanges { RedirectUri = new([]), DisplayName = null, Description = null, Enabled = null, GroupId = null }.Fields;

    /// <summary>The changes that an app does not have yet.</summary>
    /// <remarks>The order of redirect URIs does not matter; text of null equals an empty one.</remarks>
    /// <param name="current">The app as the server has it.</param>
    public OAuthClientAppChanges Except(OAuthClientApp current) => new()
    {
        RedirectUri = RedirectUri.IsGiven && !SameUris(RedirectUri.Value, current.RedirectUri) ? RedirectUri : default,
        DisplayName = DisplayName.Except(current.DisplayName),
        Description = Description.Except(current.Description),
        Enabled = Enabled.Except(current.Enabled),
        GroupId = GroupId.Except(current.GroupId),
    };

    private static bool SameUris(IReadOnlyList<string>? left, IReadOnlyList<string>? right) =>
        new HashSet<string>(left ?? []).SetEquals(right ?? []);
}
