using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LookerOAuth;

/// <summary>The person's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address in the platform's way.</summary>
    /// <param name="address">The address; http or https.</param>
    /// <returns>False on machines without a browser or a screen.</returns>
    public static bool TryOpen(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
        {
            return false;
        }

        try
        {
            return Start(address.AbsoluteUri);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static bool Start(string address)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // No process where a browser that runs already takes the address.
            Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
            return true;
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            using Process? open = Process.Start(new ProcessStartInfo("open", $"\"{address}\"") { UseShellExecute = false });
            return open is not null;
        }

        return (HasVariable("DISPLAY") || HasVariable("WAYLAND_DISPLAY")) && StartByShell(address);
    }

    /// <summary>A browser writes warnings as long as it runs. They must not go to the terminal, nor into a pipe of ours: closed, it would end the browser.</summary>
    private static bool StartByShell(string address)
    {
        const string Script = "command -v xdg-open > /dev/null || exit 1; xdg-open \\\"$0\\\" > /dev/null 2>&1 &";
        using Process? shell = Process.Start(new ProcessStartInfo("sh", $"-c \"{Script}\" \"{address}\"") { UseShellExecute = false });
        shell?.WaitForExit();
        return shell?.ExitCode == 0;
    }

    private static bool HasVariable(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
