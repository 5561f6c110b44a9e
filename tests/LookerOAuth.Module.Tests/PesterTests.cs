using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>The Pester files, each as a row.</summary>
public sealed class PesterTests
{
    public static TheoryData<string> Files => [.. Repository.PesterFiles.Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pester(string file)
    {
        await PowerShellProcess.SkipIfUnavailableAsync();
        PesterRun run = await PesterRun.OfAsync([Path.Combine(Repository.PesterFolder, file)], module: null, TimeSpan.FromMinutes(5));
        run.AssertPassed();
    }
}
