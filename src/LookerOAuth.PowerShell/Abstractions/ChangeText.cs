using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>Changes in words, for -WhatIf and -Confirm. Never shows a secret.</summary>
internal static class ChangeText
{
    /// <summary>The changes of a client app.</summary>
    public static string Of(OAuthClientAppChanges changes, GroupChoice group)
    {
        IEnumerable<string> texts = changes.Given.Select(Text);
        string list = string.Join(", ", group.Name is null ? texts : texts.Append(Text(("GroupName", group.Name))));
        return changes.Enabled is { IsGiven: true, Value: false } ? $"{list}; {Strings.TokensExpire}" : list;
    }

    /// <summary>The changes of an external app.</summary>
    public static string Of(ExternalOAuthAppChanges changes)
    {
        IEnumerable<string> texts = changes.Given.Select(Text);
        return string.Join(", ", changes.ClientSecret is null ? texts : texts.Prepend(Strings.NewSecret));
    }

    /// <summary>What an external app does not have although it was sent; null for nothing.</summary>
    public static string? NotTaken(string clientId, ExternalOAuthAppChanges sent, ExternalOAuthApp app) =>
        sent.NotTakenBy(app) is { Count: > 0 } names ? Strings.NotTaken.With(string.Join(", ", names), clientId) : null;

    private static string Text((string Name, object? Value) change) => $"{change.Name} = {ValueText(change.Value)}";

    private static string ValueText(object? value) => value switch
    {
        null => Strings.Nothing,
        bool isTrue => isTrue ? "true" : "false",
        IReadOnlyList<string> list => string.Join(" ", list),
        _ => value.ToString() ?? "",
    };
}
