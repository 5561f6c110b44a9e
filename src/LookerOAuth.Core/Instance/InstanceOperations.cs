using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What an instance tells about itself.</summary>
/// <remarks>Every method throws <see cref="LookerApiException"/> if the request fails.</remarks>
public sealed class InstanceOperations
{
    private readonly LookerPipeline _pipeline;

    internal InstanceOperations(LookerPipeline pipeline)
    {
        _pipeline = pipeline;
    }

    /// <summary>versions: GET /versions. Sent with the token if there is one: some servers want it. 200.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<LookerVersions> GetVersionsAsync(CancellationToken cancellationToken = default)
    {
        LookerVersions versions = await _pipeline.SendAsync(
            Operations.Versions, "versions", LookerJson.Default.LookerVersions, cancellationToken).ConfigureAwait(false);
        _pipeline.Server.LearnRelease(versions.ReleaseVersion);
        return versions;
    }

    /// <summary>get_setting: GET /setting?fields=embed_config. 200, 400, 404, 422, 429.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<LookerSetting> GetEmbedSettingAsync(CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(Operations.GetSetting, "setting?fields=embed_config", LookerJson.Default.LookerSetting, cancellationToken);

    /// <summary>Whether apps can have several redirect URIs here: as seen on an object, else asked once.</summary>
    internal async Task<bool> HasRedirectUrisAsync(CancellationToken cancellationToken)
    {
        if (_pipeline.Server.HasRedirectUris is null)
        {
            await _pipeline.LearnReleaseAsync(cancellationToken).ConfigureAwait(false);
        }

        return _pipeline.Server.HasRedirectUris == true;
    }
}
