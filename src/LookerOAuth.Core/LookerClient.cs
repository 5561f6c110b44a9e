using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The entry point: manages OAuth on one Looker instance. Safe for many callers at once.</summary>
/// <example>
/// <code>
/// using LookerClient looker = new(new LookerClientOptions
/// {
///     BaseUrl = "https://example.cloud.looker.com",
///     Credential = LookerCredential.ApiKey(clientId, clientSecret),
/// });
/// await looker.LoginAsync();
/// OAuthClientApp app = await looker.OAuthClientApps.GetAsync("looker.api-explorer");
/// </code>
/// </example>
public sealed class LookerClient : IDisposable
{
    private readonly Wire _wire;
    private readonly LookerPipeline _pipeline;
    private readonly ILookerObserver? _observer;
    private readonly bool _owns;

    /// <summary>A client that has not logged in yet. Nothing is sent.</summary>
    /// <param name="options">How to reach the instance and how to log in.</param>
    /// <exception cref="LookerApiException">An address or a credential cannot be one.</exception>
    public LookerClient(LookerClientOptions options)
        : this(Wire.Open(options), observer: null, owns: true)
    {
    }

    private LookerClient(Wire wire, ILookerObserver? observer, bool owns)
    {
        _wire = wire;
        _observer = observer;
        _owns = owns;
        _pipeline = wire.Pipeline.For(wire.Tokens, observer);
        Instance = new InstanceOperations(_pipeline);
        OAuthClientApps = new OAuthClientAppOperations(_pipeline, Instance);
        ExternalOAuthApps = new ExternalOAuthAppOperations(_pipeline);
        Directory = new DirectoryOperations(_pipeline);
        ApiKeys = new ApiKeyOperations(this, _pipeline);
        Api = new ApiOperations(_pipeline);
        Configuration = new InstanceConfiguration(this);
    }

    /// <summary>The instance's address, without <c>/api</c> and without a trailing slash.</summary>
    public Uri BaseUrl => _wire.Pipeline.BaseUrl;

    /// <summary>The web page's address.</summary>
    public Uri LookerUrl => _wire.LookerUrl;

    /// <summary>When the token held now expires (UTC); null before the login, or if that is unknown.</summary>
    public DateTimeOffset? ExpiresAt => _wire.Tokens.Current?.ExpiresAt;

    /// <summary>OAuth client apps: who may log in to Looker with OAuth.</summary>
    public OAuthClientAppOperations OAuthClientApps { get; }

    /// <summary>External OAuth apps: what Looker itself may log in to.</summary>
    public ExternalOAuthAppOperations ExternalOAuthApps { get; }

    /// <summary>Groups and users.</summary>
    public DirectoryOperations Directory { get; }

    /// <summary>API keys of users.</summary>
    public ApiKeyOperations ApiKeys { get; }

    /// <summary>Versions and settings.</summary>
    public InstanceOperations Instance { get; }

    /// <summary>Client apps and external apps as a whole: export, and comparison with a desired state.</summary>
    public InstanceConfiguration Configuration { get; }

    /// <summary>Any other operation below <c>/api/4.0</c>.</summary>
    public ApiOperations Api { get; }

    /// <summary>The client id of the API key that the client logs in with; null if it logs in another way.</summary>
    internal string? ApiKeyClientId => _wire.Tokens.ApiKey?.ClientId;

    /// <summary>The id of the user that the client acts as (sudo); null for the user who logged in.</summary>
    internal string? RunsAs => (_wire.Tokens as RunAsTokenSource)?.UserId;

    /// <summary>Starts to diagnose why logins with OAuth client apps fail, or would. It only reads, and nothing is sent yet.</summary>
    public OAuthClientAppAudit StartAudit() => new(this, _pipeline);

    /// <summary>The same client, telling an observer what happens on the wire. Disposing it does nothing.</summary>
    /// <param name="observer">The observer.</param>
    public LookerClient Observed(ILookerObserver observer) => new(_wire, observer, owns: false);

