using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tokens of an API key: a login whenever one is needed.</summary>
internal sealed class ApiKeyTokenSource : TokenSource
{
    private readonly LookerPipeline _pipeline;
    private readonly string _clientId;
    private readonly SecureString _clientSecret;

    public ApiKeyTokenSource(LookerPipeline pipeline, string clientId, SecureString clientSecret)
    {
        _pipeline = pipeline;
        _clientId = clientId;
        // A copy of our own: the caller may dispose theirs.
        _clientSecret = clientSecret.Copy();
        _clientSecret.MakeReadOnly();
    }

    public override Task EndAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        EndCurrentAsync(_pipeline, observer, cancellationToken);

    public override void Dispose()
    {
        _clientSecret.Dispose();
        base.Dispose();
    }

    protected override Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        SessionOperations.LoginAsync(_pipeline, _clientId, _clientSecret, observer, cancellationToken);
}
