using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Outermost handler: repeats what failed transiently.</summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private readonly RetryPolicy _policy;
    private readonly TimeProvider _time;

    public RetryHandler(RetryPolicy policy, TimeProvider time, HttpMessageHandler inner)
        : base(inner)
    {
        _policy = policy;
        _time = time;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LookerRequest lookerRequest = (LookerRequest)request;
        for (; ; lookerRequest.Attempt++)
        {
            int attempt = lookerRequest.Attempt;
            HttpResponseMessage? response = null;
            string reason;
            try
            {
                response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (attempt > _policy.MaximumRetryCount || !RetryPolicy.IsTransient(response.StatusCode, lookerRequest.Operation.Creates))
                {
                    return response;
                }

                reason = $"Looker responded with {(int)response.StatusCode}";
                lookerRequest.MayHaveBeenCarriedOut |= RetryPolicy.MayHaveBeenCarriedOut(response.StatusCode);
            }
            catch (Exception e) when (attempt <= _policy.MaximumRetryCount
                && !cancellationToken.IsCancellationRequested
                && RetryPolicy.IsTransient(e, lookerRequest.Operation.Creates))
            {
                reason = "The connection broke";
                lookerRequest.MayHaveBeenCarriedOut |= RetryPolicy.MayHaveBeenSent(e);
            }

            TimeSpan delay = _policy.DelayBefore(attempt, _policy.RetryAfter(response));
            response?.Dispose();
            await WaitAsync(lookerRequest, delay, reason, lookerRequest.EndsWaits ?? cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a request may be repeated that many times.</summary>
    public bool Allows(int attempt) => attempt <= _policy.MaximumRetryCount;

    /// <summary>Waits before a streamed list is asked for again.</summary>
    public Task WaitAsync(LookerRequest request, CancellationToken cancellationToken) =>
        WaitAsync(request, _policy.DelayBefore(request.Attempt, null), "The connection broke", cancellationToken);

    /// <summary>Waits before a request that failed as a whole is sent again.</summary>
    public Task WaitAsync(ILookerObserver? observer, string address, int attempt, LookerApiException failure, CancellationToken cancellationToken) =>
        WaitAsync(
            observer,
            new LookerRetryScheduled(
                failure.Method!,
                address,
                attempt,
                _policy.MaximumRetryCount,
                _policy.DelayBefore(attempt, failure.RetryAfter),
                failure.StatusCode is { } status ? $"Looker responded with {status}" : "The connection broke"),
            cancellationToken);

    private Task WaitAsync(LookerRequest request, TimeSpan delay, string reason, CancellationToken cancellationToken) =>
        WaitAsync(
            request.Observer,
            new LookerRetryScheduled(request.Method.Method, SecretMask.Address(request), request.Attempt, _policy.MaximumRetryCount, delay, reason),
            cancellationToken);

    private async Task WaitAsync(ILookerObserver? observer, LookerRetryScheduled retry, CancellationToken cancellationToken)
    {
        observer?.Report(retry);
        await _time.WaitAsync(retry.Delay, cancellationToken).ConfigureAwait(false);
        observer?.Report(new LookerRetryWaitEnded());
    }
}
