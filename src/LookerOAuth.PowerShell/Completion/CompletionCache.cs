using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace LookerOAuth;

/// <summary>What completions have learned lately, so that typing on does not ask the server again.</summary>
internal sealed class CompletionCache
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(LookerConnection, Type), (Stopwatch Age, IReadOnlyList<(string?, string?)> Candidates)> _known = [];

    public IReadOnlyList<(string?, string?)>? Find(LookerConnection connection, Type completer) =>
        _known.TryGetValue((connection, completer), out (Stopwatch Age, IReadOnlyList<(string?, string?)> Candidates) entry) && entry.Age.Elapsed < Freshness ? entry.Candidates : null;

    public void Keep(LookerConnection connection, Type completer, IReadOnlyList<(string?, string?)> candidates) =>
        _known[(connection, completer)] = (Stopwatch.StartNew(), candidates);

    /// <summary>Forgets what a change has made old.</summary>
    public void Clear() => _known.Clear();
}
