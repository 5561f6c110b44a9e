using System.Collections.Generic;
using System.Security;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>What to write of an external app. What is not given never reaches the wire.</summary>
public sealed record ExternalOAuthAppChanges
{
    /// <summary>The name; for Snowflake the host of the database.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The client secret at the database's authorization server; null where it stays as it is.</summary>
    public SecureString? ClientSecret { get; init; }

    /// <summary>The database dialect, such as <c>snowflake</c>.</summary>
    public Optional<string> DialectName { get; init; }

    /// <summary>The tenant at the authorization server.</summary>
    public Optional<string> TenantId { get; init; }

    /// <summary>Whether data flows both ways.</summary>
    public Optional<bool?> BiDirectionalDataAccess { get; init; }

    /// <summary>True where nothing is given.</summary>
    public bool IsEmpty =>
        !Name.IsGiven && ClientSecret is null && !DialectName.IsGiven && !TenantId.IsGiven && !BiDirectionalDataAccess.IsGiven;

    /// <summary>The names of the properties that were given but that an app does not show, in the spelling of the documentation.</summary>
    /// <param name="current">The app as the server has it. A secret cannot be compared.</param>
    public IReadOnlyList<string> NotTakenBy(ExternalOAuthApp current)
    {
        List<string> missing = [];
        Check(nameof(Name), Name, current.Name);
        Check(nameof(DialectName), DialectName, current.DialectName);
        Check(nameof(TenantId), TenantId, current.TenantId);
        if (BiDirectionalDataAccess.IsGiven && BiDirectionalDataAccess.Value != current.BiDirectionalDataAccess)
        {
            missing.Add(nameof(BiDirectionalDataAccess));
        }

        return missing;

        void Check(string name, Optional<string> wanted, string? have)
        {
            if (wanted.IsGiven && (wanted.Value ?? "") != (have ?? ""))
            {
                missing.Add(name);
            }
        }
    }
}

/// <summary>The body of create_external_oauth_application and update_external_oauth_application.</summary>
internal sealed class ExternalOAuthAppBody
{
    public ExternalOAuthAppBody(ExternalOAuthAppChanges changes, string? clientId)
    {
        ClientId = clientId;
        Name = changes.Name;
        ClientSecret = changes.ClientSecret;
        DialectName = changes.DialectName;
        TenantId = changes.TenantId;
        BiDirectionalDataAccess = changes.BiDirectionalDataAccess;
    }

    [JsonPropertyName("name")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string> Name { get; }

    [JsonPropertyName("client_id")]
    public string? ClientId { get; }

    [JsonPropertyName("client_secret")]
    [JsonConverter(typeof(SecureStringConverter))]
    public SecureString? ClientSecret { get; }

    [JsonPropertyName("dialect_name")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string> DialectName { get; }

    [JsonPropertyName("tenant_id")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string> TenantId { get; }

    [JsonPropertyName("bi_directional_data_access")]
    [JsonConverter(typeof(OptionalConverter<bool?>))]
    public Optional<bool?> BiDirectionalDataAccess { get; }
}
