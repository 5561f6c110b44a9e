using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Core.Tests;

/// <summary>Keeps every event.</summary>
internal sealed class RecordingObserver : ILookerObserver
{
    private readonly ConcurrentQueue<LookerEvent> _events = new();

    public bool WantsBodies { get; init; } = true;

    public IReadOnlyList<LookerEvent> Events => [.. _events];

    public IReadOnlyList<LookerRetryScheduled> Retries => [.. _events.OfType<LookerRetryScheduled>()];

    /// <summary>Everything that an event says, in its text and in its properties.</summary>
    public string AllText => string.Join("\n", _events.Select(e => $"{e}\n{e switch
    {
        LookerRequestSent sent => sent.Body,
        LookerResponseReceived received => received.Body,
        _ => "",
    }}"));

    public void Report(LookerEvent e) => _events.Enqueue(e);
}
