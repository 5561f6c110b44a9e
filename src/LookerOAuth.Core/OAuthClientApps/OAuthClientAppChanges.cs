using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>What to write of a client app. What is not given never reaches the wire.</summary>
public sealed record OAuthClientAppChanges
{
    /// <summary>The addresses that Looker may redirect to. Several need a server of release 26.22 or later.</summary>
    public Optional<IReadOnlyList<string>> RedirectUri { get; init; }

    /// <summary>The name that people see on the consent page.</summary>
    public Optional<string> DisplayName { get; init; }

    /// <summary>What the app is for.</summary>
    public Optional<string> Description { get; init; }

    /// <summary>Whether the app may be used. False ends its tokens, too.</summary>
    public Optional<bool?> Enabled { get; init; }

    /// <summary>The group whose members may use the app; a given null for everybody.</summary>
    public Optional<string> GroupId { get; init; }

    /// <summary>True where nothing is given.</summary>
    public bool IsEmpty =>
        !RedirectUri.IsGiven && !DisplayName.IsGiven && !Description.IsGiven && !Enabled.IsGiven && !GroupId.IsGiven;

    /// <summary>What to ask the server for to compare: the guid and the given properties, in the API's spelling.</summary>
    internal IEnumerable<string> Fields
    {
        get
        {
            yield return "client_guid";
            if (RedirectUri.IsGiven)
            {
                yield return "redirect_uri";
                yield return "redirect_uris";
            }

            if (DisplayName.IsGiven)
            {
                yield return "display_name";
            }

            if (Description.IsGiven)
            {
                yield return "description";
            }

            if (Enabled.IsGiven)
            {
                yield return "enabled";
            }

            if (GroupId.IsGiven)
            {
                yield return "group_id";
            }
        }
    }

    /// <summary>What of these changes an app does not have yet.</summary>
    /// <remarks>The order of redirect URIs does not matter; a description of null equals an empty one.</remarks>
    /// <param name="current">The app as the server has it.</param>
    public OAuthClientAppChanges Except(OAuthClientApp current) => new()
    {
        RedirectUri = RedirectUri.IsGiven && !SameUris(RedirectUri.Value, current.RedirectUri) ? RedirectUri : default,
        DisplayName = DisplayName.IsGiven && DisplayName.Value != current.DisplayName ? DisplayName : default,
        Description = Description.IsGiven && (Description.Value ?? "") != (current.Description ?? "") ? Description : default,
        Enabled = Enabled.IsGiven && Enabled.Value != current.Enabled ? Enabled : default,
        GroupId = GroupId.IsGiven && Blank(GroupId.Value) != Blank(current.GroupId) ? GroupId : default,
    };

    internal static bool SameUris(IReadOnlyList<string>? left, IReadOnlyList<string>? right) =>
        new HashSet<string>(left ?? []).SetEquals(right ?? []);

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>The body of register_oauth_client_app and update_oauth_client_app.</summary>
internal sealed class OAuthClientAppBody
{
    public OAuthClientAppBody(OAuthClientAppChanges changes, bool asList)
    {
        if (changes.RedirectUri.IsGiven)
        {
            IReadOnlyList<string>? uris = changes.RedirectUri.Value;
            RedirectUris = asList ? changes.RedirectUri : default;
            RedirectUri = asList ? default(Optional<string>) : uris is { Count: > 0 } ? uris[0] : null;
        }

        DisplayName = changes.DisplayName;
        Description = changes.Description;
        Enabled = changes.Enabled;
        GroupId = changes.GroupId;
    }

    [JsonPropertyName("redirect_uris")]
    [JsonConverter(typeof(OptionalConverter<IReadOnlyList<string>>))]
    public Optional<IReadOnlyList<string>> RedirectUris { get; }

    [JsonPropertyName("redirect_uri")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string> RedirectUri { get; }

    [JsonPropertyName("display_name")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string> DisplayName { get; }

    [JsonPropertyName("description")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string> Description { get; }

    [JsonPropertyName("enabled")]
    [JsonConverter(typeof(OptionalConverter<bool?>))]
    public Optional<bool?> Enabled { get; }

    [JsonPropertyName("group_id")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string> GroupId { get; }
}
