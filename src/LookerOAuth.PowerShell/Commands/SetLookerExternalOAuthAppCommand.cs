using System;
using System.Management.Automation;
using System.Security;

namespace LookerOAuth;

/// <summary>Changes an external OAuth app, above all its secret. Only what is given is sent.</summary>
[Cmdlet(
    VerbsCommon.Set,
    LookerNouns.ExternalOAuthApp,
    DefaultParameterSetName = ByObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ExternalOAuthApp))]
public sealed class SetLookerExternalOAuthAppCommand : ExternalOAuthAppCommand
{
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

    private protected override void ProcessConnected(LookerClient client) => ForEachApp(clientId => Update(client, clientId));

    private void Update(LookerClient client, string clientId)
    {
        ExternalOAuthAppChanges changes = new()
        {
            ClientSecret = Typed(nameof(ClientSecret), ClientSecret),
            Name = GivenValue(nameof(Name), Name),
            DialectName = Given(nameof(DialectName), DialectName),
            TenantId = Given(nameof(TenantId), TenantId),
            BiDirectionalDataAccess = Given(nameof(BiDirectionalDataAccess), BiDirectionalDataAccess),
        };
        if (changes.IsEmpty)
        {
            WriteWarning(Strings.NothingToChange.With(clientId));
            return;
        }

        if (Approve(clientId, Strings.UpdateExternalOAuthApp.With(ChangeText.Of(changes))))
        {
            Action<ExternalOAuthApp> write = Writer<ExternalOAuthApp>();
            Queue(clientId, ct => client.ExternalOAuthApps.UpdateAsync(clientId, changes, ct), app =>
            {
                write(app);
                if (ChangeText.NotTaken(clientId, changes, app) is { } warning)
                {
                    WriteWarning(warning);
                }
            });
        }
    }
}
