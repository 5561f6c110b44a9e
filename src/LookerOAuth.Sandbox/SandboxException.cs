using System;
using System.IO;

namespace LookerOAuth.Sandbox;

/// <summary>The sandbox cannot listen: the port is taken, or may not be opened.</summary>
public sealed class SandboxException : IOException
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public SandboxException()
    {
    }

    /// <summary>Makes an exception that says what is wrong.</summary>
    /// <param name="message">A sentence for a person.</param>
    public SandboxException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception that says what is wrong and why.</summary>
    /// <param name="message">A sentence for a person.</param>
    /// <param name="innerException">What the system said; may be null.</param>
    public SandboxException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
