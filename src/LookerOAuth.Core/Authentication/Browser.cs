using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LookerOAuth;

/// <summary>The person's browser.</summary>
public static class Browser
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
            using Process? process = Start(address.AbsoluteUri);
            return process is not null || RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static Process? Start(string address)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            return Process.Start(new ProcessStartInfo("open", $"\"{address}\"") { UseShellExecute = false });
        }

        bool hasScreen = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
        return hasScreen
            ? Process.Start(new ProcessStartInfo("xdg-open", $"\"{address}\"")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })
            : null;
    }
}
