// The main job in a real PowerShell, against the sandbox. With -NoExit it leaves you at a prompt, connected to the sandbox.
using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LookerOAuth.Tools;

bool keepsPrompt = args is [string option] && option.Equals("-NoExit", StringComparison.OrdinalIgnoreCase);
if (args.Length > 0 && !keepsPrompt)
{
    Console.Error.WriteLine("usage: dotnet run --project samples/Quickstart [-- -NoExit]");
    return 2;
}

string root = PinnedPowerShell.FindRepository();
PinnedPowerShell pinned;
try
{
    Task<PinnedPowerShell> restore = PinnedPowerShell.RestoreAsync(root, CancellationToken.None);
    if (await Task.WhenAny(restore, Task.Delay(TimeSpan.FromSeconds(1))) != restore)
    {
        Console.WriteLine("Restoring PowerShell (a .NET tool, 45 MB). This happens once.");
    }

    pinned = await restore;
}
catch (PowerShellUnavailableException e)
{
    Console.Error.WriteLine(e.Message);
    if (!e.IsOverride)
    {
        Console.Error.WriteLine("The quickstart needs it once from the package source (nuget.org): connect to the network and try again.");
    }

    return 1;
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
