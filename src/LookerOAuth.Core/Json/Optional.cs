using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>A value to write that is either not given at all, given as null, or given.</summary>
/// <remarks>
/// A PATCH changes only the keys that are sent, and an explicit null clears one: "not given" and "null" must stay apart.
/// The default is "not given". Any value converts implicitly, so <c>GroupId = null</c> means an explicit null.
/// </remarks>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Optional<T>
{
    /// <summary>A value that is given, possibly null.</summary>
    /// <param name="value">The value; may be null.</param>
    public Optional(T? value)
    {
        IsGiven = true;
        Value = value;
    }

    /// <summary>True if the value was given, even as null.</summary>
    public bool IsGiven { get; }

    /// <summary>The value; the type's default if none was given.</summary>
    public T? Value { get; }

    /// <summary>Makes a given value of <paramref name="value"/>.</summary>
    /// <param name="value">The value; may be null.</param>
#pragma warning disable CA2225 // The constructor is the named alternative.
    public static implicit operator Optional<T>(T? value) => new(value);
#pragma warning restore CA2225
}

/// <summary>What records of changes do with each of their properties.</summary>
internal static class OptionalProperty
{
    /// <summary>The value under the name of its property; nothing if it is not given.</summary>
    public static IEnumerable<(string Name, object? Value)> Named<T>(this Optional<T> property, string name) =>
        property.IsGiven ? [(name, property.Value)] : [];

    /// <summary>The text if it is given and another than the current one, else not given. Null equals empty.</summary>
    public static Optional<string> Except(this Optional<string> wanted, string? current) =>
        wanted.IsGiven && (wanted.Value ?? "") != (current ?? "") ? wanted : default;

    /// <summary>The value if it is given and another than the current one, else not given. Null is not false.</summary>
    public static Optional<bool?> Except(this Optional<bool?> wanted, bool? current) =>
        wanted.IsGiven && wanted.Value != current ? wanted : default;
}
