using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LookerOAuth.Tools;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>A process of the pinned PowerShell for a test: the one place that starts it.</summary>
internal static class PowerShellProcess
{
    private static readonly Lazy<Task<PinnedPowerShell>> Pinned =
        new(() => PinnedPowerShell.RestoreAsync(Repository.Root, CancellationToken.None));

    private static readonly Lazy<Task<bool>> HasScriptAnalyzer = new(HasScriptAnalyzerAsync);

    /// <summary>The manifest of the pinned Pester, which the build puts beside the tests.</summary>
    public static string Pester { get; } = Path.Combine(AppContext.BaseDirectory, "Pester", "Pester.psd1");

    /// <summary>Whether LOOKEROAUTH_PESTER=required says that no test may be skipped for want of a PowerShell.</summary>
    public static bool IsRequired { get; } = Environment.GetEnvironmentVariable("LOOKEROAUTH_PESTER") == "required";

    /// <summary>Skips the test if the pinned PowerShell can be neither found nor restored.</summary>
    public static async Task SkipIfUnavailableAsync()
    {
        try
        {
            await Pinned.Value;
        }
        catch (PowerShellUnavailableException e) when (!e.IsOverride && !IsRequired)
        {
            Assert.Skip(e.Message);
        }
    }

    public static async Task SkipWithoutScriptAnalyzerAsync()
    {
        await SkipIfUnavailableAsync();
        Assert.SkipUnless(await HasScriptAnalyzer.Value, "PSScriptAnalyzer is not installed");
    }

    /// <summary>Runs PowerShell until it exits and returns what it wrote. At the time limit it is killed, and the test fails.</summary>
    public static async Task<string> RunAsync(TimeSpan limit, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using Process process = await StartAsync(variables, arguments);
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

    /// <summary>A path as a literal in a command: it may have an apostrophe.</summary>
    public static string Quote(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task<Process> StartAsync(IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        ProcessStartInfo start = (await Pinned.Value).StartInfo(["-NonInteractive", .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
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

    private static async Task<bool> HasScriptAnalyzerAsync()
    {
        string found = await RunAsync(
            TimeSpan.FromMinutes(1), new Dictionary<string, string>(), "-Command", "(Get-Module -ListAvailable -Name PSScriptAnalyzer).Name");
        return found.Contains("PSScriptAnalyzer", StringComparison.Ordinal);
    }
}
