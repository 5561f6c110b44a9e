using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Extensions.Time.Testing;

namespace LookerOAuth.Sandbox.Tests;

/// <summary>A clock that only moves when it is told to, and knows which delays it was asked for.</summary>
internal sealed class SandboxClock : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _delays = new();

    public SandboxClock()
        : base(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>The delays that have begun so far.</summary>
    public IReadOnlyList<TimeSpan> Delays => [.. _delays];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            _delays.Enqueue(dueTime);
        }

        return timer;
    }
}
