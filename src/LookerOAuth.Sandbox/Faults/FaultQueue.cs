using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>The faults that still apply to requests to come, first in, first out.</summary>
internal sealed class FaultQueue
{
    private readonly object _gate = new();
    private readonly List<PendingFault> _faults = [];

    // Read without the lock: most requests meet an empty queue.
    private volatile int _count;

    /// <exception cref="ArgumentException">The fault contradicts itself.</exception>
    public void Add(SandboxFault fault)
    {
        fault.Validate();
        lock (_gate)
        {
            _faults.Add(new PendingFault(fault));
            _count = _faults.Count;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
            _count = 0;
        }
    }

    /// <summary>Takes one occurrence of the first fault that matches; null when none does.</summary>
    public SandboxFault? Take(string method, string rawPath)
    {
        if (_count == 0)
        {
            return null;
        }

        lock (_gate)
        {
            for (int i = 0; i < _faults.Count; i++)
            {
                PendingFault pending = _faults[i];
                if (!pending.Matches(method, rawPath))
                {
                    continue;
                }

                if (--pending.Remaining == 0)
                {
                    _faults.RemoveAt(i);
                    _count = _faults.Count;
                }

                return pending.Fault;
            }
        }

        return null;
    }

    private sealed class PendingFault(SandboxFault fault)
    {
        private readonly PathWildcard? _path = fault.Path is null ? null : PathWildcard.Parse(fault.Path);

        public SandboxFault Fault { get; } = fault;

        public int Remaining { get; set; } = fault.Count;

        public bool Matches(string method, string rawPath) =>
            (Fault.Method is null or "*" || string.Equals(Fault.Method, method, StringComparison.OrdinalIgnoreCase))
            && (_path is null || _path.Matches(rawPath) || _path.Matches(Uri.UnescapeDataString(rawPath)));
    }
}
