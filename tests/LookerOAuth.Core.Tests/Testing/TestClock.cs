using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace LookerOAuth.Core.Tests;

/// <summary>
/// A clock that only moves when it is told to, or when somebody waits: waits of up to a minute (those before a repeat) are over
/// at once, the clock set forward by their length. Longer timers are time limits: they run.
/// </summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private readonly Signals _waited = new();
    private readonly Signals _set = new();

    public TestClock()
        : base(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    /// <summary>False where a wait should not end by itself.</summary>
    public bool SkipsWaits { get; set; } = true;

    /// <summary>How far somebody has set the clock of the machine; what measures time passing does not notice.</summary>
    public TimeSpan Jump { get; set; }

    /// <summary>The lengths of all waits so far.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    /// <summary>Ends when somebody waits that long, from now on.</summary>
    public Task Waited(TimeSpan length) => _waited.Next(length);

    /// <summary>Ends when a timer that exists is set to that time, from now on.</summary>
    public Task WasSetTo(TimeSpan dueTime) => _set.Next(dueTime);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromSeconds(60))
        {
            _waits.Enqueue(dueTime);
            _waited.Raise(dueTime);
            if (SkipsWaits)
            {
                ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
            }
        }

        return new Timer(this, timer);
    }

    /// <summary>Signals by length of time. Whoever awaits one gives up after a while.</summary>
    private sealed class Signals
    {
        private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _next = new();

        public Task Next(TimeSpan length) =>
            _next.GetOrAdd(length, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(TestLooker.Patience);

        public void Raise(TimeSpan length)
        {
            if (_next.TryRemove(length, out TaskCompletionSource? signal))
            {
                signal.SetResult();
            }
        }
    }

    private sealed class Timer(TestClock clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isSet = inner.Change(dueTime, period);
            clock._set.Raise(dueTime);
            return isSet;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
