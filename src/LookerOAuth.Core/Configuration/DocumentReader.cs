using System;
using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>What the reading of one document shares: the values of its variables, the variables that it uses, and its faults.</summary>
/// <param name="variables">The variables by name; null leaves them as they are written.</param>
/// <param name="faults">Where faults are gathered.</param>
internal sealed class DocumentReader(IReadOnlyDictionary<string, string>? variables, DocumentFaults faults)
{
    private readonly SortedSet<string> _variableNames = new(StringComparer.OrdinalIgnoreCase);

    public DocumentFaults Faults => faults;

    /// <summary>Makes the desired state of a document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="variables">The variables by name; null leaves them as they are written.</param>
    /// <param name="source">The file that it came from, for the error; null for none.</param>
    /// <param name="variableNames">The variables that the document uses, sorted.</param>
    /// <exception cref="LookerApiException">The document has faults; the message lists all of them.</exception>
    public static DesiredConfiguration Read(
        string json, IReadOnlyDictionary<string, string>? variables, string? source, out IReadOnlyList<string> variableNames)
    {
        DocumentFaults faults = new();
        DocumentReader reader = new(variables, faults);
        DesiredConfiguration? desired = DocumentParser.Parse(json, faults) is { } root
            ? DocumentObject.Read(reader, root, DesiredConfiguration.Read)
            : null;
        faults.ThrowIfAny(source);
        variableNames = [.. reader._variableNames];
        return desired!;
    }

    /// <summary>Text with the values of its variables.</summary>
    /// <param name="text">The text as it stands in the document.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="allowsEmpty">Whether a variable may be empty. In an identifier or an address, the rest would be another one.</param>
    public string Expand(string text, DocumentPlace place, bool allowsEmpty = true) => VariableText.Expand(
        text,
        name =>
        {
            _variableNames.Add(name);
            string? value = null;
            if (variables is not null && !variables.TryGetValue(name, out value))
            {
                faults.Add(place, $"the variable '{name}' has no value");
            }
            else if (value is not null && string.IsNullOrWhiteSpace(value) && !allowsEmpty)
            {
                faults.Add(place, $"the variable '{name}' is empty: the rest would be another identifier or address");
            }

            return value;
        },
        message => faults.Add(place, message));
}
