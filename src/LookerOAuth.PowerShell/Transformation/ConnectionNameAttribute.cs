using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes the name of a live connection for the connection. Anything else that is no connection is refused: a copy of one
/// that was deserialised must not stand for the current connection.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionNameAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not IEnumerable items || value is string)
        {
            return ToConnection(value);
        }

        List<LookerConnection?> connections = [];
        foreach (object? item in items)
        {
            connections.Add(ToConnection(item is PSObject inner ? inner.BaseObject : item));
        }

        return connections.ToArray();
    }

    private static LookerConnection? ToConnection(object? value) => value switch
    {
        null or "" => null,
        LookerConnection connection => connection,
        string name => RunspaceState.Current.Find(name) ?? throw new ArgumentTransformationMetadataException(Strings.UnknownConnection.With(name)),
        _ => throw new ArgumentTransformationMetadataException(Strings.NoConnection.With(value.GetType().FullName)),
    };
}
