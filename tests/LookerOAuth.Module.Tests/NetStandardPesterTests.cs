using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>The build for Windows PowerShell passes the Pester files, too: here in PowerShell 7, so on every system.</summary>
public sealed class NetStandardPesterTests : IDisposable
{
    /// <summary>They are about what both builds share, files and the attributes of parameters: what they run of the commands, the other
    /// files run, too.</summary>
    private static readonly string[] AboutWhatIsShared =
    [
        "Binding.Tests.ps1", "ConfigurationSample.Tests.ps1", "Documents.Tests.ps1", "Help.Tests.ps1", "Package.Tests.ps1", "Recipes.Tests.ps1",
        "Views.Tests.ps1",
    ];

    private readonly string _module = Path.Combine(Directory.CreateTempSubdirectory("module-").FullName, "LookerOAuth");

    [Fact]
    public async Task All_Pester_files_pass_with_the_build_for_Windows_PowerShell()
    {
        await PowerShellProcess.SkipIfUnavailableAsync();
        Copy(Repository.StagedModule, _module);
        Directory.Delete(Path.Combine(_module, "bin", "core"), recursive: true);
        Copy(Path.Combine(Repository.StagedModule, "bin", "desktop"), Path.Combine(_module, "bin", "core"));

        IEnumerable<string> files = Repository.PesterFiles.Where(file => !AboutWhatIsShared.Contains(Path.GetFileName(file)));
        PesterRun run = await PesterRun.OfAsync(files, _module, TimeSpan.FromMinutes(8));
        run.AssertPassed();
    }

    public void Dispose() => Directory.GetParent(_module)!.Delete(recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
