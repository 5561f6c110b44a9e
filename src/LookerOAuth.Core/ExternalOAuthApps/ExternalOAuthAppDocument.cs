using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What a document says of one external app: its keys, how they are read and written, and what an app lacks of them.</summary>
internal sealed record ExternalOAuthAppDocument(string ClientId) : IDesiredApp<ExternalOAuthApp>
{
    /// <summary>The key of a secret's name: <c>{ "secret": "name" }</c>.</summary>
    public const string SecretKey = "secret";

    /// <summary>The key of the secret.</summary>
    public const string ClientSecretKey = "clientSecret";

    /// <summary>The key of whether data flows both ways.</summary>
    public const string BiDirectionalDataAccessKey = "biDirectionalDataAccess";

    private const OAuthConfigurationKind Kind = OAuthConfigurationKind.ExternalApp;

    private const string NameKey = "name";
    private const string DialectNameKey = "dialectName";
    private const string TenantIdKey = "tenantId";

    /// <summary>The properties except the secret: the document has its name.</summary>
    public ExternalOAuthAppChanges Properties { get; init; } = new();

    /// <summary>The name of the secret; null if the document names none.</summary>
    public string? SecretName { get; init; }

    /// <inheritdoc/>
    public string Id => ClientId;

    public static ExternalOAuthAppDocument Read(string clientId, DocumentObject app) => new(clientId)
    {
        Properties = new ExternalOAuthAppChanges
        {
            Name = app.Text(NameKey),
            DialectName = app.TextOrNull(DialectNameKey),
            TenantId = app.TextOrNull(TenantIdKey),
            BiDirectionalDataAccess = app.Flag(BiDirectionalDataAccessKey),
        },
        SecretName = app.Find(ClientSecretKey) is { } secret ? SecretNameOf(app, secret) : null,
    };

    /// <summary>What an app is, as a document says it. Its secret cannot be read.</summary>
    public static ExternalOAuthAppDocument Of(ExternalOAuthApp app) => new(app.ClientId!)
    {
        Properties = new ExternalOAuthAppChanges
        {
            Name = app.Name,
            DialectName = app.DialectName,
            TenantId = app.TenantId,
            BiDirectionalDataAccess = app.BiDirectionalDataAccess,
        },
    };

    /// <summary>The step that removes an app.</summary>
    public static OAuthConfigurationStep Removal(string clientId) => new(
        [AppDifference.Change(OAuthConfigurationAction.Remove, Kind, clientId)],
        clientId,
        "Remove external OAuth app",
        secretName: null,
        (client, _, cancellationToken) => RemoveAsync(client, clientId, cancellationToken));

    /// <inheritdoc/>
    public void Write(DocumentWriter json)
    {
        json.Text(NameKey, Properties.Name);
        json.TextOrNull(DialectNameKey, Properties.DialectName);
        json.TextOrNull(TenantIdKey, Properties.TenantId);
        json.Flag(BiDirectionalDataAccessKey, Properties.BiDirectionalDataAccess);
    }

    /// <inheritdoc/>
    public void AddTo(ConfigurationPlanner plan, ExternalOAuthApp? actual)
    {
        ExternalOAuthAppChanges missing = Properties.Except(actual ?? new ExternalOAuthApp());
        string? secretName = actual is null || plan.RotatesSecrets ? SecretName : null;
        AppDifference difference = new(Kind, ClientId, isNew: actual is null);
        difference.Add(NameKey, missing.Name, actual?.Name);
        difference.Add(DialectNameKey, missing.DialectName, actual?.DialectName);
        difference.Add(TenantIdKey, missing.TenantId, actual?.TenantId);
        difference.Add(BiDirectionalDataAccessKey, missing.BiDirectionalDataAccess, actual?.BiDirectionalDataAccess);
        if (secretName is not null)
        {
            Optional<string> reference = $"{{ \"{SecretKey}\": \"{JsonEncodedText.Encode(secretName)}\" }}";
            difference.Add(ClientSecretKey, reference, null);
        }

        if (difference.Changes.Count > 0)
        {
            plan.Add(new OAuthConfigurationStep(
                difference.Changes,
                ClientId,
                actual is null ? "Create external OAuth app" : $"Update external OAuth app ({difference.Keys})",
                secretName,
                (client, secret, cancellationToken) =>
                    ApplyAsync(client, missing with { ClientSecret = secret }, isNew: actual is null, cancellationToken)));
        }

        if (actual is null)
        {
            plan.Require("external app", ClientId, (NameKey, Properties.Name.IsGiven), (ClientSecretKey, SecretName is not null));
        }
    }

    private static async Task RemoveAsync(LookerClient client, string clientId, CancellationToken cancellationToken)
    {
        try
        {
            await client.ExternalOAuthApps.DeleteUnusedAsync(clientId, cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e.Kind == LookerErrorKind.InUse)
        {
            throw e.Restate(e.Message, action: "Remove the app from the connections that use it, or remove the app separately.");
        }
    }

    private async Task ApplyAsync(LookerClient client, ExternalOAuthAppChanges missing, bool isNew, CancellationToken cancellationToken)
    {
        ExternalOAuthApp written = isNew
            ? await client.ExternalOAuthApps.CreateAsync(ClientId, missing, cancellationToken).ConfigureAwait(false)
            : await client.ExternalOAuthApps.UpdateAsync(ClientId, missing, cancellationToken).ConfigureAwait(false);

        // The response to an update of the secret alone is the app as it is; only what was sent besides can have been passed over.
        if (missing.NotTakenBy(written) is { Count: > 0 } ignored)
        {
            throw new LookerApiException(
                LookerErrorKind.NotSupported,
                $"The server accepted the external app '{ClientId}', but not its {string.Join(", ", ignored.Select(KeyOf))}.")
            {
                Subject = ClientId,
                RecommendedAction = "Remove what was not accepted from the document, or update the instance.",
            };
        }
    }

    private static string? SecretNameOf(DocumentObject app, DocumentNode node)
    {
        if (node.Kind == JsonTokenType.StartObject)
        {
            return app.Only(node, SecretKey);
        }

        // The value is not repeated: it may be the secret itself.
        app.Fault($"a secret is never part of the document: must be {{ \"{SecretKey}\": \"name\" }}, not {node.KindInWords}", node);
        return null;
    }

    /// <summary>The document's key for a property: <c>tenantId</c> for <c>TenantId</c>.</summary>
    private static string KeyOf(string property) => char.ToLowerInvariant(property[0]) + property.Substring(1);
}
