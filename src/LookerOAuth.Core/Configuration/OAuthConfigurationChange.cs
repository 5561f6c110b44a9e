using System;
using System.Linq;

namespace LookerOAuth;

/// <summary>One difference between a document and an instance, as the change that removes it.</summary>
/// <remarks>
/// A new app is one <see cref="OAuthConfigurationAction.Create"/> without a property, and then one with each property that it gets.
/// Values are text, a bool, or a sorted <see cref="RedirectUriCollection"/>; a group is its name, or <c>{ "id": "7" }</c> if the name does
/// not tell which; a secret is only ever the document's reference to it.
/// </remarks>
public sealed class OAuthConfigurationChange : LookerResource
{
    /// <summary>What is done.</summary>
    public required OAuthConfigurationAction Action { get; init; }

    /// <summary>What it is done to.</summary>
    public required OAuthConfigurationKind Kind { get; init; }

    /// <summary>The client app's guid (of a user's activation, too), or the external app's client id.</summary>
    public required string Id { get; init; }

    /// <summary>The document's key; null if the whole app is meant.</summary>
    public string? Property { get; init; }

    /// <summary>What the instance has; null for nothing. Of a deactivation, the user.</summary>
    public object? Actual { get; init; }

    /// <summary>What the document asks for; null for nothing. Of an activation, the user.</summary>
    public object? Desired { get; init; }

    /// <summary>A line of a plan: <c>+ ClientApp a</c>, <c>~ ClientApp a.displayName: 'A' -> 'B'</c>, <c>- ClientApp a</c>.</summary>
    /// <remarks>The name of the connection stands before it if several instances were compared.</remarks>
    public override string ToString() => $"{(IsOneOfSeveral ? ConnectionName + ": " : "")}{Sign} {Kind} {Id.OnOneLine()}{(Property is null ? "" : $".{Property}: {Values}")}";

    private char Sign => Action switch
    {
        OAuthConfigurationAction.Update => '~',
        OAuthConfigurationAction.Deactivate or OAuthConfigurationAction.Remove => '-',
        _ => '+',
    };

    private string Values => Action switch
    {
        // The secret cannot be read.
        OAuthConfigurationAction.Update when Property == ExternalOAuthAppDocument.ClientSecretKey => $"{InWords(Desired)} (rotated)",
        OAuthConfigurationAction.Update => $"{InWords(Actual)} -> {InWords(Desired)}",
        OAuthConfigurationAction.Deactivate => InWords(Actual),
        _ => InWords(Desired),
    };

    private static string InWords(object? value) => value switch
    {
        null => "none",
        RedirectUriCollection list => $"[{string.Join(", ", list.Select(InWords))}]",
        bool flag => flag ? "true" : "false",
        _ => Quoted(value.ToString() ?? ""),
    };

    /// <summary>Text in quotes, references of the document as they stand there.</summary>
    private static string Quoted(string text)
    {
        string visible = text.OnOneLine();
        return visible.StartsWith("{ \"", StringComparison.Ordinal) ? visible : $"'{visible}'";
    }
}
