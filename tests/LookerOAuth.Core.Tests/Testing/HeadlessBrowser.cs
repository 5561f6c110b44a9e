using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>A Chromium without a window, driven over its debugging protocol: opens a page and clicks on it.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _page;

    private HeadlessBrowser(Process process, string profile, ClientWebSocket page)
    {
        _process = process;
        _profile = profile;
        _page = page;
    }

    /// <summary>The browser's program; null where none is installed.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static async Task<HeadlessBrowser> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        string profile = System.IO.Directory.CreateTempSubdirectory("lookeroauth-browser").FullName;
        ProcessStartInfo start = new(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={profile}", address.AbsoluteUri])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        ClientWebSocket page = new();
        HeadlessBrowser browser = new(process, profile, page);
        try
        {
            await page.ConnectAsync(await PageAsync(profile, address, cancellationToken), cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Clicks on an element as soon as it is there.</summary>
    public async Task ClickAsync(string id, CancellationToken cancellationToken)
    {
        string script = $"(e => e === null ? 'absent' : (e.click(), 'clicked'))(document.getElementById('{id}'))";
        for (int number = 1; ; number++)
        {
            if ((await EvaluateAsync(number, script, cancellationToken)).Contains("clicked", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        try
        {
            System.IO.Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A last process of the browser may still write; the folder is a temporary one.
        }
    }

    private async Task<string> EvaluateAsync(int number, string script, CancellationToken cancellationToken)
    {
        byte[] call = JsonSerializer.SerializeToUtf8Bytes(new { id = number, method = "Runtime.evaluate", @params = new { expression = script } });
        await _page.SendAsync(call, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        byte[] buffer = new byte[16 * 1024];
        WebSocketReceiveResult received = await _page.ReceiveAsync(buffer, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    /// <summary>Where the page can be driven, once the browser has written down its port and opened the page.</summary>
    private static async Task<Uri> PageAsync(string profile, Uri address, CancellationToken cancellationToken)
    {
        string portFile = Path.Combine(profile, "DevToolsActivePort");
        using HttpClient http = new();
        while (true)
        {
            if (File.Exists(portFile) && (await File.ReadAllLinesAsync(portFile, cancellationToken)) is [var port, ..])
            {
                using JsonDocument pages = JsonDocument.Parse(await http.GetStringAsync($"http://127.0.0.1:{port}/json/list", cancellationToken));
                foreach (JsonElement page in pages.RootElement.EnumerateArray())
                {
                    if (page.GetProperty("url").GetString()!.StartsWith(address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal))
                    {
                        return new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!);
                    }
                }
            }

            await Task.Delay(50, cancellationToken);
        }
    }
}
