using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Holds a token, and gets a new one before it ends: one at a time, however many callers wait.</summary>
internal abstract class TokenSource : IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private AccessToken? _token;
    private ExceptionDispatchInfo? _failure;
    private int _attempts;

    /// <summary>The token held now; null before the first one.</summary>
    public AccessToken? Current => Volatile.Read(ref _token);

    /// <summary>Whether a rejected token can be replaced.</summary>
    public virtual bool CanRenew => true;

    /// <summary>The token, a new one where there is none or it is about to end.</summary>
    /// <param name="observer">Who hears of a login that this may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<AccessToken> GetAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        Current is { } token && (!token.IsExpired || !CanRenew)
            ? new ValueTask<AccessToken>(token)
            : new ValueTask<AccessToken>(RenewAsync(Current, observer, cancellationToken));

    /// <summary>A token other than the one that the server rejected, or that is about to end.</summary>
    /// <param name="rejected">The token that will not do. All callers that hold the same one share a single renewal.</param>
    /// <param name="observer">Who hears of the login.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<AccessToken> RenewAsync(AccessToken? rejected, ILookerObserver? observer, CancellationToken cancellationToken)
    {
        int attemptsBefore = Volatile.Read(ref _attempts);
        await _renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is { } token && !ReferenceEquals(token, rejected) && !token.IsExpired)
            {
                return token;
            }

            if (_attempts != attemptsBefore)
            {
                // It was tried for somebody else while this caller waited; sixteen wrong logins help nobody.
                _failure?.Throw();
            }

            return await TryAcquireAsync(observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _renewal.Release();
        }
    }

    /// <summary>Ends the session on the server. A session that has ended already is no error.</summary>
    public abstract Task EndAsync(ILookerObserver? observer, CancellationToken cancellationToken);

    public virtual void Dispose() => _renewal.Dispose();

    /// <summary>Logs out with the token held now, and forgets it; sends nothing where there is none.</summary>
    protected async Task EndCurrentAsync(LookerPipeline pipeline, ILookerObserver? observer, CancellationToken cancellationToken)
    {
        if (Current is { } token)
        {
            await SessionOperations.LogoutAsync(pipeline, token, observer, cancellationToken).ConfigureAwait(false);
            Interlocked.CompareExchange(ref _token, null, token);
        }
    }

    /// <summary>Gets a token from the server.</summary>
    protected abstract Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken);

    /// <summary>Takes a token that is known from the start.</summary>
    protected void Hold(AccessToken token) => Volatile.Write(ref _token, token);

    private async Task<AccessToken> TryAcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            AccessToken token = await AcquireAsync(observer, cancellationToken).ConfigureAwait(false);
            Hold(token);
            _failure = null;
            _attempts++;
            return token;
        }
        catch (LookerApiException e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _attempts++;
            throw;
        }
    }
}
