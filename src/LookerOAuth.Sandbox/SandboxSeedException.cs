using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>A seed has errors. The message lists all of them, each with its place in the JSON.</summary>
public sealed class SandboxSeedException : FormatException
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public SandboxSeedException()
    {
    }

    /// <summary>Makes an exception that says what is wrong.</summary>
    /// <param name="message">A sentence for a person.</param>
    public SandboxSeedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception that says what is wrong and why.</summary>
    /// <param name="message">A sentence for a person.</param>
    /// <param name="innerException">What the reader said; may be null.</param>
    public SandboxSeedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal SandboxSeedException(string? source, IReadOnlyList<string> errors, Exception? innerException = null)
        : base(Describe(source, errors), innerException) => Errors = errors;

    /// <summary>One line an error, such as <c>$.users[0].emial: unknown key</c>.</summary>
    public IReadOnlyList<string> Errors { get; } = [];

    private static string Describe(string? source, IReadOnlyList<string> errors)
    {
        string seed = source is null ? "The seed" : $"The seed '{source}'";
        return errors.Count == 1
            ? $"{seed} has an error: {errors[0]}"
            : $"{seed} has {errors.Count} errors:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}";
    }
}
