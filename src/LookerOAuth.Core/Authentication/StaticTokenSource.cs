using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>One token that cannot be renewed.</summary>
internal sealed class StaticTokenSource : TokenSource
{
    public StaticTokenSource(LookerPipeline pipeline, AccessToken token)
        : base(pipeline)
    {
        Hold(token);
    }

    public override bool CanRenew => false;

    /// <summary>Does nothing: the session was opened elsewhere.</summary>
    public override Task AbandonAsync(ILookerObserver? observer, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A static token is never renewed.");
}
