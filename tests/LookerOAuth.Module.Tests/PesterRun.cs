using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>A run of Pester files against a module.</summary>
internal sealed record PesterRun(int Passed, int Failed, int Skipped, bool IsDesktop, IReadOnlyList<string> Failures)
{
    /// <summary>Runs files in a process of their own.</summary>
    /// <param name="files">The files.</param>
    /// <param name="module">The folder of the module to test; null for the one that they take by themselves: the staged one, or the one that LOOKEROAUTH_MODULE_PATH names.</param>
    /// <param name="limit">When to give up.</param>
    public static async Task<PesterRun> OfAsync(IEnumerable<string> files, string? module, TimeSpan limit)
    {
        string result = Path.Combine(Path.GetTempPath(), $"pester-{Guid.NewGuid():n}.json");
        try
        {
            string output = await PowerShellProcess.RunAsync(
                limit,
                module is null ? new Dictionary<string, string>() : new() { ["LOOKEROAUTH_MODULE_PATH"] = Path.Combine(module, "LookerOAuth.psd1") },
                "-File",
                Path.Combine(Repository.Root, "tests", "LookerOAuth.Module.Tests", "Invoke-PesterFile.ps1"),
                "-Path",
                string.Join(';', files),
                "-Pester",
                PowerShellProcess.Pester,
                "-ResultPath",
                result);
            Assert.True(File.Exists(result), $"Pester left no result. PowerShell wrote:\n{output}");
            return JsonSerializer.Deserialize<PesterRun>(await File.ReadAllTextAsync(result))!;
        }
        finally
        {
            File.Delete(result);
        }
    }

    /// <summary>Writes the counts to the test's output, and fails where a Pester test did.</summary>
    public void AssertPassed()
    {
        string counts = $"{Passed} passed, {Failed} failed, {Skipped} skipped";
        TestContext.Current.TestOutputHelper?.WriteLine(counts);
        Assert.True(Failed == 0, $"Pester: {counts}\n\n{string.Join("\n\n", Failures)}");
        Assert.True(Passed > 0, $"Pester: {counts}");
        // Windows PowerShell lacks what some of the tests are about.
        Assert.False(PowerShellProcess.IsRequired && Skipped > 0 && !IsDesktop, $"Pester: {counts}");
    }
}
