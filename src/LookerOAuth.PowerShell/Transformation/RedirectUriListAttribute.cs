using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes several redirect URIs in one text, with spaces between, as they stand in a cell of a CSV file: a URI has none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RedirectUriListAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not IEnumerable items || value is string)
        {
            return value is string or Uri ? Split(value.ToString()) : inputData;
        }

        List<string> uris = [];
        foreach (object? item in items)
        {
            uris.AddRange(Split((item is PSObject inner ? inner.BaseObject : item)?.ToString()));
        }

        return uris.ToArray();
    }

    private static string[] Split(string? text) => (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
