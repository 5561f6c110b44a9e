using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tells why a login with an OAuth client app fails, or would. It only reads.</summary>
public sealed class OAuthDiagnosis
{
    private readonly LookerClient _client;
    private readonly LookerPipeline _pipeline;

    internal OAuthDiagnosis(LookerClient client, LookerPipeline pipeline)
    {
        _client = client;
        _pipeline = pipeline;
    }

    /// <summary>Diagnoses one app. For many, <see cref="StartAudit"/> asks the server fewer questions.</summary>
    /// <inheritdoc cref="OAuthClientAppAudit.DiagnoseAsync"/>
    public Task<IReadOnlyList<OAuthClientAppFinding>> DiagnoseAsync(
        string clientGuid, OAuthLoginAttempt? attempt = null, CancellationToken cancellationToken = default) =>
        StartAudit().DiagnoseAsync(clientGuid, attempt, cancellationToken);

    /// <summary>A diagnosis of many apps: what concerns the whole server is asked once. Nothing is sent yet.</summary>
    public OAuthClientAppAudit StartAudit() => new(_client, _pipeline);
}
