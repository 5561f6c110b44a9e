using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LookerOAuth.Tools;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>The quickstart, and what the README says of it.</summary>
public sealed class QuickstartTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "Quickstart");
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void The_README_shows_the_lines_that_the_quickstart_runs() =>
        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, "quickstart.ps1")), Lines(Block("powershell")));

    [Fact]
    public async Task The_README_shows_what_the_quickstart_writes()
    {
        await PowerShellProcess.SkipIfUnavailableAsync();

        string output = await RunAsync("");

        Assert.Equal(Normalized(Block("text")), Normalized(output));
    }

    [Fact]
    public async Task At_the_prompt_that_it_leaves_the_module_is_loaded_and_the_sandbox_is_connected()
    {
        await PowerShellProcess.SkipIfUnavailableAsync();

        string output = await RunAsync("-KeepConnected; (Get-LookerConnection).BaseUrl -eq $sandbox.BaseUrl; (Get-LookerOAuthClientApp).ClientGuid");

        Assert.Equal(["True", "com.example.cli"], Lines(output)[^2..]);
    }

    [Fact]
    public async Task A_PowerShell_that_cannot_be_restored_is_reported_with_the_reason()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(PinnedPowerShell.OverrideVariable) is { Length: > 0 }, "nothing is restored");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("quickstart-");
        try
        {
            // A package source that has nothing, as without a network.
            File.WriteAllText(Path.Combine(folder.FullName, "nuget.config"), """<configuration><packageSources><clear /><add key="none" value="." /></packageSources></configuration>""");
            File.WriteAllText(Path.Combine(folder.FullName, "dotnet-tools.json"), """{"version":1,"isRoot":true,"tools":{"powershell":{"version":"0.0.1","commands":["pwsh"]}}}""");

            PowerShellUnavailableException error = await Assert.ThrowsAsync<PowerShellUnavailableException>(
                () => PinnedPowerShell.RestoreAsync(folder.FullName, TestContext.Current.CancellationToken));

            Assert.False(error.IsOverride);
            Assert.Contains("cannot be restored", error.Message, StringComparison.Ordinal);
            Assert.Contains("0.0.1", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<string> RunAsync(string more) =>
        PowerShellProcess.RunAsync(
            TimeSpan.FromMinutes(1),
            new Dictionary<string, string> { ["PSModulePath"] = Path.GetDirectoryName(Repository.StagedModule)! },
            "-Command",
            $". {PowerShellProcess.Quote(Path.Combine(Folder, "Invoke-Quickstart.ps1"))} {more}");

    /// <summary>The first block of a language where people try the module on a sandbox.</summary>
    private static string Block(string language) =>
        Regex.Match(Readme, $@"(?s)\n## Try it without a Looker instance\n.*?```{language}\n(.*?)\n```").Groups[1].Value;

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Trim().Split('\n');

    /// <summary>What a person sees, without the lines that were typed; times and ports differ from run to run.</summary>
    private static string[] Normalized(string output) =>
    [
        .. Lines(output)
            .Select(line => Regex.Replace(line.TrimEnd(), @"\d{4}-\d\d-\d\d|\d\d:\d\dZ", "TIME"))
            .Select(line => Regex.Replace(line, @"127\.0\.0\.1:\d+", "HOST"))
            .Where(line => line.Length > 0 && !line.StartsWith("PS> ", StringComparison.Ordinal)),
    ];
}
