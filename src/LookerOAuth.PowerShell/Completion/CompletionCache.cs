using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace LookerOAuth;

/// <summary>What completions have learned lately, so that typing on does not ask the server again.</summary>
internal sealed class CompletionCache
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(LookerConnection, Type, string?), (Stopwatch Age, IReadOnlyList<(string?, string?)> Candidates)> _known = [];

    public IReadOnlyList<(string?, string?)>? Find((LookerConnection, Type, string?) question) =>
        _known.TryGetValue(question, out (Stopwatch Age, IReadOnlyList<(string?, string?)> Candidates) entry) && entry.Age.Elapsed < Freshness ? entry.Candidates : null;

    public void Keep((LookerConnection, Type, string?) question, IReadOnlyList<(string?, string?)> candidates) =>
        _known[question] = (Stopwatch.StartNew(), candidates);

    /// <summary>Forgets what a change has made old.</summary>
    public void Clear() => _known.Clear();
}
