using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>A PowerShell 7 of its own for a test, where one is installed.</summary>
internal static class PowerShellProcess
{
    private const string FindModules = """
        if ($PSVersionTable.PSVersion -lt '7.4') { return }
        'PowerShell'
        if (Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -eq 5 }) { 'Pester' }
        if (Get-Module -ListAvailable -Name PSScriptAnalyzer) { 'PSScriptAnalyzer' }
        """;

    private static readonly Lazy<Task<string>> Installed = new(InstalledAsync);

    public static async Task SkipWithoutPesterAsync() =>
        Assert.SkipUnless((await Installed.Value).Contains("Pester", StringComparison.Ordinal), "PowerShell 7.4 or later with Pester 5 is not installed");

    public static async Task SkipWithoutScriptAnalyzerAsync() =>
        Assert.SkipUnless(
            (await Installed.Value).Contains("PSScriptAnalyzer", StringComparison.Ordinal), "PowerShell 7.4 or later with PSScriptAnalyzer is not installed");

    /// <summary>Runs PowerShell to its end, and hands out what it wrote. At the time limit it is killed, and the test fails.</summary>
    public static async Task<string> RunAsync(TimeSpan limit, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using Process process = Start(variables, arguments);
        StringBuilder output = new();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"PowerShell was killed after {limit}. It had written:\n{output}");
        }

        return output.ToString();
    }

    private static Process Start(IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["NO_COLOR"] = "1";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    private static async Task<string> InstalledAsync()
    {
        try
        {
            return await RunAsync(TimeSpan.FromMinutes(1), new Dictionary<string, string>(), "-Command", FindModules);
        }
        catch (Win32Exception)
        {
            return "";
        }
    }
}
