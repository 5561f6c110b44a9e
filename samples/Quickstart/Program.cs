// The main job in a real PowerShell, against the sandbox. With -NoExit it leaves you at a prompt, connected to the sandbox.
using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LookerOAuth.Tools;
using Quickstart;

bool keepsPrompt = args is [string option] && option.Equals("-NoExit", StringComparison.OrdinalIgnoreCase);
if (args.Length > 0 && !keepsPrompt)
{
    Console.Error.WriteLine("usage: dotnet run --project samples/Quickstart [-- -NoExit]");
    return 2;
}

string root = PinnedPowerShell.FindRepository();
BuiltModule module = new(root);
bool isCurrent = module.IsCurrent;
if (!isCurrent)
{
    Console.WriteLine("Building the module. The first time, packages and PowerShell (a .NET tool, 45 MB) are restored as well.");
}

PinnedPowerShell pinned;
try
{
    Task<PinnedPowerShell> restore = PinnedPowerShell.RestoreAsync(root, CancellationToken.None);
    // Analyzers are for those who change the code.
    string? reason = isCurrent ? null : await module.BuildAsync(() => DotNet.RunAsync(
        root, ["build", "src/LookerOAuth.PowerShell", "-nologo", "-v:q", "-p:RunAnalyzers=false"], CancellationToken.None));
    pinned = await restore;
    if (reason is not null)
    {
        return Fail($"The module cannot be built:\n{reason}");
    }
}
catch (PowerShellUnavailableException e) when (e.IsOverride)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (PowerShellUnavailableException e)
{
    return Fail(e.Message);
}

string script = Path.Combine(root, "samples", "Quickstart", "Invoke-Quickstart.ps1");
ProcessStartInfo start = pinned.StartInfo(keepsPrompt ? ["-NoExit", "-File", script, "-KeepConnected"] : ["-File", script]);
// So the module that was just built is found by its name.
start.Environment["PSModulePath"] = Path.Combine(root, "out");
if (Console.IsOutputRedirected)
{
    start.Environment["NO_COLOR"] = "1";
}

using Process process = Process.Start(start)!;
await process.WaitForExitAsync();
return process.ExitCode;

static int Fail(string reason)
{
    Console.Error.WriteLine(reason);
    Console.Error.WriteLine("The first run needs the package source (nuget.org). If the network is down, connect to it and try again.");
    return 1;
}
