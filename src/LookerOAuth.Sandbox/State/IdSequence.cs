using System;
using System.Globalization;
using System.Threading;

namespace LookerOAuth.Sandbox;

/// <summary>Numbers new things of one kind, as Looker does: 1, 2, 3, and never one that the seed has used.</summary>
internal sealed class IdSequence
{
    private long _last;

    public string Next() => Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    /// <summary>Notes an id of the seed. Not thread-safe: only while the state is filled.</summary>
    public void Reserve(string id)
    {
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            _last = Math.Max(_last, number);
        }
    }
}
