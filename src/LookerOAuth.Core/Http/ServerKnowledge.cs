using System;

namespace LookerOAuth;

/// <summary>What is known about a server's release. Asked for at most once, and only by who needs it.</summary>
internal sealed class ServerKnowledge
{
    private volatile object? _hasRedirectUris;

    /// <summary>Whether apps can have several redirect URIs; null while nothing has told.</summary>
    public bool? HasRedirectUris
    {
        get => (bool?)_hasRedirectUris;
        set => _hasRedirectUris = value;
    }

    /// <summary>Whether a release is at least another: "26.22.9" is at least "26.22", and "26.4" is not.</summary>
    public static bool IsAtLeast(string? release, string required) =>
        Parse(release) is { } have && Parse(required) is { } need && have >= need;

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
