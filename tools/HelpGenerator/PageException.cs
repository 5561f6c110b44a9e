using System;

namespace LookerOAuth.Tools;

/// <summary>A help page does not have the form that it must have.</summary>
internal sealed class PageException(string file, string message) : Exception(message)
{
    public string File { get; } = file;
}
