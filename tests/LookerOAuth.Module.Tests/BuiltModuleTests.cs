using System;
using System.IO;
using System.Threading.Tasks;
using Quickstart;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>What makes the quickstart build the module again.</summary>
public sealed class BuiltModuleTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("built-module-");

    public BuiltModuleTests()
    {
        Write("LookerOAuth.psd1", "@{}");
        Write("src/LookerOAuth.Core/LookerClient.cs", "one");
        Write("docs/help/Connect-Looker.md", "help");
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task What_was_never_built_or_is_gone_is_built()
    {
        BuiltModule module = new(_root.FullName);
        Assert.False(module.IsCurrent);

        await BuildAsync(module);
        Assert.True(module.IsCurrent);

        Directory.Delete(Path.Combine(_root.FullName, "out", "LookerOAuth"), recursive: true);
        Assert.False(module.IsCurrent);
    }

    [Theory]
    [InlineData("bin/core/LookerOAuth.Core.dll")]
    [InlineData("bin/desktop/LookerOAuth.Core.dll")]
    [InlineData("LookerOAuth.Format.ps1xml")]
    public async Task A_module_that_lacks_a_file_is_built(string file)
    {
        BuiltModule module = new(_root.FullName);
        await BuildAsync(module);

        File.Delete(Path.Combine(_root.FullName, "out", "LookerOAuth", file));

        Assert.False(module.IsCurrent);
    }

    [Fact]
    public async Task What_the_build_itself_writes_is_no_change()
    {
        BuiltModule module = new(_root.FullName);
        await BuildAsync(module);

        Write("src/LookerOAuth.Core/bin/Debug/LookerOAuth.Core.dll", "binary");
        Write("src/LookerOAuth.Core/obj/project.assets.json", "{}");

        Assert.True(module.IsCurrent);
    }

    [Theory]
    [InlineData("src/LookerOAuth.Core/LookerClient.cs", "two")]
    [InlineData("src/LookerOAuth.Core/Http/New.cs", "new")]
    [InlineData("docs/help/Connect-Looker.md", "other")]
    [InlineData("Directory.Build.props", "new")]
    [InlineData("src/LookerOAuth.Core/LookerClient.cs", null)]
    public async Task A_file_that_is_changed_added_or_deleted_is_a_change(string path, string? content)
    {
        BuiltModule module = new(_root.FullName);
        await BuildAsync(module);

        Write(path, content);

        Assert.False(module.IsCurrent);
    }

    [Fact]
    public async Task What_is_changed_during_the_build_is_built_the_next_time()
    {
        BuiltModule module = new(_root.FullName);

        await BuildAsync(module, () => Write("src/LookerOAuth.Core/LookerClient.cs", "three"));

        Assert.False(module.IsCurrent);
    }

    [Fact]
    public async Task A_build_that_fails_is_repeated()
    {
        BuiltModule module = new(_root.FullName);

        Assert.Equal("CS1002", await module.BuildAsync(() => Task.FromResult<string?>("CS1002")));

        Assert.False(module.IsCurrent);
    }

    private async Task BuildAsync(BuiltModule module, Action? meanwhile = null) =>
        Assert.Null(await module.BuildAsync(() =>
        {
            Write("out/LookerOAuth/LookerOAuth.psd1", "@{}");
            Write("out/LookerOAuth/LookerOAuth.Format.ps1xml", "<Configuration />");
            Write("out/LookerOAuth/bin/core/LookerOAuth.Core.dll", "binary");
            Write("out/LookerOAuth/bin/desktop/LookerOAuth.Core.dll", "binary");
            meanwhile?.Invoke();
            return Task.FromResult<string?>(null);
        }));

    private void Write(string path, string? content)
    {
        string full = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (content is null)
        {
            File.Delete(full);
        }
        else
        {
            File.WriteAllText(full, content);
        }
    }
}
