using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tokens of an API key: a login whenever one is needed.</summary>
internal sealed class ApiKeyTokenSource : TokenSource
{
    private readonly string _clientId;
    private readonly SecureString _clientSecret;

    public ApiKeyTokenSource(LookerPipeline pipeline, string clientId, SecureString clientSecret)
        : base(pipeline)
    {
        _clientId = clientId;
        // A copy of our own: the caller may dispose theirs.
        _clientSecret = clientSecret.Copy();
        _clientSecret.MakeReadOnly();
    }

    protected override Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        SessionOperations.LoginAsync(Pipeline, _clientId, _clientSecret, observer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _clientSecret.Dispose();
        }
    }
}
