namespace LookerOAuth;

/// <summary>One difference between a document and an instance, as the change that removes it.</summary>
/// <remarks>
/// A new app is one <see cref="OAuthConfigurationAction.Create"/> without a property, and then one with each property that it gets.
/// Values are text, a bool, or (redirect URIs) a sorted array of text; a group is its name, or <c>{ "id": "7" }</c> where the name does
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

    /// <summary>The document's key; null where the whole app is meant.</summary>
    public string? Property { get; init; }

    /// <summary>What the instance has; null for nothing. Of a deactivation, the user.</summary>
    public object? Actual { get; init; }

    /// <summary>What the document asks for; null for nothing. Of an activation, the user.</summary>
    public object? Desired { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Action} {Kind} {Id}{(Property is null ? "" : $" {Property}: {InWords(Actual)} → {InWords(Desired)}")}";

    private static string InWords(object? value) => value switch
    {
        null => "none",
        string[] list => string.Join(", ", list),
        bool flag => flag ? "true" : "false",
        _ => value.ToString() ?? "",
    };
}
