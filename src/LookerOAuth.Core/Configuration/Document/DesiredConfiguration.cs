using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>What a document asks for, variables filled in. What is null or not given is not managed.</summary>
internal sealed record DesiredConfiguration
{
    /// <summary>The client apps; null where the document has no such section, which leaves them all alone.</summary>
    public IReadOnlyList<DesiredClientApp>? ClientApps { get; init; }

    /// <summary>The external apps; null where the document has no such section, which leaves them all alone.</summary>
    public IReadOnlyList<DesiredExternalApp>? ExternalApps { get; init; }
}

/// <summary>What a document asks of one client app.</summary>
internal sealed record DesiredClientApp(string ClientGuid)
{
    public IReadOnlyList<string>? RedirectUri { get; init; }

    public string? DisplayName { get; init; }

    public Optional<string> Description { get; init; }

    public bool? Enabled { get; init; }

    public Optional<NameOrId> Group { get; init; }

    public IReadOnlyList<NameOrId>? Users { get; init; }
}

/// <summary>What a document asks of one external app.</summary>
internal sealed record DesiredExternalApp(string ClientId)
{
    public string? Name { get; init; }

    public Optional<string> DialectName { get; init; }

    public Optional<string> TenantId { get; init; }

    public bool? BiDirectionalDataAccess { get; init; }

    /// <summary>The name of the secret; null where the document names none.</summary>
    public string? SecretName { get; init; }
}

/// <summary>A group or a user in the document: by name (e-mail address), or by id where the name does not tell which.</summary>
internal sealed record NameOrId(string? Name, string? Id)
{
    public static NameOrId OfName(string name) => new(name, null);

    public static NameOrId OfId(string id) => new(null, id);

    /// <summary>The document's own notation: a name as it is, an id as <c>{ "id": "7" }</c>.</summary>
    public override string ToString() => Name ?? $"{{ \"{DocumentKeys.Id}\": \"{JsonEncodedText.Encode(Id ?? "")}\" }}";
}
