using System;
using System.Collections;
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
    /// <summary>Whether it refers to something beside the record, such as the group of an app: it does not name the record.</summary>
    public bool IsReference { get; init; }

    /// <summary>Whether each instance has numbers of its own for it, so that the same one elsewhere is something else.</summary>
    public bool IsOfInstance { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData.Unwrapped() is IEnumerable items and not string ? items.Cast<object?>().Select(ToText).ToArray() : ToText(inputData);

    private static string? ToText(object? given) => given.Unwrapped() switch
    {
        null => null,
        string text => text,
        Guid guid => guid.ToString(),
        // A number that was typed is the text that was typed: PowerShell keeps it, so 007 is not 7.
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal => LanguagePrimitives.ConvertTo<string>(given),
        // The inner exception lets the binder go on to the parameters that do take it.
        { } value => throw new ArgumentTransformationMetadataException(
            Strings.NoIdentifier.With(value.GetType().FullName), new PSInvalidCastException(Strings.NoIdentifier.With(value.GetType().FullName))),
    };
}
