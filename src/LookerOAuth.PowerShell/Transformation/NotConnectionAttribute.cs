using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Leaves a connection that is piped to the parameter that takes it: it is never a body.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotConnectionAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData.Unwrapped() is LookerConnection
            ? throw new ArgumentTransformationMetadataException(Strings.NoConnectionHere, new PSInvalidCastException(Strings.NoConnectionHere))
            : inputData;
}
