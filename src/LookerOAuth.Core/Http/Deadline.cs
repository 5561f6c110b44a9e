using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>A time limit joined with a caller's cancellation, so that the two can be told apart afterwards.</summary>
internal sealed class Deadline : IDisposable
{
    /// <summary>The longest time that a timer takes, about 49 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _givingUp;
    private TimeSpan _left;
    private long _runningSince;
    private volatile bool _hasPassed;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _time = time;
        _left = limit;
        _runningSince = time.GetTimestamp();
        Limit = limit;
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _timer = time.CreateTimer(static d => ((Deadline)d!).End(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A time limit for work that is not cut off as soon as its caller gives up.</summary>
    /// <param name="limit">The limit while the caller waits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="grace">How long the work may go on after the caller has given up.</param>
    /// <param name="caller">The caller's cancellation.</param>
    /// <param name="closed">What ends it at once.</param>
    public Deadline(TimeSpan limit, TimeProvider time, TimeSpan grace, CancellationToken caller, CancellationToken closed)
        : this(limit, time, closed)
    {
        _caller = caller;
        _givingUp = caller.Register(() => _timer.Change(grace, Timeout.InfiniteTimeSpan));
    }

    public TimeSpan Limit { get; }

    public CancellationToken Token => _either.Token;

    /// <summary>True if the limit ended the work, not the caller.</summary>
    public bool IsOver => _hasPassed && !_caller.IsCancellationRequested;

    /// <summary>A time limit that a timer takes; infinite for none.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="what">What it limits.</param>
    /// <param name="option">The option that it comes from.</param>
    /// <exception cref="LookerApiException">It is not above zero, or too long.</exception>
    public static TimeSpan Checked(TimeSpan limit, string what, string option) =>
        limit == Timeout.InfiniteTimeSpan || (limit > TimeSpan.Zero && limit <= Longest)
            ? limit
            : throw LookerApiException.InvalidArgument(
                $"A time limit of {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s for a {what} is out of range.",
                action: "Specify more than 0 s and at most 49 days.",
                option: option);

    /// <summary>Stops the clock while others are at work.</summary>
    public void Pause()
    {
        _left -= _time.GetElapsedTime(_runningSince);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets the clock run on from where it stopped.</summary>
    private void Resume()
    {
        _runningSince = _time.GetTimestamp();
        if (Limit != Timeout.InfiniteTimeSpan)
        {
            _timer.Change(_left > TimeSpan.Zero ? _left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Lets the clock run while something is waited for.</summary>
    public async Task<T> RunAsync<T>(ValueTask<T> work)
    {
        Resume();
        try
        {
            return await work.ConfigureAwait(false);
        }
        finally
        {
            Pause();
        }
    }

    public void Dispose()
    {
        _givingUp.Dispose();
        _timer.Dispose();
        _either.Dispose();
    }

    private void End()
    {
        try
        {
            _hasPassed = true;
            _either.Cancel();
        }
        catch (Exception e) when (e is ObjectDisposedException or AggregateException)
        {
            // The work has ended meanwhile; or what it had registered failed, which on a timer's thread would end the process.
        }
    }
}
