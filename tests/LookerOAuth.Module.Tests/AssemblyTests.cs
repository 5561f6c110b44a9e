using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>Which assemblies ship, and what they need.</summary>
public sealed class AssemblyTests
{
    private static readonly string Core = Path.Combine(Repository.StagedModule, "bin", "core");
    private static readonly string Desktop = Path.Combine(Repository.StagedModule, "bin", "desktop");

    /// <summary>What .NET Framework 4.7.2 and Windows PowerShell 5.1 bring themselves.</summary>
    private static readonly string[] InBox =
    [
        "mscorlib", "netstandard", "System", "System.Core", "System.Numerics", "System.Management.Automation",
    ];

    [Fact]
    public void PowerShell_7_gets_our_three_assemblies_and_no_others() =>
        Assert.Equal(
            ["LookerOAuth.Core.dll", "LookerOAuth.PowerShell.dll", "LookerOAuth.Sandbox.dll"],
            Directory.EnumerateFiles(Core).Select(Path.GetFileName).Order());

    [Fact]
    public void Windows_PowerShell_finds_every_assembly_at_exactly_the_version_that_is_asked_for()
    {
        // It has no binding redirects: another version is no version.
        Dictionary<string, AssemblyName> shipped = Directory.EnumerateFiles(Desktop, "*.dll")
            .Select(AssemblyName.GetAssemblyName)
            .ToDictionary(name => name.Name!);
        List<string> missing = [];
        foreach (string file in Directory.EnumerateFiles(Desktop, "*.dll"))
        {
            foreach (AssemblyName needed in ReferencesOf(file).Where(n => !InBox.Contains(n.Name)))
            {
                if (!shipped.TryGetValue(needed.Name!, out AssemblyName? found) || found.Version != needed.Version)
                {
                    missing.Add($"{Path.GetFileName(file)} needs {needed.Name} {needed.Version}, and {found?.Version?.ToString() ?? "none"} is there");
                }
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void Windows_PowerShell_gets_nothing_that_nobody_needs()
    {
        string[] files = [.. Directory.EnumerateFiles(Desktop, "*.dll")];
        HashSet<string> needed = [.. files.SelectMany(ReferencesOf).Select(n => n.Name!)];

        Assert.Equal(
            ["LookerOAuth.PowerShell"],
            files.Select(f => Path.GetFileNameWithoutExtension(f)).Where(name => !needed.Contains(name)));
        Assert.Equal(files.Length, Directory.GetFiles(Desktop).Length);
    }

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void Dependencies_point_one_way(string folder)
    {
        string bin = Path.Combine(Repository.StagedModule, "bin", folder);
        string[] core = [.. ReferencesOf(Path.Combine(bin, "LookerOAuth.Core.dll")).Select(n => n.Name!)];
        string[] sandbox = [.. ReferencesOf(Path.Combine(bin, "LookerOAuth.Sandbox.dll")).Select(n => n.Name!)];

        Assert.DoesNotContain("System.Management.Automation", core);
        Assert.DoesNotContain("System.Management.Automation", sandbox);
        Assert.DoesNotContain(core, name => name.StartsWith("LookerOAuth", StringComparison.Ordinal));
        Assert.DoesNotContain(sandbox, name => name.StartsWith("LookerOAuth", StringComparison.Ordinal));
    }

    [Fact]
    public void No_two_projects_share_a_file_name()
    {
        IEnumerable<IGrouping<string?, string>> shared = Repository.Files(Repository.Root, ".cs")
            .Where(file => Path.GetFileName(file) != "Program.cs")
            .GroupBy(file => Path.GetFileName(file))
            .Where(files => files.Count() > 1);

        Assert.Empty(shared.Select(files => string.Join(", ", files.Select(file => Path.GetRelativePath(Repository.Root, file)))));
    }

    [Fact]
    public void The_version_is_that_of_the_build_properties()
    {
        XDocument properties = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"));
        string version = properties.Descendants("Version").Single().Value;
        string manifest = File.ReadAllText(Path.Combine(Repository.StagedModule, "LookerOAuth.psd1"));

        Assert.Equal(version, Regex.Match(manifest, @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value);
        Assert.Equal(version, AssemblyName.GetAssemblyName(Path.Combine(Core, "LookerOAuth.PowerShell.dll")).Version!.ToString(3));
        Assert.Equal(version, AssemblyName.GetAssemblyName(Path.Combine(Desktop, "LookerOAuth.PowerShell.dll")).Version!.ToString(3));
    }

    private static IEnumerable<AssemblyName> ReferencesOf(string file)
    {
        using PEReader image = new(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }
}
