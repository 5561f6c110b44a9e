using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Holds a token, and gets a new one before it expires: one renewal at a time, shared by all callers that wait for it.</summary>
internal abstract class TokenSource : IDisposable
{
    private readonly object _lock = new();
    private AccessToken? _token;
    private Renewal? _renewal;
    private volatile bool _hasEnded;

    protected TokenSource(LookerPipeline pipeline)
    {
        Pipeline = pipeline;
    }

    /// <summary>The token held now; null before the first one.</summary>
    public AccessToken? Current => Volatile.Read(ref _token);

    /// <summary>Whether a rejected token can be replaced.</summary>
    public virtual bool CanRenew => true;

    /// <summary>The source that logs in with an API key, this one or the one behind it; null if none does.</summary>
    public virtual ApiKeyTokenSource? ApiKey => null;

    protected LookerPipeline Pipeline { get; }

    /// <summary>Whether a renewal that has started is finished, however long it takes, although all callers that waited for it have given up.</summary>
    protected virtual bool RenewalOutlivesCallers => false;

    /// <summary>The token; a new one if there is none or it is about to expire.</summary>
    /// <param name="observer">The observer of the requests; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="LookerApiException">The login failed, or the session was ended.</exception>
    public ValueTask<AccessToken> GetAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        GetAsync(AccessToken.Lag, observer, cancellationToken);

    /// <summary>The token; a new one if there is none or it expires within a time.</summary>
    /// <param name="margin">How long the token should live on at least.</param>
    /// <param name="observer">The observer of the requests; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="LookerApiException">The login failed, or the session was ended.</exception>
    public ValueTask<AccessToken> GetAsync(TimeSpan margin, ILookerObserver? observer, CancellationToken cancellationToken) =>
        !_hasEnded && Current is { } token && (!CanRenew || !token.ExpiresWithin(margin))
            ? new ValueTask<AccessToken>(token)
            : new ValueTask<AccessToken>(RenewAsync(Current, observer, cancellationToken));

    /// <summary>A token other than the one that the server rejected, or that is about to expire.</summary>
    /// <param name="rejected">The token that will not do. All callers that hold the same one share a single renewal.</param>
    /// <param name="observer">The observer of the requests; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="LookerApiException">The login failed, or the session was ended.</exception>
    public async Task<AccessToken> RenewAsync(AccessToken? rejected, ILookerObserver? observer, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Renewal renewal;
            lock (_lock)
            {
                if (_hasEnded)
                {
                    throw Pipeline.Closed(null);
                }

                if (_token is { } token && !ReferenceEquals(token, rejected) && !token.IsExpired)
                {
                    return token;
                }

                renewal = _renewal ??= new Renewal(this, observer);
                renewal.Callers++;
            }

            try
            {
                return await renewal.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (renewal.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Everybody before this caller had given up, and the renewal with them: no token came in the moment that it had left.
            }
            finally
            {
                Leave(renewal);
            }
        }
    }

    /// <summary>Ends the session on the server, and one that is just being opened. Nothing logs in again after it. A session that has expired is no error.</summary>
    /// <param name="observer">The observer of the requests; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the server.</param>
    /// <exception cref="LookerApiException">The server did not take the logout.</exception>
    public virtual async Task EndAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        if (Close() is { } renewal)
        {
            await renewal.EndedAsync(cancellationToken).ConfigureAwait(false);
        }

        if (Current is { } token)
        {
            await SessionOperations.LogoutAsync(Pipeline, token, observer, cancellationToken).ConfigureAwait(false);
            Interlocked.CompareExchange(ref _token, null, token);
        }
    }

    /// <summary>Ends what was opened here, for a connection that never came to be. A login under way is cancelled: if it was sent, its
    /// response has a moment to arrive, and its session is ended too.</summary>
    /// <param name="observer">The observer of the requests; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the server.</param>
    /// <exception cref="LookerApiException">The server did not take the logout.</exception>
    public virtual Task AbandonAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        CancelRenewal();
        return EndAsync(observer, cancellationToken);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            CancelRenewal();
        }
    }

    /// <summary>Ends a login that is under way. From here on nothing logs in.</summary>
    protected void CancelRenewal() => Close()?.Cancel();

    /// <summary>Gets a token from the server.</summary>
    protected abstract Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken);

    /// <summary>Takes a token that is known from the start.</summary>
    protected void Hold(AccessToken token) => Volatile.Write(ref _token, token);

    /// <summary>From here on nothing logs in.</summary>
    /// <returns>The renewal that is under way; null for none.</returns>
    private Renewal? Close()
    {
        lock (_lock)
        {
            _hasEnded = true;
            return _renewal;
        }
    }

    private void Leave(Renewal renewal)
    {
        bool isLast;
        lock (_lock)
        {
            isLast = --renewal.Callers == 0 && ReferenceEquals(renewal, _renewal);
        }

        if (isLast && !RenewalOutlivesCallers)
        {
            renewal.Cancel();
        }
    }

    private async Task<AccessToken> AcquireAndHoldAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            AccessToken token = await AcquireAsync(observer, cancellationToken).ConfigureAwait(false);
            Hold(token);
            return token;
        }
        catch (Exception e) when (_hasEnded && e is OperationCanceledException or ObjectDisposedException)
        {
            throw Pipeline.Closed(e);
        }
        finally
        {
            lock (_lock)
            {
                _renewal = null;
            }
        }
    }

    /// <summary>One renewal, its cancellation, and how many callers wait for it. It has no timer and no link, so nothing to dispose.</summary>
    private sealed class Renewal : CancellationTokenSource
    {
        private readonly Lazy<Task<AccessToken>> _task;

        public Renewal(TokenSource source, ILookerObserver? observer)
        {
            // Lazy: what starts it must not hold the lock.
            _task = new Lazy<Task<AccessToken>>(() => source.AcquireAndHoldAsync(observer, Token));
        }

        public int Callers { get; set; }

        public Task<AccessToken> Task => _task.Value;

        /// <summary>Ends with the renewal, however that ends.</summary>
        public async Task EndedAsync(CancellationToken cancellationToken)
        {
            try
            {
                await Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (LookerApiException)
            {
                // Its callers get it.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
            }
        }
    }
}
