using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>Changes in words, for -WhatIf and -Confirm. Never shows a secret.</summary>
internal static class ChangeText
{
    /// <summary>The changes of a client app.</summary>
    public static string Of(OAuthClientAppChanges changes, GroupChoice group)
    {
        List<string> texts = [];
        Add(texts, "RedirectUri", changes.RedirectUri, uris => string.Join(" ", uris));
        Add(texts, "DisplayName", changes.DisplayName, text => text);
        Add(texts, "Description", changes.Description, text => text);
        Add(texts, "Enabled", changes.Enabled, isEnabled => isEnabled == true ? "true" : "false");
        Add(texts, "GroupId", changes.GroupId, text => text);
        if (group.Name is not null)
        {
            texts.Add($"GroupName = {group.Name}");
        }

        string text = string.Join(", ", texts);
        return changes.Enabled is { IsGiven: true, Value: false } ? $"{text}; {Strings.TokensExpire}" : text;
    }

    /// <summary>The changes of an external app.</summary>
    public static string Of(ExternalOAuthAppChanges changes)
    {
        List<string> texts = [];
        if (changes.ClientSecret is not null)
        {
            texts.Add(Strings.NewSecret);
        }

        Add(texts, "Name", changes.Name, text => text);
        Add(texts, "DialectName", changes.DialectName, text => text);
        Add(texts, "TenantId", changes.TenantId, text => text);
        Add(texts, "BiDirectionalDataAccess", changes.BiDirectionalDataAccess, isOn => isOn == true ? "true" : "false");
        return string.Join(", ", texts);
    }

    private static void Add<T>(List<string> texts, string name, Optional<T> change, System.Func<T, string> toText)
    {
        if (change.IsGiven)
        {
            texts.Add($"{name} = {(change.Value is { } value ? toText(value) : Strings.Nothing)}");
        }
    }
}
