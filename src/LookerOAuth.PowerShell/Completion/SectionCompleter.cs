using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Completes the sections of the settings file.</summary>
public sealed class SectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string file = fakeBoundParameters["SettingsFile"] as string ?? LookerSettings.DefaultFileName;
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        string? path = shell.AddCommand(@"Microsoft.PowerShell.Management\Convert-Path").AddParameter("LiteralPath", file)
            .AddParameter("ErrorAction", ActionPreference.Ignore).Invoke<string>().FirstOrDefault();
        return path is null ? [] : CompletionList.Of(LookerSettings.SectionsOf(path).Select(s => ((string?)s, (string?)null)), wordToComplete);
    }
}
