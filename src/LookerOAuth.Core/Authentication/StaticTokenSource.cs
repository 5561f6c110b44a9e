using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>One token that cannot be renewed.</summary>
internal sealed class StaticTokenSource : TokenSource
{
    private readonly LookerPipeline _pipeline;

    public StaticTokenSource(LookerPipeline pipeline, AccessToken token)
    {
        _pipeline = pipeline;
        Hold(token);
    }

    public override bool CanRenew => false;

    public override Task EndAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        SessionOperations.LogoutAsync(_pipeline, Current!, observer, cancellationToken);

    protected override Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A static token is never renewed.");
}
