using System;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes the name of a connection for the connection; a name that none has is the record's error, not the binder's. Anything else
/// that is no connection is refused: a copy of one that was deserialised must not stand for the current connection.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionNameAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a row may be piped whose property is the name, where a connection itself is taken by value, too.</summary>
    public bool TakesRows { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Transform(inputData);

    /// <summary>The connection, or the array of them, that a value means; null for nothing.</summary>
    public object? Transform(object? inputData) =>
        inputData.Items() is { } items ? items.Select(ToConnection).ToArray() : ToConnection(inputData.Unwrapped());

    private LookerConnection? ToConnection(object? value) => value switch
    {
        null => null,
        LookerConnection connection => connection,
        string name when string.IsNullOrWhiteSpace(name) => null,
        string name => RunspaceState.Current.Named(name),
        _ => throw new ArgumentTransformationMetadataException(
            Strings.NoConnection.With(value.GetType().FullName),
            // The inner exception lets the binder go on to the property.
            TakesRows ? new PSInvalidCastException(Strings.NoConnection.With(value.GetType().FullName)) : null),
    };
}
