using System;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace LookerOAuth;

/// <summary>The person behind a host, if there is one.</summary>
internal static class HostPrompt
{
    /// <summary>Asks for something.</summary>
    /// <param name="host">The host of the command.</param>
    /// <param name="question">Asks it.</param>
    /// <returns>What was given; null if the host cannot prompt.</returns>
    public static T? Ask<T>(PSHost? host, Func<PSHostUserInterface, T?> question)
        where T : class
    {
        if (host?.UI is not { } ui)
        {
            return null;
        }

        try
        {
            return question(ui);
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
        {
            // PowerShell's -NonInteractive, and the ways in which hosts without a person behind them say so.
            return null;
        }
    }
}
