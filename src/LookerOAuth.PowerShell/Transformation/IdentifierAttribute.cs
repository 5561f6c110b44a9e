using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>
/// Marks a parameter that takes identifiers, and takes texts, guids, integers and arrays of them for one. Anything else is refused,
/// never turned into text.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdentifierAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData.Items() is { } items ? items.Select(ToText).ToArray() : ToText(inputData.Unwrapped());

    private static string? ToText(object? value) => value switch
    {
        null => null,
        string text => text,
        Guid guid => guid.ToString(),
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToString(value, CultureInfo.InvariantCulture),
        // The inner exception lets the binder go on to the parameters that do take it.
        _ => throw new ArgumentTransformationMetadataException(
            Strings.NoIdentifier.With(value.GetType().FullName), new PSInvalidCastException(Strings.NoIdentifier.With(value.GetType().FullName))),
    };
}
