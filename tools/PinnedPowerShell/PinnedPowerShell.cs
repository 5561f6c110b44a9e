using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Tools;

/// <summary>
/// The PowerShell that tests and the quickstart use: the .NET tool that <c>.config/dotnet-tools.json</c> pins, or the program that
/// the variable LOOKEROAUTH_PWSH names. Whatever else is installed on the machine does not matter.
/// </summary>
public sealed class PinnedPowerShell
{
    /// <summary>The name of the variable with the path of another PowerShell.</summary>
    public const string OverrideVariable = "LOOKEROAUTH_PWSH";

    private readonly string _root;
    private readonly string _program;
    private readonly string[] _leadingArguments;

    private PinnedPowerShell(string root, string program, params string[] leadingArguments)
    {
        _root = root;
        _program = program;
        _leadingArguments = leadingArguments;
    }

    /// <summary>The folder of the solution, found from where the program runs.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not run inside a checkout.</exception>
    public static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LookerOAuth.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("LookerOAuth.slnx is in no folder above the program.");
    }

    /// <summary>Restores the pinned PowerShell if it is not there yet.</summary>
    /// <param name="root">The folder of the solution.</param>
    /// <param name="cancellationToken">Ends the restore.</param>
    /// <exception cref="PowerShellUnavailableException">It cannot be restored, or LOOKEROAUTH_PWSH names no file.</exception>
    public static async Task<PinnedPowerShell> RestoreAsync(string root, CancellationToken cancellationToken)
    {
        string? other = Environment.GetEnvironmentVariable(OverrideVariable);
        if (!string.IsNullOrEmpty(other))
        {
            return File.Exists(other)
                ? new PinnedPowerShell(root, other)
                : throw new PowerShellUnavailableException($"{OverrideVariable} names '{other}', which is not there.", isOverride: true);
        }

        string? reason = await DotNet.RunAsync(root, ["tool", "restore"], cancellationToken);
        return reason is null
            ? new PinnedPowerShell(root, DotNet.Program, "tool", "run", "pwsh", "--")
            : throw new PowerShellUnavailableException($"The pinned PowerShell cannot be restored:\n{reason}", isOverride: false);
    }

    /// <summary>How to start it: in the folder of the solution, without profile.</summary>
    /// <param name="arguments">What PowerShell gets.</param>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments) =>
        new(_program, [.. _leadingArguments, "-NoProfile", .. arguments]) { WorkingDirectory = _root };
}
