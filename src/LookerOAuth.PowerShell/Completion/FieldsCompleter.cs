using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Completes the fields of a resource.</summary>
/// <typeparam name="T">The resource.</typeparam>
public sealed class FieldsCompleter<T> : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionList.Of(ApiFields<T>.Properties.Select(p => ((string?)p, (string?)null)), wordToComplete);
}
