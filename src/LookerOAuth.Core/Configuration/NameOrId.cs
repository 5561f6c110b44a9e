using System.Text.Json;

namespace LookerOAuth;

/// <summary>A group or a user in the document: by name (e-mail address), or by id if the name does not tell which.</summary>
internal sealed record NameOrId(string? Name, string? Id)
{
    /// <summary>The key of an id: <c>{ "id": "7" }</c>.</summary>
    public const string IdKey = "id";

    public static NameOrId OfName(string name) => new(name, null);

    public static NameOrId OfId(string id) => new(null, id);

    /// <summary>The document's own notation: a name as it is, an id as <c>{ "id": "7" }</c>.</summary>
    public override string ToString() => Name ?? $"{{ \"{IdKey}\": \"{JsonEncodedText.Encode(Id ?? "")}\" }}";
}
