using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Waits and limits on a <see cref="TimeProvider"/>, spelled alike for both targets.</summary>
internal static class TimeProviderExtensions
{
#if NET
    public static CancellationTokenSource StartLimit(this TimeProvider time, TimeSpan limit) => new(limit, time);

    public static Task WaitAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(delay, time, cancellationToken);
#else
    public static CancellationTokenSource StartLimit(this TimeProvider time, TimeSpan limit) =>
        time.CreateCancellationTokenSource(limit);

    public static Task WaitAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        time.Delay(delay, cancellationToken);
#endif
}
