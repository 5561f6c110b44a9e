using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>The session of a token (ApiSession of the API).</summary>
public sealed class LookerSession
{
    /// <summary>The workspace: <c>production</c> or <c>dev</c>.</summary>
    [JsonPropertyName("workspace_id")]
    public string? WorkspaceId { get; init; }

    /// <summary>The administrator who acts as this user; null for none.</summary>
    [JsonPropertyName("sudo_user_id")]
    public string? SudoUserId { get; init; }
}

/// <summary>The body of update_session.</summary>
internal sealed class LookerSessionBody
{
    [JsonPropertyName("workspace_id")]
    public required string WorkspaceId { get; init; }
}
