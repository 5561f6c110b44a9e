using System.Collections.Generic;
using System.Management.Automation;
using System.Security;

namespace LookerOAuth;

/// <summary>Changes an external OAuth app, above all its secret. Only what is given is sent.</summary>
/// <remarks>No parameter set is the default one: it would be tried first, and take the properties of an app that is piped in.</remarks>
[Cmdlet(
    VerbsCommon.Set,
    LookerNouns.ExternalOAuthApp,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ExternalOAuthApp))]
public sealed class SetLookerExternalOAuthAppCommand : LookerPipelineCommand
{
    private const string ByClientId = "ClientId";
    private const string ByObject = "InputObject";

    /// <summary>An app; it lends its client id and its connection, and nothing else.</summary>
    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    public ExternalOAuthApp? InputObject { get; set; }

    /// <summary>The client id at the database's authorization server.</summary>
    [Parameter(ParameterSetName = ByClientId, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("client_id")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public string? ClientId { get; set; }

    /// <summary>The new client secret at the database's authorization server.</summary>
    [Parameter]
    [Alias("client_secret")]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The name; for Snowflake the host of the database.</summary>
    [Parameter(ParameterSetName = ByClientId, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [AllowNull]
    public string? Name { get; set; }

    /// <summary>The database dialect, such as snowflake.</summary>
    [Parameter(ParameterSetName = ByClientId, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("dialect_name")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(DialectCompleter))]
    public string? DialectName { get; set; }

    /// <summary>The tenant at the authorization server.</summary>
    [Parameter(ParameterSetName = ByClientId, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("tenant_id")]
    [AllowEmptyString]
    [AllowNull]
    public string? TenantId { get; set; }

    /// <summary>Whether data flows both ways.</summary>
    [Parameter(ParameterSetName = ByClientId, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("bi_directional_data_access")]
    [BooleanWord]
    public bool? BiDirectionalDataAccess { get; set; }

    /// <summary>Emits the app as the server has it after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string clientId = (InputObject is null ? ClientId : InputObject.ClientId) ?? "";
        ExternalOAuthAppChanges changes = new()
        {
            ClientSecret = ClientSecret,
            Name = Given(nameof(Name), Name),
            DialectName = Given(nameof(DialectName), DialectName),
            TenantId = Given(nameof(TenantId), TenantId),
            BiDirectionalDataAccess = Given(nameof(BiDirectionalDataAccess), BiDirectionalDataAccess),
        };
        if (changes.IsEmpty)
        {
            WriteWarning(Strings.NothingToChange.With(clientId));
            return;
        }

        LookerConnection connection = ResolveConnection();
        if (ShouldProcess(clientId, Strings.UpdateExternalOAuthApp))
        {
            Queue(
                clientId,
                ct => client.ExternalOAuthApps.UpdateAsync(clientId, changes, ct),
                app =>
                {
                    IReadOnlyList<string> notTaken = changes.NotTakenBy(app);
                    if (notTaken.Count > 0)
                    {
                        WriteWarning(Strings.NotTaken.With(string.Join(", ", notTaken), clientId));
                    }

                    if (PassThru)
                    {
                        Write(app, connection);
                    }
                });
        }
    }
}
