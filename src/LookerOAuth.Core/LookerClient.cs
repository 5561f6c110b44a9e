using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The one entry: everything OAuth of one Looker instance. Safe for many callers at once.</summary>
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
    private readonly LookerPipeline _pipeline;
    private readonly TokenSource _tokens;
    private readonly ILookerObserver? _observer;
    private readonly bool _owns;

    /// <summary>A client that has not logged in yet. Nothing is sent.</summary>
    /// <param name="options">How to reach the instance and how to log in.</param>
    /// <exception cref="LookerApiException">An address or a credential cannot be one.</exception>
    public LookerClient(LookerClientOptions options)
        : this(OpenPipeline(options), LookerUrlOf(options), observer: null, owns: true)
    {
    }

    private LookerClient((LookerPipeline Pipeline, TokenSource Tokens) shared, Uri lookerUrl, ILookerObserver? observer, bool owns)
    {
        (_pipeline, _tokens) = shared;
        _observer = observer;
        _owns = owns;
        LookerUrl = lookerUrl;
        LookerPipeline calls = _pipeline.For(_tokens, observer);
        Instance = new InstanceOperations(calls);
        OAuthClientApps = new OAuthClientAppOperations(calls, Instance);
        ExternalOAuthApps = new ExternalOAuthAppOperations(calls);
        Directory = new DirectoryOperations(calls);
        Api = new ApiOperations(calls);
        Configuration = new InstanceConfiguration(this);
        Diagnosis = new OAuthDiagnosis(this, calls);
    }

    /// <summary>The instance's address, without <c>/api</c> and without a trailing slash.</summary>
    public Uri BaseUrl => _pipeline.BaseUrl;

    /// <summary>The web page's address.</summary>
    public Uri LookerUrl { get; }

    /// <summary>When the token held now ends (UTC); null before the login, or where that is unknown.</summary>
    public DateTimeOffset? ExpiresAt => _tokens.Current?.ExpiresAt;

    /// <summary>OAuth client apps: who may log in to Looker with OAuth.</summary>
    public OAuthClientAppOperations OAuthClientApps { get; }

    /// <summary>External OAuth apps: what Looker itself may log in to.</summary>
    public ExternalOAuthAppOperations ExternalOAuthApps { get; }

    /// <summary>Groups and users.</summary>
    public DirectoryOperations Directory { get; }

    /// <summary>Versions and session.</summary>
    public InstanceOperations Instance { get; }

    /// <summary>Client apps and external apps as a whole: export, and comparison with a desired state.</summary>
    public InstanceConfiguration Configuration { get; }

    /// <summary>Why a login with an OAuth client app fails, or would.</summary>
    public OAuthDiagnosis Diagnosis { get; }

    /// <summary>Any other operation below <c>/api/4.0</c>.</summary>
    public ApiOperations Api { get; }

    /// <summary>The same client, telling an observer what happens on the wire. Disposing it does nothing.</summary>
    /// <param name="observer">Who hears of it.</param>
    public LookerClient Observed(ILookerObserver observer) => new((_pipeline, _tokens), LookerUrl, observer, owns: false);

    /// <summary>Logs in now, instead of at the first request.</summary>
    /// <param name="cancellationToken">Ends the login.</param>
    /// <exception cref="LookerApiException">The login failed.</exception>
    public async Task LoginAsync(CancellationToken cancellationToken = default)
    {
        _pipeline.ThrowIfClosed();
        await _tokens.GetAsync(_observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs out on the server: a sudo user's token first, then the administrator's. Nothing is sent where nobody is logged in.</summary>
    /// <param name="cancellationToken">Ends the logout.</param>
    /// <exception cref="LookerApiException">The logout failed for another reason than a token that had ended already.</exception>
    public Task LogoutAsync(CancellationToken cancellationToken = default) => _tokens.EndAsync(_observer, cancellationToken);

    /// <summary>Drops the connections and the secrets. It does not log out.</summary>
    public void Dispose()
    {
        if (_owns)
        {
            _pipeline.Dispose();
            _tokens.Dispose();
        }
    }

    private static Uri LookerUrlOf(LookerClientOptions options) =>
        options.LookerUrl is null
            ? BaseAddress.DefaultLookerUrl(BaseAddress.Parse(options.BaseUrl, options.AllowUnencrypted))
            : BaseAddress.Parse(options.LookerUrl, options.AllowUnencrypted);

    private static (LookerPipeline Pipeline, TokenSource Tokens) OpenPipeline(LookerClientOptions options)
    {
        if (options.RunAsUserId is not null)
        {
            _ = Identifier.Escape(options.RunAsUserId, "user id");
        }

        LookerPipeline pipeline = new(options);
        try
        {
            TokenSource own = options.Credential.CreateTokenSource(pipeline, LookerUrlOf(options));
            return (pipeline, options.RunAsUserId is { } userId ? new RunAsTokenSource(pipeline, own, userId) : own);
        }
        catch
        {
            pipeline.Dispose();
            throw;
        }
    }
}
