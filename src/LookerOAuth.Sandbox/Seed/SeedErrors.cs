using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>Gathers what is wrong with a seed, so that one run tells it all.</summary>
internal sealed class SeedErrors
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string path, string error) => _lines.Add($"{path}: {error}");
}
