using System;
using System.Security;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>An API key of a user: what scripts log in with (CredentialsApi3 of the API). Never holds its secret.</summary>
public class LookerApiKey : LookerResource
{
    /// <summary>The key's id, which is not its client id.</summary>
    [JsonPropertyName("id")]
    public string? ApiKeyId { get; set; }

    /// <summary>The id of the user whose key it is.</summary>
    [JsonIgnore]
    public string? UserId { get; set; }

    /// <summary>The client id to log in with.</summary>
    [JsonPropertyName("client_id")]
    public string? ClientId { get; set; }

    /// <summary>What the key is for; null if the server sent nothing.</summary>
    [JsonPropertyName("purpose")]
    public string? Purpose { get; set; }

    /// <summary>Whether the key is disabled; null if the server did not say.</summary>
    [JsonPropertyName("is_disabled")]
    public bool? IsDisabled { get; set; }

    /// <summary>When the key was created (UTC); null if the server did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <inheritdoc/>
    public override string ToString() => ClientId ?? ApiKeyId ?? "";
}

/// <summary>An API key that was just created, with its secret: the server tells it once and never again.</summary>
/// <param name="Key">The key.</param>
/// <param name="ClientSecret">The secret to log in with.</param>
#pragma warning disable CA1001 // The secret is the caller's.
public sealed record CreatedApiKey(LookerApiKey Key, SecureString ClientSecret);
#pragma warning restore CA1001

/// <summary>The response of create_user_credentials_api3 (CreateCredentialsApi3 of the API).</summary>
internal sealed class CreateApiKeyResponse : LookerApiKey
{
    [JsonPropertyName("client_secret")]
    [JsonConverter(typeof(SecureStringConverter))]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The key as any other response has it.</summary>
    public LookerApiKey WithoutSecret() =>
        new() { ApiKeyId = ApiKeyId, UserId = UserId, ClientId = ClientId, Purpose = Purpose, IsDisabled = IsDisabled, CreatedAt = CreatedAt };
}

/// <summary>The body of update_user_credentials_api3: the only property that can be written.</summary>
internal sealed class ApiKeyChanges
{
    [JsonPropertyName("purpose")]
    public required string Purpose { get; init; }
}
