using System;
using System.Management.Automation;
using System.Security;

namespace LookerOAuth;

/// <summary>Creates an external OAuth app, so that Looker can log in to a database with OAuth.</summary>
[Cmdlet(VerbsCommon.New, LookerNouns.ExternalOAuthApp, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ExternalOAuthApp))]
public sealed class NewLookerExternalOAuthAppCommand : LookerConnectedCommand
{
    /// <summary>The name; for Snowflake the host of the database.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Name { get; set; }

    /// <summary>The client id at the database's authorization server.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_id")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    public string? ClientId { get; set; }

    /// <summary>The client secret at the database's authorization server. It cannot be read again.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [Alias("client_secret")]
    public SecureString ClientSecret { get; set; } = new();

    /// <summary>The database dialect, such as snowflake.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("dialect_name")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(DialectCompleter))]
    public string? DialectName { get; set; }

    /// <summary>The tenant at the authorization server.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("tenant_id")]
    [AllowEmptyString]
    [AllowNull]
    public string? TenantId { get; set; }

    /// <summary>Whether data flows both ways.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("bi_directional_data_access")]
    [BooleanWord]
    public bool? BiDirectionalDataAccess { get; set; }

    private protected override object? RecordTarget => ClientId;

    private protected override void ProcessConnected(LookerClient client)
    {
        string clientId = Exact(nameof(ClientId), ClientId);
        ExternalOAuthAppChanges properties = new()
        {
            Name = GivenValue(nameof(Name), Name),
            ClientSecret = Typed(nameof(ClientSecret), ClientSecret),
            DialectName = Given(nameof(DialectName), DialectName),
            TenantId = Given(nameof(TenantId), TenantId),
            BiDirectionalDataAccess = Given(nameof(BiDirectionalDataAccess), BiDirectionalDataAccess),
        };
        if (!properties.Name.IsGiven)
        {
            // A connection that was piped has a name, which is not that of an app.
            throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(nameof(Name)), clientId, Strings.FillParameter.With(nameof(Name)));
        }

        if (Approve(clientId, Strings.CreateExternalOAuthApp))
        {
            Action<ExternalOAuthApp> write = Writer<ExternalOAuthApp>();
            Queue(clientId, ct => client.ExternalOAuthApps.CreateAsync(clientId, properties, ct), app =>
            {
                write(app);
                if (ChangeText.NotTaken(clientId, properties, app) is { } warning)
                {
                    WriteWarning(warning);
                }
            });
        }
    }
}
