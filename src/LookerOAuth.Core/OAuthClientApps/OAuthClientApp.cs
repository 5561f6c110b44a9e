using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>An OAuth client app: who may log in to Looker with OAuth (OauthClientApp of the API).</summary>
public sealed class OAuthClientApp : LookerResource
{
    private RedirectUriCollection? _redirectUri;

    /// <summary>The guid under which the app is registered: any string.</summary>
    [JsonPropertyName("client_guid")]
    public string? ClientGuid { get; set; }

    /// <summary>The addresses that Looker may redirect to, compared exactly; null if the server sent none.</summary>
    [JsonIgnore]
    public RedirectUriCollection? RedirectUri
    {
        // Made when somebody asks: most of a list is filtered out, or is never looked at.
        get => _redirectUri ??= RedirectUris is not null ? new RedirectUriCollection(RedirectUris)
            : SingleRedirectUri is not null ? new RedirectUriCollection(new[] { SingleRedirectUri })
            : null;
        set
        {
            _redirectUri = value;
            RedirectUris = null;
            SingleRedirectUri = null;
        }
    }

    /// <summary>The name that people see on the consent page; null if the server sent none.</summary>
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; set; }

    /// <summary>What the app is for; null if the server sent none.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; set; }

    /// <summary>Whether the app may be used; null if the server did not say, which is not false.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; set; }

    /// <summary>The group whose members may use the app; null for everybody (or if the server sent none).</summary>
    [JsonPropertyName("group_id")]
    public string? GroupId { get; set; }

    /// <summary>Tokens issued before this time (UTC) are invalid; null if the server sent none.</summary>
    [JsonPropertyName("tokens_invalid_before")]
    public DateTimeOffset? TokensInvalidBefore { get; set; }

    /// <summary>The users who have allowed the app to act for them; null if the server sent none.</summary>
    [JsonPropertyName("activated_users")]
    public IReadOnlyList<ActivatedUser>? ActivatedUsers
    {
        get;
        set => field = DisplayList<ActivatedUser>.Of(value);
    }

    /// <summary>What the caller may do with the app; null if the server did not say.</summary>
    [JsonPropertyName("can")]
    public IReadOnlyDictionary<string, bool>? Can { get; set; }

    /// <summary>Since release 26.22. It beats <see cref="SingleRedirectUri"/>.</summary>
    [JsonInclude]
    [JsonPropertyName("redirect_uris")]
    internal IReadOnlyList<string?>? RedirectUris { get; set; }

    /// <summary>Before release 26.22, and deprecated since.</summary>
    [JsonInclude]
    [JsonPropertyName("redirect_uri")]
    internal string? SingleRedirectUri { get; set; }

    internal override IEnumerable<LookerResource> Parts => (ActivatedUsers ?? []).OfType<ActivatedUser>();

    /// <inheritdoc/>
    public override string ToString() => ClientGuid ?? "";

    /// <summary>The app as the server would have sent it for these fields.</summary>
    /// <param name="fields">The fields in the API's spelling; null or none for all.</param>
    internal OAuthClientApp Only(IReadOnlyCollection<string>? fields)
    {
        if (fields is not { Count: > 0 })
        {
            return this;
        }

        OAuthClientApp copy = (OAuthClientApp)MemberwiseClone();
        copy._redirectUri = null;
        copy.Keep(LookerJson.Default.OAuthClientApp, "client_guid", fields);
        return copy;
    }
}
