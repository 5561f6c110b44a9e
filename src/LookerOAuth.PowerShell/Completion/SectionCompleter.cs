using System.Collections;
using System.Collections.Generic;
using System.IO;
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
        string folder = shell.AddCommand(@"Microsoft.PowerShell.Management\Get-Location").AddParameter("PSProvider", "FileSystem")
            .Invoke<PathInfo>()[0].ProviderPath;
        return CompletionList.Of(
            LookerSettings.SectionsOf(Path.Combine(folder, file)).Select(s => ((string?)s, (string?)null)), wordToComplete);
    }
}
