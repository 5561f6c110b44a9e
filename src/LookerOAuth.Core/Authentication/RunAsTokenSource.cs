using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tokens of a user that an administrator acts as (sudo).</summary>
internal sealed class RunAsTokenSource : TokenSource
{
    private readonly TokenSource _admin;
    private readonly string _userId;

    public RunAsTokenSource(LookerPipeline pipeline, TokenSource admin, string userId)
        : base(pipeline)
    {
        _admin = admin;
        _userId = userId;
    }

    /// <summary>The user that the administrator acts as.</summary>
    public string UserId => _userId;

    /// <inheritdoc/>
    public override ApiKeyTokenSource? ApiKey => _admin.ApiKey;

    /// <summary>The user's token out first, then the administrator's, even if the first logout fails.</summary>
    public override async Task EndAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            await base.EndAsync(observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _admin.EndAsync(observer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The user's session, and the administrator's if it was opened here.</summary>
    public override async Task AbandonAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        CancelRenewal();
        try
        {
            await base.EndAsync(observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _admin.AbandonAsync(observer, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            return await SessionOperations.LoginUserAsync(Pipeline, _admin, _userId, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e.Kind == LookerErrorKind.NotFound)
        {
            throw e.Restate(
                $"User {_userId} does not exist on {Pipeline.BaseUrl.Authority}, or this login may not act as that user.",
                subject: _userId,
                action: "Check the user's id, and that the API key belongs to an administrator.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _admin.Dispose();
        }
    }
}
