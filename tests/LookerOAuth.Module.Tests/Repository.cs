using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LookerOAuth.Tools;

namespace LookerOAuth.Module.Tests;

/// <summary>The project's folders, found from where the tests run.</summary>
internal static class Repository
{
    private static readonly string[] MadeFolders = ["out", "bin", "obj", "artifacts", "TestResults", ".git"];

    public static string Root { get; } = PinnedPowerShell.FindRepository();

    public static string StagedModule { get; } = Path.Combine(Root, "out", "LookerOAuth");

    public static string CmdletSources { get; } = Path.Combine(Root, "src", "LookerOAuth.PowerShell");

    public static string PesterFolder { get; } = Path.Combine(Root, "tests", "pester");

    public static IReadOnlyList<string> PesterFiles { get; } =
        [.. Directory.EnumerateFiles(PesterFolder, "*.Tests.ps1").Order(StringComparer.Ordinal)];

    /// <summary>The files of a kind below a folder that people wrote, not those that a build made.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(MadeFolders.Contains))
            .Order(StringComparer.Ordinal);
}
