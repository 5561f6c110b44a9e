using System.Globalization;
using System.Threading;

namespace LookerOAuth.Sandbox;

/// <summary>Makes the ids of the <c>X-B3-…</c> headers: hexadecimal digits that look random and do not repeat.</summary>
internal sealed class TraceIds(long seed)
{
    private long _last = seed;

    /// <summary>A trace id: 32 digits.</summary>
    public string NextTrace() => NextSpan() + NextSpan();

    /// <summary>The id of a span, or of its parent: 16 digits.</summary>
    public string NextSpan()
    {
        unchecked
        {
            // SplitMix64: an odd step through all values, then a mix that is reversible.
            ulong z = (ulong)Interlocked.Add(ref _last, (long)0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (z ^ (z >> 31)).ToString("x16", CultureInfo.InvariantCulture);
        }
    }
}
