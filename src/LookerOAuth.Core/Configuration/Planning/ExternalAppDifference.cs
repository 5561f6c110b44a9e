using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What one external app lacks of what the document asks for.</summary>
internal sealed class ExternalAppDifference
{
    private const OAuthConfigurationKind Kind = OAuthConfigurationKind.ExternalApp;

    private readonly DesiredExternalApp _desired;
    private readonly ExternalOAuthApp? _actual;
    private readonly string? _secretName;

    public ExternalAppDifference(DesiredExternalApp desired, ExternalOAuthApp? actual, bool rotateSecret)
    {
        _desired = desired;
        _actual = actual;
        _secretName = actual is null || rotateSecret ? desired.SecretName : null;
    }

    public static OAuthConfigurationStep Removal(string clientId) =>
        new(
            [new AppDifference(Kind, clientId, isNew: false).Change(OAuthConfigurationAction.Remove, null, null, null)],
            clientId,
            "Remove external OAuth app",
            secretName: null,
            (client, _, cancellationToken) => client.ExternalOAuthApps.DeleteUnusedAsync(clientId, cancellationToken));

    /// <summary>What a new app must have and the document does not say.</summary>
    public IEnumerable<OAuthConfigurationObstacle> Obstacles()
    {
        if (_actual is not null)
        {
            yield break;
        }

        (string Key, bool IsGiven)[] mandatory =
            [(DocumentKeys.Name, _desired.Name is not null), (DocumentKeys.ClientSecret, _desired.SecretName is not null)];
        string lacking = string.Join(" and ", mandatory.Where(m => !m.IsGiven).Select(m => m.Key));
        if (lacking.Length > 0)
        {
            yield return new(
                LookerErrorKind.InvalidArgument,
                _desired.ClientId,
                $"The external app '{_desired.ClientId}' is new, and the document does not say its {lacking}.");
        }
    }

    public IEnumerable<OAuthConfigurationStep> Steps()
    {
        AppDifference difference = Properties();
        if (difference.Changes.Count > 0)
        {
            yield return new OAuthConfigurationStep(
                difference.Changes,
                _desired.ClientId,
                _actual is null
                    ? "Create external OAuth app"
                    : $"Update external OAuth app ({string.Join(", ", difference.Changes.Select(c => c.Property))})",
                _secretName,
                ApplyAsync);
        }
    }

    private AppDifference Properties()
    {
        AppDifference difference = new(Kind, _desired.ClientId, isNew: _actual is null);
        if (_desired.Name is { } name && name != _actual?.Name)
        {
            difference.Add(DocumentKeys.Name, _actual?.Name, name);
        }

        Note(DocumentKeys.DialectName, _desired.DialectName, _actual?.DialectName);
        Note(DocumentKeys.TenantId, _desired.TenantId, _actual?.TenantId);
        if (_desired.BiDirectionalDataAccess is { } access && access != _actual?.BiDirectionalDataAccess)
        {
            difference.Add(DocumentKeys.BiDirectionalDataAccess, _actual?.BiDirectionalDataAccess, access);
        }

        if (_secretName is not null)
        {
            difference.Add(
                DocumentKeys.ClientSecret, null, $"{{ \"{DocumentKeys.Secret}\": \"{JsonEncodedText.Encode(_secretName)}\" }}");
        }

        return difference;

        void Note(string key, Optional<string> desired, string? actual)
        {
            if (desired.IsGiven && Blank(desired.Value) != Blank(actual))
            {
                difference.Add(key, Blank(actual), Blank(desired.Value));
            }
        }
    }

    private async Task ApplyAsync(LookerClient client, SecureString? secret, CancellationToken cancellationToken)
    {
        HashSet<string?> missing = new(Properties().Changes.Select(c => c.Property));
        ExternalOAuthAppChanges changes = new()
        {
            Name = missing.Contains(DocumentKeys.Name) ? _desired.Name : default(Optional<string>),
            DialectName = missing.Contains(DocumentKeys.DialectName) ? _desired.DialectName : default,
            TenantId = missing.Contains(DocumentKeys.TenantId) ? _desired.TenantId : default,
            BiDirectionalDataAccess = missing.Contains(DocumentKeys.BiDirectionalDataAccess)
                ? new Optional<bool?>(_desired.BiDirectionalDataAccess)
                : default,
            ClientSecret = secret,
        };
        ExternalOAuthApp written = _actual is null
            ? await client.ExternalOAuthApps.CreateAsync(_desired.ClientId, changes, cancellationToken).ConfigureAwait(false)
            : await client.ExternalOAuthApps.UpdateAsync(_desired.ClientId, changes, cancellationToken).ConfigureAwait(false);

        // A secret's own update is answered by the app as it is; only what was sent besides can have been passed over.
        if (changes.NotTakenBy(written) is { Count: > 0 } ignored)
        {
            throw new LookerApiException(
                LookerErrorKind.NotSupported,
                $"The server took the external app '{_desired.ClientId}', but not its {string.Join(", ", ignored.Select(KeyOf))}.")
            {
                Subject = _desired.ClientId,
                RecommendedAction = "Leave it out of the document, or update the instance.",
            };
        }
    }

    /// <summary>The document's key for a property: <c>tenantId</c> for <c>TenantId</c>.</summary>
    private static string KeyOf(string property) => char.ToLowerInvariant(property[0]) + property.Substring(1);

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
