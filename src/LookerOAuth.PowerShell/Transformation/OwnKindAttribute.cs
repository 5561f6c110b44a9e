using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes objects of one of our own types alone: a copy that was deserialised does not know where it came from.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OwnKindAttribute(Type kind) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData.Unwrapped();
        return value is null || kind.IsInstanceOfType(value)
            ? value
            // The inner exception lets the binder go on to the parameters that do take it.
            : throw new ArgumentTransformationMetadataException(SentenceOf(value), new PSInvalidCastException(SentenceOf(value)));
    }

    private string SentenceOf(object value) => value is Array
        ? Strings.OneOfOwnKind.With(kind.FullName)
        : Strings.NotOwnKind.With(value.GetType().FullName, kind.FullName);
}