    /// <summary>Logs in now, instead of at the first request.</summary>
    /// <param name="cancellationToken">Cancels the login.</param>
    /// <exception cref="LookerApiException">The login failed.</exception>
    public Task LoginAsync(CancellationToken cancellationToken = default) =>
        _wire.Tokens.GetAsync(_observer, cancellationToken).AsTask();

    /// <summary>The token for other programs that call this API. It is renewed first if it expires within a minute.</summary>
    /// <param name="cancellationToken">Cancels the login that this may take.</param>
    /// <exception cref="LookerApiException">The login failed.</exception>
    public async Task<LookerAccessToken> GetAccessTokenAsync(CancellationToken cancellationToken = default)
    {
        AccessToken token = await _wire.Tokens.GetAsync(LookerAccessToken.LeastLifetime, _observer, cancellationToken).ConfigureAwait(false);
        return new LookerAccessToken(token.Value.Seal(), token.ExpiresAt);
    }

    /// <summary>
    /// Logs out on the server: a sudo user's token first, then the administrator's. A login under way is finished first, and ended too.
    /// Nothing logs in after it: later requests are refused. Nothing is sent if nobody is logged in.
    /// </summary>
    /// <param name="cancellationToken">Cancels the logout.</param>
    /// <exception cref="LookerApiException">The logout failed for another reason than a token that had expired already.</exception>
    public Task LogoutAsync(CancellationToken cancellationToken = default) => _wire.Tokens.EndAsync(_observer, cancellationToken);

    /// <summary>Drops the connections, the API key's secret and the refresh token. It does not log out.</summary>
    public void Dispose()
    {
        if (_owns)
        {
            _wire.Dispose();
        }
    }

    /// <summary>Ends the sessions that this client opened. A token from elsewhere is not ended.</summary>
    /// <param name="limit">How long this may take.</param>
    internal async Task AbandonAsync(TimeSpan limit)
    {
        using Deadline deadline = new(limit, _wire.Pipeline.Time, CancellationToken.None);
        await _wire.Tokens.AbandonAsync(_observer, deadline.Token).ConfigureAwait(false);
    }

    /// <summary>Logs in with another API key, in a session of its own that is ended at once.</summary>
    /// <remarks>Not cancelled: a session that was opened has to be ended.</remarks>
    /// <exception cref="LookerApiException">The login failed.</exception>
    internal async Task TryApiKeyAsync(string clientId, SecureString clientSecret)
    {
        AccessToken token = await SessionOperations.LoginAsync(
            _wire.Pipeline, clientId, clientSecret, _observer, CancellationToken.None).ConfigureAwait(false);
        try
        {
            await SessionOperations.LogoutAsync(_wire.Pipeline, token, _observer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LookerApiException)
        {
            // The key works, and its session expires by itself.
        }
    }

    /// <summary>Logs in with a new API key from now on, if the client logs in with the old one.</summary>
    internal void ReplaceApiKey(string oldClientId, string newClientId, SecureString newClientSecret)
    {
        if (_wire.Tokens.ApiKey is { } source && source.ClientId == oldClientId)
        {
            source.ReplaceKey(newClientId, newClientSecret);
        }
    }

    /// <summary>What a client shares with its observed copies.</summary>
    private sealed record Wire(LookerPipeline Pipeline, TokenSource Tokens, Uri LookerUrl) : IDisposable
    {
        /// <exception cref="LookerApiException">An address or a credential cannot be one.</exception>
        public static Wire Open(LookerClientOptions options)
        {
            if (options.RunAsUserId is not null)
            {
                _ = Identifier.Escape(options.RunAsUserId, "user id");
            }

            LookerPipeline pipeline = new(options);
            try
            {
                Uri lookerUrl = options.LookerUrl is { } given
                    ? BaseAddress.Parse(given, options.AllowUnencrypted, "Looker URL")
                    : BaseAddress.DefaultLookerUrl(pipeline.BaseUrl);
                TokenSource own = options.Credential.CreateTokenSource(pipeline, lookerUrl);
                return new Wire(pipeline, options.RunAsUserId is { } userId ? new RunAsTokenSource(pipeline, own, userId) : own, lookerUrl);
            }
            catch
            {
                pipeline.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            Pipeline.Dispose();
            Tokens.Dispose();
        }
    }
}
