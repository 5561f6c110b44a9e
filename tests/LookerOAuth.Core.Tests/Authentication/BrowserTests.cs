using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Not beside others: what the machine has is in variables that all share.</summary>
[CollectionDefinition(nameof(BrowserTests), DisableParallelization = true)]
[Collection(nameof(BrowserTests))]
public sealed class BrowserTests
{
    private static readonly Uri Page = new("https://looker.example.com/auth?a=b&c=$(d)");

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("com.example.app://callback")]
    public void Only_a_web_page_is_opened(string address) => Assert.False(Browser.TryOpen(new Uri(address)));

    [Fact]
    public async Task Browser_that_complains_long_after_its_start_lives_on()
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "Only on Linux does a browser write to where its caller writes.");
        using Desktop desktop = new("read line < go; echo chatter && echo chatter >&2 && echo \"$1\" > done");

        Assert.True(desktop.Open(Page));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await desktop.WriteAsync("go").WaitAsync(TestLooker.Patience);

        Assert.Equal(Page.AbsoluteUri + "\n", await desktop.ReadAsync("done").WaitAsync(TestLooker.Patience));
    }

    [Fact]
    public void Machine_without_a_browser_is_told_from_others()
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "Elsewhere the system opens the browser.");
        using Desktop desktop = new(script: null);

        Assert.False(desktop.Open(Page));
    }

    /// <summary>A screen, and a folder with the program that opens a browser, or without one. Its pipes make script and test wait for each other.</summary>
    private sealed class Desktop : IDisposable
    {
        private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("lookeroauth-desktop").FullName;
        private readonly string _path;

        public Desktop(string? script)
        {
            _path = $"{_folder}:/usr/bin:/bin";
            Run("mkfifo", $"{_folder}/go {_folder}/done");
            if (script is null)
            {
                // Not even the machine's own.
                Run("ln", $"-s /bin/sh {_folder}/sh");
                _path = _folder;
                return;
            }

            File.WriteAllText($"{_folder}/xdg-open", $"#!/bin/sh\ncd {_folder}\n{script}\n");
            Run("chmod", $"+x {_folder}/xdg-open");
        }

        public bool Open(Uri address)
        {
            string? path = Environment.GetEnvironmentVariable("PATH");
            string? display = Environment.GetEnvironmentVariable("DISPLAY");
            try
            {
                Environment.SetEnvironmentVariable("PATH", _path);
                Environment.SetEnvironmentVariable("DISPLAY", ":0");
                return Browser.TryOpen(address);
            }
            finally
            {
                Environment.SetEnvironmentVariable("PATH", path);
                Environment.SetEnvironmentVariable("DISPLAY", display);
            }
        }

        public Task WriteAsync(string pipe) => Task.Run(() => File.WriteAllText($"{_folder}/{pipe}", "\n"));

        public Task<string> ReadAsync(string pipe) => Task.Run(() => File.ReadAllText($"{_folder}/{pipe}"));

        public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

        private static void Run(string program, string arguments)
        {
            using Process process = Process.Start(program, arguments)!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }
}
