using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>A JSON value that knows its place.</summary>
/// <param name="Kind">What kind of value it is.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record DocumentNode(JsonTokenType Kind, DocumentPlace Place)
{
    /// <summary>The text of a string, the digits of a number; else empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The members of an object, in their order, each key once.</summary>
    public List<DocumentMember> Members { get; } = [];

    /// <summary>The items of an array.</summary>
    public List<DocumentNode> Items { get; } = [];

    /// <summary>The kind in words, for faults: "a string".</summary>
    public string KindInWords => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };
}

/// <summary>A member of an object.</summary>
/// <param name="Key">The key, as it stands in the document.</param>
/// <param name="Place">Where the key stands; its path is the value's.</param>
/// <param name="Value">The value.</param>
internal sealed record DocumentMember(string Key, DocumentPlace Place, DocumentNode Value);
