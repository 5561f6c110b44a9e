using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Completes the dialects whose databases Looker can log in to with OAuth. Others can be typed.</summary>
public sealed class DialectCompleter : IArgumentCompleter
{
    private static readonly string[] Dialects =
        ["bigquery_standard_sql", "databricks", "denodo8", "dremio_11_0", "mssql", "redshift", "snowflake", "trino"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionList.Of(Dialects.Select(d => ((string?)d, (string?)null)), wordToComplete);
}
