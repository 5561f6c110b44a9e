using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Converts the words for true and false in a CSV file. An empty one counts as not given.</summary>
internal sealed class BooleanWordAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData.Unwrapped();
        if (value is not string text)
        {
            return value;
        }

        return text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => true,
            "FALSE" or "NO" or "0" => false,
            "" => null,
            _ => throw new ArgumentTransformationMetadataException(Strings.NotABoolean.With(text)),
        };
    }
}
