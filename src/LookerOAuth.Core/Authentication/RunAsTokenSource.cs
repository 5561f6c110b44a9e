using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tokens of a user that an administrator acts as (sudo).</summary>
internal sealed class RunAsTokenSource : TokenSource
{
    private readonly LookerPipeline _pipeline;
    private readonly TokenSource _admin;
    private readonly string _userId;

    public RunAsTokenSource(LookerPipeline pipeline, TokenSource admin, string userId)
    {
        _pipeline = pipeline;
        _admin = admin;
        _userId = userId;
    }

    /// <summary>The user's token out first, then the administrator's, also where the first logout fails.</summary>
    public override async Task EndAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            await EndCurrentAsync(_pipeline, observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _admin.EndAsync(observer, cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        _admin.Dispose();
        base.Dispose();
    }

    protected override async Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            return await SessionOperations.LoginUserAsync(_pipeline, _admin, _userId, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e.Kind == LookerErrorKind.NotFound)
        {
            throw e.Restate(
                $"User {_userId} does not exist on {_pipeline.BaseUrl.Authority}, or the caller may not act as that user.",
                subject: _userId,
                action: "Check the user's id, and that the API key belongs to an administrator.");
        }
    }
}
