using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>A place in a document.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Path">The JSON path, such as <c>$.clientApps['gemini-cli'].enabled</c>.</param>
internal readonly record struct DocumentPlace(int Line, int Column, string Path)
{
    public override string ToString() => $"line {Line}, column {Column}, {Path}";
}

/// <summary>Gathers what is wrong with a document, so that one run tells it all.</summary>
internal sealed class DocumentFaults
{
    private readonly List<(DocumentPlace Place, string Message)> _faults = [];

    public int Count => _faults.Count;

    public void Add(DocumentPlace place, string message) => _faults.Add((place, message));

    /// <summary>Ends the reading if there was a fault.</summary>
    /// <param name="source">The file that the document came from; null for none.</param>
    /// <exception cref="LookerApiException">There were faults; the message lists them in the order of the document, and so does
    /// <see cref="LookerApiException.ValidationErrors"/>.</exception>
    public void ThrowIfAny(string? source)
    {
        if (_faults.Count == 0)
        {
            return;
        }

        List<(DocumentPlace Place, string Message)> sorted = [.. _faults.OrderBy(f => f.Place.Line).ThenBy(f => f.Place.Column)];
        string list = string.Join("", sorted.Select(f => $"\n  {f.Place}: {f.Message}"));
        string name = source is null ? "The configuration" : $"The configuration '{source}'";
        throw new LookerApiException(
            LookerErrorKind.InvalidArgument, $"{name} has {(sorted.Count == 1 ? "an error" : $"{sorted.Count} errors")}:{list}")
        {
            Subject = source,
            RecommendedAction = "Correct the document (its schema is schemas/looker-oauth.schema.json), and give each variable a value.",
            ValidationErrors =
            [
                .. sorted.Select(f => new LookerValidationError(
                    f.Place.Path, "invalid", $"line {f.Place.Line}, column {f.Place.Column}: {f.Message}")),
            ],
        };
    }
}
