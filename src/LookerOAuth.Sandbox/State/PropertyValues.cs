using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>The properties of a row by their names in the API. Immutable.</summary>
internal sealed class PropertyValues
{
    private readonly Dictionary<string, object?> _values;

    private PropertyValues(Dictionary<string, object?> values) => _values = values;

    public static PropertyValues None { get; } = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    public string? Text(string name) => (string?)Find(name);

    public bool? Flag(string name) => (bool?)Find(name);

    public DateTimeOffset? Time(string name) => (DateTimeOffset?)Find(name);

    public IReadOnlyList<string> Texts(string name) => (IReadOnlyList<string>?)Find(name) ?? [];

    public PropertyValues Set(string name, object? value) =>
        new(new Dictionary<string, object?>(_values, StringComparer.Ordinal) { [name] = value });

    /// <summary>Sets a property that has no value yet.</summary>
    public PropertyValues Complete(string name, object? value) => Find(name) is null ? Set(name, value) : this;

    private object? Find(string name) => _values.TryGetValue(name, out object? value) ? value : null;
}
