using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Waits on a <see cref="TimeProvider"/>, spelled alike for both targets.</summary>
internal static class TimeProviderExtensions
{
#if NET
    public static Task WaitAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(delay, time, cancellationToken);
#else
    public static Task WaitAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        time.Delay(delay, cancellationToken);
#endif
}
