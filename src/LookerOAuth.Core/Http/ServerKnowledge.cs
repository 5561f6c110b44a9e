using System;
using System.Threading;

namespace LookerOAuth;

/// <summary>What is known about a server: its release, what its apps have shown, and its clock.</summary>
internal sealed class ServerKnowledge
{
    private readonly object _clockGate = new();
    private int _clientAppChanges;
    private volatile bool _hasShownRedirectUris;
    private volatile string? _release;
    private (TimeSpan Least, TimeSpan Most)? _ahead;

    /// <summary>The release, such as "26.22.9"; null if it is not known yet, empty if the server was asked and does not say.</summary>
    public string? Release => _release;

    /// <summary>Counts the beginnings and the ends of requests that change client apps.</summary>
    public int ClientAppChanges => Volatile.Read(ref _clientAppChanges);

    /// <summary>Counts the beginning or the end of one.</summary>
    public void NoteClientAppChange() => Interlocked.Increment(ref _clientAppChanges);

    /// <summary>Whether apps can have several redirect URIs: an app has shown it, or the release says so. Null if neither is known.</summary>
    public bool? HasRedirectUris =>
        _hasShownRedirectUris ? true
        : Parse(_release) is null ? null
        : IsAtLeast(_release, Operations.RedirectUrisSince);

    /// <summary>Learns from an app that apps can have several redirect URIs.</summary>
    public void LearnRedirectUris() => _hasShownRedirectUris = true;

    /// <summary>Learns the release. A server that does not tell it does not take back what it has told.</summary>
    /// <param name="release">The release; null if the server does not tell it.</param>
    public void LearnRelease(string? release)
    {
        if (_release is null || Parse(release) is not null)
        {
            _release = release ?? "";
        }
    }

    /// <summary>Learns the server's clock from the <c>Date</c> of a response.</summary>
    /// <param name="date">The date; null if the response has none.</param>
    /// <param name="sent">When the request was sent, by our clock.</param>
    /// <param name="received">When the head of the response was there, by our clock.</param>
    public void LearnClock(DateTimeOffset? date, DateTimeOffset sent, DateTimeOffset received)
    {
        if (date is not { } told)
        {
            return;
        }

        // The date is cut to whole seconds, and was written at some time between the two.
        TimeSpan least = told - received;
        TimeSpan most = told.AddSeconds(1) - sent;
        lock (_clockGate)
        {
            // Each response narrows the range down; one that contradicts it tells that a clock was set.
            _ahead = _ahead is { } known && least <= known.Most && most >= known.Least
                ? (Max(least, known.Least), Min(most, known.Most))
                : (least, most);
        }
    }

    /// <summary>The server's time at a time of our clock: the earliest that it can have been, cut to whole seconds as servers tell times.
    /// Our own time if no response had a date.</summary>
    public DateTimeOffset EarliestTimeAt(DateTimeOffset ours)
    {
        lock (_clockGate)
        {
            DateTimeOffset earliest = ours + (_ahead?.Least ?? TimeSpan.Zero);
            return earliest.AddTicks(-(earliest.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    /// <summary>Whether a release is at least another: "26.22.9" is at least "26.22", and "26.4" is not.</summary>
    public static bool IsAtLeast(string? release, string required) =>
        Parse(release) is { } have && Parse(required) is { } need && have >= need;

    /// <summary>Whether a release is known and is before another: "24.12.3" is before "24.14".</summary>
    public static bool IsBefore(string? release, string required) => Parse(release) is not null && !IsAtLeast(release, required);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static Version? Parse(string? release)
    {
        // Releases read "26.22.9", also with words behind: "26.22.9-beta", "26.22".
        string text = release ?? "";
        int end = 0;
        while (end < text.Length && (char.IsDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        return Version.TryParse(text.Substring(0, end).Trim('.'), out Version? version) ? version : null;
    }
}
