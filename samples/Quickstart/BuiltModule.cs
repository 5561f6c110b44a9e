using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Quickstart;

/// <summary>
/// The module at <c>out/LookerOAuth</c>. MSBuild takes seconds to find that nothing has changed; here, the names, sizes and times
/// of all source files are compared with those of the last build.
/// </summary>
public sealed class BuiltModule
{
    private static readonly string[] Sources = ["src", "tools", "schemas", "docs/help"];
    private static readonly string[] BuildFolders = ["bin", "obj"];

    private readonly string _root;
    private readonly string _module;
    // A line that stands for the source files of the last build, then one for each file that it has staged.
    private readonly string _record;

    /// <summary>The module of a checkout, built or not.</summary>
    /// <param name="root">The folder of the solution.</param>
    public BuiltModule(string root)
    {
        _root = root;
        _module = Path.Combine(root, "out", "LookerOAuth");
        _record = Path.Combine(root, "out", "LookerOAuth.sources");
    }

    /// <summary>Whether it is there as a whole, and built from the source files as they are now.</summary>
    public bool IsCurrent =>
        File.Exists(_record)
        && File.ReadAllLines(_record) is [string fingerprint, .. { Length: > 0 } staged]
        && staged.All(file => File.Exists(Path.Combine(_module, file)))
        && fingerprint == Fingerprint();

    /// <summary>Builds it, and remembers from what. Returns what <paramref name="build"/> does.</summary>
    /// <param name="build">Builds. Returns null if that succeeds, else the reason.</param>
    public async Task<string?> BuildAsync(Func<Task<string?>> build)
    {
        // Before the build: what somebody changes meanwhile may not be in it.
        string fingerprint = Fingerprint();
        string? reason = await build();
        if (reason is null)
        {
            IEnumerable<string> staged = Directory.EnumerateFiles(_module, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_module, file));
            await File.WriteAllLinesAsync(_record, [fingerprint, .. staged], CancellationToken.None);
        }

        return reason;
    }

    private string Fingerprint()
    {
        IEnumerable<string> files = new DirectoryInfo(_root).EnumerateFiles()
            .Concat(Sources.SelectMany(folder => FilesIn(new DirectoryInfo(Path.Combine(_root, folder)))))
            .Select(f => $"{f.FullName}|{f.Length}|{f.LastWriteTimeUtc:O}")
            .Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files))));
    }

    private static IEnumerable<FileInfo> FilesIn(DirectoryInfo folder) =>
        !folder.Exists
            ? []
            : folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(f => !BuildFolders.Contains(f.Name)).SelectMany(FilesIn));
}
