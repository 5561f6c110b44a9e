using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LookerOAuth;

/// <summary>Says which failures are worth a repeat, and how long to wait before it.</summary>
internal sealed class RetryPolicy
{
    /// <summary>The longest wait, even if the server asks for more.</summary>
    public static readonly TimeSpan MaximumDelay = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);

    private readonly TimeProvider _time;

    public RetryPolicy(int maximumRetryCount, TimeProvider time)
    {
        MaximumRetryCount = maximumRetryCount;
        _time = time;
    }

    public int MaximumRetryCount { get; }

    /// <summary>Whether a response is a transient failure. What creates is repeated only on 429: a gateway's 502 may hide a success.</summary>
    public static bool IsTransient(HttpStatusCode status, bool creates) => (int)status switch
    {
        429 => true,
        _ => MayHaveBeenCarriedOut(status) && !creates,
    };

    /// <summary>Whether a request may have been carried out although this is its response: a gateway got none in time, or none at all.</summary>
    public static bool MayHaveBeenCarriedOut(HttpStatusCode status) => (int)status is 502 or 503 or 504;

    /// <summary>Whether a broken connection is worth a repeat.</summary>
    public static bool IsTransient(Exception failure, bool creates)
    {
        // A name that does not exist, or a certificate that is not trusted, will be no better in a second; and wrong credentials, sent to
        // a proxy again and again, lock an account.
        return failure is HttpRequestException or IOException
            && !IsTlsFailure(failure)
            && !IsUnknownHost(failure)
            && !IsRefusedByProxy(failure)
            && !(creates && MayHaveBeenSent(failure));
    }

    /// <summary>Whether a request may have reached the server although its connection broke. Only failures of connecting say that it did not:
    /// the same socket errors also come while a response is read.</summary>
    public static bool MayHaveBeenSent(Exception failure)
    {
#if NET
        if (CauseOf<HttpRequestException>(failure)?.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return false;
        }
#endif
        return CauseOf<WebException>(failure)?.Status is not (
                WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure)
            && SocketErrorOf(failure) is not (
                SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain);
    }

    /// <summary>Whether TLS is what failed: no trust in the certificate, or no common version.</summary>
    public static bool IsTlsFailure(Exception failure) =>
        CauseOf<AuthenticationException>(failure) is not null
        || CauseOf<WebException>(failure)?.Status is WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure;

    /// <summary>The wait before a repeat: what the server asks for, else exponential with full jitter.</summary>
    /// <param name="attempt">Which repeat it is, from 1.</param>
    /// <param name="retryAfter">What the server asks for; null if it does not.</param>
    public TimeSpan DelayBefore(int attempt, TimeSpan? retryAfter)
    {
        TimeSpan delay = retryAfter ?? Backoff(attempt);
        return delay > MaximumDelay ? MaximumDelay : delay;
    }

    /// <summary>The wait that a response asks for; null if it does not, or if there is none.</summary>
    public TimeSpan? RetryAfter(HttpResponseMessage? response) => RetryAfter(response, _time.GetUtcNow());

    /// <summary>The wait that a response asks for; null if it does not, or if there is none.</summary>
    /// <param name="response">The response.</param>
    /// <param name="now">The time, for a response that does not tell its own.</param>
    public static TimeSpan? RetryAfter(HttpResponseMessage? response, DateTimeOffset now)
    {
        if (response?.Headers.RetryAfter is not { } header)
        {
            return null;
        }

        // The server's date counts by the server's clock: ours may be set wrongly.
        TimeSpan wait = header.Delta ?? (header.Date - (response.Headers.Date ?? now)) ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private TimeSpan Backoff(int attempt)
    {
        double ceiling = Math.Min(MaximumDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(2, attempt - 1));
        // The clock seeds the jitter: processes that started together differ, a test's clock repeats itself.
#pragma warning disable CA5394 // Spreading load is no secret.
        double jitter = new Random(unchecked(((int)_time.GetTimestamp() * 397) ^ attempt)).NextDouble();
#pragma warning restore CA5394
        return TimeSpan.FromSeconds(ceiling * jitter);
    }

    /// <summary>Whether a proxy demands credentials, or others than it got (407).</summary>
    public static bool IsRefusedByProxy(Exception failure) =>
#if NET
        CauseOf<HttpRequestException>(failure)?.StatusCode == HttpStatusCode.ProxyAuthenticationRequired;
#else
        CauseOf<WebException>(failure)?.Response is HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired };
#endif

    private static bool IsUnknownHost(Exception failure) =>
        SocketErrorOf(failure) is SocketError.HostNotFound or SocketError.NoData
        || CauseOf<WebException>(failure)?.Status is WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure;

    private static SocketError? SocketErrorOf(Exception failure) => CauseOf<SocketException>(failure)?.SocketErrorCode;

    /// <summary>The first cause of a type, however deep.</summary>
    public static T? CauseOf<T>(Exception failure)
        where T : Exception
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
