using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace LookerOAuth;

/// <summary>The redirect URIs of a client app: a list whose text is the URIs with spaces between, as one cell of a spreadsheet holds them.</summary>
/// <remarks>Two are equal if they hold the same URIs in the same order, compared exactly. Looker ignores the order.</remarks>
public sealed class RedirectUriCollection : ReadOnlyCollection<string>, IEquatable<RedirectUriCollection>
{
    /// <summary>The URIs of a text such as <see cref="ToString"/> returns.</summary>
    /// <param name="text">URIs with white space between; null for none. A URI has no white space in it.</param>
    public RedirectUriCollection(string? text)
        : base((text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
    {
    }

    /// <summary>The URIs of any sequence, each by its text and as it is.</summary>
    /// <param name="uris">The URIs; what is null or empty among them is left out. Null for none.</param>
    public RedirectUriCollection(IEnumerable? uris)
        : base([.. TextsOf(uris)])
    {
    }

    /// <summary>Whether the other collection has the same URIs in the same order.</summary>
    /// <param name="other">The other collection; null equals none.</param>
    public bool Equals(RedirectUriCollection? other) => other is not null && this.SequenceEqual(other, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RedirectUriCollection);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The URIs with spaces between.</summary>
    public override string ToString() => string.Join(" ", this);

    private static IEnumerable<string> TextsOf(IEnumerable? uris)
    {
        foreach (object? uri in uris ?? Array.Empty<object>())
        {
            if (uri.AsTyped() is { Length: > 0 } text)
            {
                yield return text;
            }
        }
    }
}
