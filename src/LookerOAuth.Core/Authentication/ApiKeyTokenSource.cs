using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tokens of an API key: a login whenever one is needed.</summary>
internal sealed class ApiKeyTokenSource : TokenSource
{
    private volatile Key _key;

    public ApiKeyTokenSource(LookerPipeline pipeline, string clientId, SecureString clientSecret)
        : base(pipeline)
    {
        _key = new Key(clientId, clientSecret);
    }

    /// <summary>The client id of the key.</summary>
    public string ClientId => _key.ClientId;

    /// <inheritdoc/>
    public override ApiKeyTokenSource? ApiKey => this;

    /// <summary>Logs in with another key from now on. The token held now stays until it expires or is rejected.</summary>
    /// <param name="clientId">The key's client id.</param>
    /// <param name="clientSecret">The key's secret.</param>
    public void ReplaceKey(string clientId, SecureString clientSecret) => _key = new Key(clientId, clientSecret);

    protected override Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        Key key = _key;
        return SessionOperations.LoginAsync(Pipeline, key.ClientId, key.ClientSecret, observer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _key.ClientSecret.Dispose();
        }
    }

    private sealed class Key
    {
        public Key(string clientId, SecureString clientSecret)
        {
            ClientId = clientId;
            // A copy of our own: the caller may dispose theirs.
            ClientSecret = clientSecret.Copy();
            ClientSecret.MakeReadOnly();
        }

        public string ClientId { get; }

        public SecureString ClientSecret { get; }
    }
}
