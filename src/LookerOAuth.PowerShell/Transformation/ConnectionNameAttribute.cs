using System;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes the name of a connection for the connection; a name that none has is the record's error, not the binder's. Anything else
/// that is no connection is refused: a copy of one that was deserialised must not stand for the current connection.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionNameAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData.Items() is { } items ? items.Select(ToConnection).ToArray() : ToConnection(inputData.Unwrapped());

    private static LookerConnection? ToConnection(object? value) => value switch
    {
        null or "" => null,
        LookerConnection connection => connection,
        string name => RunspaceState.Current.Named(name),
        _ => throw new ArgumentTransformationMetadataException(Strings.NoConnection.With(value.GetType().FullName)),
    };
}
