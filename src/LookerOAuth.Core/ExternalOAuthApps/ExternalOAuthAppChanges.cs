using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>
/// What to write of an external app: the body of create_external_oauth_application and update_external_oauth_application. What is not
/// given is not sent.
/// </summary>
public sealed record ExternalOAuthAppChanges
{
    private static readonly ExternalOAuthAppChanges Nothing = new();

    /// <summary>The name; for Snowflake the host of the database.</summary>
    [JsonPropertyName("name")]
    public Optional<string> Name { get; init; }

    /// <summary>The client id, which only a new app is given.</summary>
    [JsonInclude]
    [JsonPropertyName("client_id")]
    internal string? ClientId { get; init; }

    /// <summary>The client secret at the database's authorization server; null if it stays as it is.</summary>
    [JsonPropertyName("client_secret")]
    public SecureString? ClientSecret { get; init; }

    /// <summary>The database dialect, such as <c>snowflake</c>.</summary>
    [JsonPropertyName("dialect_name")]
    public Optional<string> DialectName { get; init; }

    /// <summary>The tenant at the authorization server.</summary>
    [JsonPropertyName("tenant_id")]
    public Optional<string> TenantId { get; init; }

    /// <summary>Whether data flows both ways.</summary>
    [JsonPropertyName("bi_directional_data_access")]
    public Optional<bool?> BiDirectionalDataAccess { get; init; }

    /// <summary>True if nothing is given.</summary>
    internal bool IsEmpty => this == Nothing;

    /// <summary>The given properties by name, to show them. The secret is not among them.</summary>
    [JsonIgnore]
    internal IEnumerable<(string Name, object? Value)> Given =>
    [
        .. Name.Named(nameof(Name)),
        .. DialectName.Named(nameof(DialectName)),
        .. TenantId.Named(nameof(TenantId)),
        .. BiDirectionalDataAccess.Named(nameof(BiDirectionalDataAccess)),
    ];

    /// <summary>The changes that an app does not have yet. A secret cannot be compared: it is always among them.</summary>
    /// <param name="current">The app as the server has it.</param>
    public ExternalOAuthAppChanges Except(ExternalOAuthApp current) => new()
    {
        Name = Name.Except(current.Name),
        ClientSecret = ClientSecret,
        DialectName = DialectName.Except(current.DialectName),
        TenantId = TenantId.Except(current.TenantId),
        // Servers that do not know the property report none, and data does not flow both ways.
        BiDirectionalDataAccess = (BiDirectionalDataAccess.Value ?? false) == (current.BiDirectionalDataAccess ?? false)
            ? default
            : BiDirectionalDataAccess,
    };

    /// <summary>The names of the properties that were given but that an app does not show, in the spelling of the documentation.</summary>
    /// <param name="current">The app as the server has it. A secret cannot be compared.</param>
    public IReadOnlyList<string> NotTakenBy(ExternalOAuthApp current) => [.. Except(current).Given.Select(p => p.Name)];
}
