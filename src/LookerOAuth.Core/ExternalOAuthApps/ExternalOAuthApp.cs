using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>An external OAuth application: what Looker itself may log in to (ExternalOauthApplication of the API). Its secret is never read.</summary>
public sealed class ExternalOAuthApp : LookerResource
{
    /// <summary>The id that user states and database connections refer to.</summary>
    [JsonPropertyName("id")]
    public string? ExternalOAuthAppId { get; set; }

    /// <summary>The name; for Snowflake the host of the database.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>The client id at the database's authorization server; may hold <c>+ / =</c>.</summary>
    [JsonPropertyName("client_id")]
    public string? ClientId { get; set; }

    /// <summary>The database dialect, such as <c>snowflake</c>; null if the server sent none.</summary>
    [JsonPropertyName("dialect_name")]
    public string? DialectName { get; set; }

    /// <summary>The tenant at the authorization server (release 24.10); null if there is none.</summary>
    [JsonPropertyName("tenant_id")]
    public string? TenantId { get; set; }

    /// <summary>Whether data flows both ways (release 25.20); null if the server did not say.</summary>
    [JsonPropertyName("bi_directional_data_access")]
    public bool? BiDirectionalDataAccess { get; set; }

    /// <summary>When it was created (UTC); null if the server did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>What the caller may do with it; null if the server did not say.</summary>
    [JsonPropertyName("can")]
    public IReadOnlyDictionary<string, bool>? Can { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? ClientId ?? "";
}
