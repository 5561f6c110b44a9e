using System;

namespace LookerOAuth.Tools;

/// <summary>The PowerShell that is to be used cannot be had.</summary>
public sealed class PowerShellUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Why.</param>
    /// <param name="isOverride">Whether the caller named a PowerShell that is not there.</param>
    public PowerShellUnavailableException(string message, bool isOverride)
        : base(message) => IsOverride = isOverride;

    /// <summary>Whether the caller named a PowerShell that is not there: a mistake, and no missing network.</summary>
    public bool IsOverride { get; }
}
