using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What an instance tells about itself and about the session.</summary>
/// <remarks>Every method throws <see cref="LookerApiException"/> where the request fails.</remarks>
public sealed class InstanceOperations
{
    private readonly LookerCalls _calls;

    internal InstanceOperations(LookerCalls calls)
    {
        _calls = calls;
    }

    /// <summary>versions: GET /versions. Needs no login. 200.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<LookerVersions> GetVersionsAsync(CancellationToken cancellationToken = default)
    {
        LookerVersions versions = await _calls.GetAnonymousAsync(
            Operations.Versions, "versions", LookerJson.Default.LookerVersions, cancellationToken).ConfigureAwait(false);
        _calls.Pipeline.Server.HasRedirectUris ??= ServerKnowledge.IsAtLeast(versions.ReleaseVersion, Operations.RedirectUrisSince);
        return versions;
    }

    /// <summary>session: GET /session. 200, 400, 404, 429.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<LookerSession> GetSessionAsync(CancellationToken cancellationToken = default) =>
        _calls.GetAsync(Operations.Session, "session", LookerJson.Default.LookerSession, cancellationToken);

    /// <summary>update_session: PATCH /session. 200, 400, 404, 422, 429.</summary>
    /// <param name="workspaceId">The workspace to work in: <c>production</c> or <c>dev</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<LookerSession> UpdateSessionAsync(string workspaceId, CancellationToken cancellationToken = default) =>
        _calls.SendAsync(
            LookerCalls.Patch,
            Operations.UpdateSession,
            "session",
            new LookerSessionBody { WorkspaceId = workspaceId },
            LookerJson.Default.LookerSessionBody,
            LookerJson.Default.LookerSession,
            cancellationToken);

    /// <summary>get_setting: GET /setting?fields=embed_config. 200, 400, 404, 422, 429.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<LookerSetting> GetEmbedSettingAsync(CancellationToken cancellationToken = default) =>
        _calls.GetAsync(Operations.GetSetting, "setting?fields=embed_config", LookerJson.Default.LookerSetting, cancellationToken);

    /// <summary>The versions, with the time that the server took to tell them.</summary>
    internal async Task<(LookerVersions Versions, TimeSpan Latency)> TimeVersionsAsync(CancellationToken cancellationToken)
    {
        TimeProvider time = _calls.Pipeline.Time;
        long start = time.GetTimestamp();
        LookerVersions versions = await GetVersionsAsync(cancellationToken).ConfigureAwait(false);
        return (versions, time.GetElapsedTime(start));
    }

    /// <summary>Whether apps can have several redirect URIs here: as seen on an object, else asked once.</summary>
    internal async Task<bool> HasRedirectUrisAsync(CancellationToken cancellationToken)
    {
        if (_calls.Pipeline.Server.HasRedirectUris is null)
        {
            await GetVersionsAsync(cancellationToken).ConfigureAwait(false);
        }

        return _calls.Pipeline.Server.HasRedirectUris == true;
    }
}
