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
            $"$module = Test-ModuleManifest -Path {PowerShellProcess.Quote(manifest)} -WarningAction Stop -ErrorAction Stop; $module.ExportedCmdlets.Count");
        Assert.Equal($"{CmdletShape.All.Count}", output.Trim());
    }

    [Theory]
    [InlineData("tests/pester")]
    [InlineData("samples")]
    public async Task Scripts_have_only_the_syntax_of_Windows_PowerShell(string folder) =>
        Assert.Equal("", await FindLaterSyntaxAsync(Path.Combine(Repository.Root, folder)));

    [Fact]
    public async Task What_Windows_PowerShell_cannot_parse_is_found()
    {
        string[] scripts =
        [
            "$a ?? 1", "$a ??= 1", "${a}?.Length", "${a}?[0]", "$a ? 1 : 2", "Get-Item . && Get-Item .", "Get-Item . || Get-Item .", "Get-Item . &",
            "Get-Item .\n| Out-Null", "function f { process { } clean { } }", "\"`e[0m\"", "if (",
        ];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("syntax-");
        try
        {
            for (int i = 0; i < scripts.Length; i++)
            {
                File.WriteAllText(Path.Combine(folder.FullName, $"{i}.ps1"), scripts[i]);
            }

            string found = await FindLaterSyntaxAsync(folder.FullName);
            Assert.All(scripts, (_, i) => Assert.Matches($@"(?m)^{i}\.ps1:", found));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Scripts_and_sources_are_free_of_byte_order_marks() =>
        Assert.DoesNotContain(Repository.Files(Repository.Root, ".ps1", ".psm1", ".psd1", ".cs"), StartsWithMark);

    private static async Task<string> FindLaterSyntaxAsync(string folder)
    {
        await PowerShellProcess.SkipIfUnavailableAsync();
        string script = Path.Combine(Repository.Root, "tests", "LookerOAuth.Module.Tests", "Find-LaterSyntax.ps1");
        return await PowerShellProcess.RunAsync(TimeSpan.FromMinutes(1), NoVariables, "-File", script, folder);
    }

    private static bool StartsWithMark(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return stream.ReadByte() == 0xEF && stream.ReadByte() == 0xBB;
    }
}
