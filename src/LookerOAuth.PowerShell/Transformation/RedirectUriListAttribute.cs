using System;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes several redirect URIs in one text, with spaces between, as they stand in a cell of a CSV file: a URI has none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RedirectUriListAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData.Items() is { } items ? items.SelectMany(Split).ToArray()
        : inputData.Unwrapped() is string or Uri ? Split(inputData.Unwrapped())
        : inputData;

    private static string[] Split(object? item) => (item.AsTyped() ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
