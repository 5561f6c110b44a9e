using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Tools;

/// <summary>The dotnet that runs this program, for what it builds and restores.</summary>
public static class DotNet
{
    /// <summary>Its path, or its name on PATH.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    /// <summary>Runs it until it exits. Returns null if it succeeds, else what it wrote.</summary>
    /// <param name="root">The folder to run in.</param>
    /// <param name="arguments">What to do, such as <c>tool restore</c>.</param>
    /// <param name="cancellationToken">Kills it, and what it has started.</param>
    public static async Task<string?> RunAsync(string root, string[] arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Program, arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
                Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode == 0 ? null : $"{await errors}{await output}".Trim();
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception e)
        {
            return $"'{Program}' cannot be started: {e.Message}";
        }
    }
}
