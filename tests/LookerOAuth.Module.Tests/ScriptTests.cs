using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>What is PowerShell in the repository.</summary>
public sealed class ScriptTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    [Fact]
    public async Task PSScriptAnalyzer_finds_nothing()
    {
        await PowerShellProcess.SkipWithoutScriptAnalyzerAsync();
        string findings = await PowerShellProcess.RunAsync(
            TimeSpan.FromMinutes(5), NoVariables, "-File", Path.Combine(Repository.Root, "tools", "Invoke-Analysis.ps1"));
        Assert.True(findings.Length == 0, findings);
    }

    [Fact]
    public async Task The_manifest_is_valid()
    {
        await PowerShellProcess.SkipIfUnavailableAsync();
        string manifest = Path.Combine(Repository.StagedModule, "LookerOAuth.psd1");
        string output = await PowerShellProcess.RunAsync(
            TimeSpan.FromMinutes(1),
            NoVariables,
            "-Command",
            $"$module = Test-ModuleManifest -Path '{manifest}' -WarningAction Stop -ErrorAction Stop; $module.ExportedCmdlets.Count");
        Assert.Equal($"{CmdletShape.All.Count}", output.Trim());
    }

    [Fact]
    public void Scripts_and_sources_are_free_of_byte_order_marks() =>
        Assert.DoesNotContain(Repository.Files(Repository.Root, ".ps1", ".psm1", ".psd1", ".cs"), StartsWithMark);

    private static bool StartsWithMark(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return stream.ReadByte() == 0xEF && stream.ReadByte() == 0xBB;
    }
}
