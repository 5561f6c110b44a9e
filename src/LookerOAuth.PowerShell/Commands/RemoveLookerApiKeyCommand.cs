using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Removes API keys. One that a connection of this runspace is logged in with stays, unless it is forced.</summary>
[Cmdlet(VerbsCommon.Remove, LookerNouns.ApiKey, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveLookerApiKeyCommand : LookerConnectedCommand
{
    /// <summary>The ids (not the client ids) of the keys.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("credentials_api3_id")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(ApiKeyIdCompleter))]
    public string[]? ApiKeyId { get; set; }

    /// <summary>The id of the user whose keys they are; by default the connected user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("user_id")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public string? UserId { get; set; }

    /// <summary>Removes also a key that a connection of this runspace is logged in with.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string? WhatToType(LookerApiException e) => e.Kind == LookerErrorKind.InUse ? Strings.ReplaceOrForce : null;

    private protected override void ProcessConnected(LookerClient client)
    {
        // An empty cell or variable is no user, and least of all the connected one.
        string? userId = IsNamed(nameof(UserId), UserId is null ? null : [UserId]) ? Exact(nameof(UserId), UserId) : null;
        LookerConnection[] connections = [.. RunspaceState.Current.Connections];
        ForEachExact(nameof(ApiKeyId), ApiKeyId, id =>
        {
            if (Approve(id, Strings.RemoveApiKey))
            {
                Queue(id, ct => Force ? client.ApiKeys.DeleteAsync(userId, id, ct) : client.ApiKeys.DeleteUnusedAsync(userId, id, connections, ct));
            }
        });
    }
}
