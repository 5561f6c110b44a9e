using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>Makes the desired state of a document. Every fault is gathered; the result counts only where there was none.</summary>
internal sealed class DocumentReader
{
    private readonly IReadOnlyDictionary<string, string>? _variables;
    private readonly DocumentFaults _faults;
    private readonly SortedSet<string> _variableNames = new(StringComparer.OrdinalIgnoreCase);

    private DocumentReader(IReadOnlyDictionary<string, string>? variables, DocumentFaults faults)
    {
        _variables = variables;
        _faults = faults;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="variables">The variables, found without regard to case; null leaves them as they stand.</param>
    /// <param name="source">The file that it came from, for the error; null for none.</param>
    /// <param name="variableNames">The variables that the document uses.</param>
    /// <exception cref="LookerApiException">The document has faults; the message lists all of them.</exception>
    public static DesiredConfiguration Read(
        string json, IReadOnlyDictionary<string, string>? variables, string? source, out IReadOnlyList<string> variableNames)
    {
        DocumentFaults faults = new();
        DocumentReader reader = new(variables, faults);
        DocumentNode? root = DocumentParser.Parse(json, faults);
        DesiredConfiguration desired = root is null ? new DesiredConfiguration() : reader.Document(root);
        faults.ThrowIfAny(source);
        variableNames = [.. reader._variableNames];
        return desired;
    }

    private DesiredConfiguration Document(DocumentNode root)
    {
        Dictionary<string, DocumentNode>? members = Members(root, DocumentKeys.OfDocument);
        if (members is null)
        {
            return new DesiredConfiguration();
        }

        if (members.TryGetValue(DocumentKeys.SchemaKey, out DocumentNode? schema) && schema.Kind != JsonTokenType.String)
        {
            Wrong(schema, "a string");
        }

        CheckVersion(root, members);
        return new DesiredConfiguration
        {
            ClientApps = members.TryGetValue(DocumentKeys.ClientApps, out DocumentNode? clientApps)
                ? Apps(clientApps, "client guid", ClientApp)
                : null,
            ExternalApps = members.TryGetValue(DocumentKeys.ExternalApps, out DocumentNode? externalApps)
                ? Apps(externalApps, "client id", ExternalApp)
                : null,
        };
    }

    private void CheckVersion(DocumentNode root, Dictionary<string, DocumentNode> members)
    {
        if (!members.TryGetValue(DocumentKeys.VersionKey, out DocumentNode? version))
        {
            _faults.Add(root.Place, $"the key '{DocumentKeys.VersionKey}' is missing: add \"version\": {DocumentKeys.Version}");
        }
        else if (version.Kind != JsonTokenType.Number)
        {
            Wrong(version, $"the number {DocumentKeys.Version}");
        }
        else if (version.Text != "1")
        {
            _faults.Add(version.Place, $"this release reads version {DocumentKeys.Version} of the format, not {version.Text}");
        }
    }

    private List<T> Apps<T>(DocumentNode section, string idName, Func<string, DocumentNode, T> read)
    {
        List<T> apps = [];
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        if (section.Kind != JsonTokenType.StartObject)
        {
            Wrong(section, $"an object with a key for each {idName}");
            return apps;
        }

        foreach (DocumentMember member in section.Members)
        {
            string id = Expand(member.Key, member.Place);
            CheckIdentifier(id, idName, member.Place);
            if (lines.TryGetValue(id, out int line))
            {
                _faults.Add(member.Place, $"the {idName} '{id}' stands here a second time, after line {line}");
            }
            else
            {
                lines.Add(id, member.Place.Line);
            }

            apps.Add(read(id, member.Value));
        }

        return apps;
    }

    private DesiredClientApp ClientApp(string guid, DocumentNode node)
    {
        DesiredClientApp app = new(guid);
        foreach (KeyValuePair<string, DocumentNode> member in Members(node, DocumentKeys.OfClientApp) ?? [])
        {
            DocumentNode value = member.Value;
            app = member.Key switch
            {
                DocumentKeys.RedirectUri => app with { RedirectUri = RedirectUris(value) },
                DocumentKeys.DisplayName => app with { DisplayName = Text(value) },
                DocumentKeys.Description => app with { Description = TextOrNull(value) },
                DocumentKeys.Enabled => app with { Enabled = Flag(value) },
                DocumentKeys.Group => app with
                {
                    Group = new Optional<NameOrId>(value.Kind == JsonTokenType.Null ? null : Reference(value, "a name, null or { \"id\": \"…\" }")),
                },
                _ => app with { Users = Users(value) },
            };
        }

        return app;
    }

    private DesiredExternalApp ExternalApp(string clientId, DocumentNode node)
    {
        DesiredExternalApp app = new(clientId);
        foreach (KeyValuePair<string, DocumentNode> member in Members(node, DocumentKeys.OfExternalApp) ?? [])
        {
            DocumentNode value = member.Value;
            app = member.Key switch
            {
                DocumentKeys.Name => app with { Name = Text(value) },
                DocumentKeys.DialectName => app with { DialectName = TextOrNull(value) },
                DocumentKeys.TenantId => app with { TenantId = TextOrNull(value) },
                DocumentKeys.BiDirectionalDataAccess => app with { BiDirectionalDataAccess = Flag(value) },
                _ => app with { SecretName = SecretName(value) },
            };
        }

        return app;
    }

    private string? SecretName(DocumentNode node)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            // The value is not repeated: it may be the secret itself.
            _faults.Add(node.Place, $"a secret never stands in the document: must be {{ \"{DocumentKeys.Secret}\": \"name\" }}, not {node.KindInWords}");
            return null;
        }

        return Only(node, DocumentKeys.OfSecretReference, DocumentKeys.Secret);
    }

    private NameOrId? Reference(DocumentNode node, string due)
    {
        switch (node.Kind)
        {
            case JsonTokenType.String:
                return Text(node) is { } name ? NameOrId.OfName(name) : null;
            case JsonTokenType.StartObject:
                return Only(node, DocumentKeys.OfIdReference, DocumentKeys.Id) is { } id ? NameOrId.OfId(id) : null;
            default:
                Wrong(node, due);
                return null;
        }
    }

    /// <summary>The text of an object's only key.</summary>
    private string? Only(DocumentNode node, IReadOnlyList<string> keys, string key)
    {
        if (Members(node, keys) is not { } members)
        {
            return null;
        }

        if (members.TryGetValue(key, out DocumentNode? value))
        {
            return Text(value);
        }

        _faults.Add(node.Place, $"the key '{key}' is missing");
        return null;
    }

    private List<string> RedirectUris(DocumentNode node)
    {
        List<string> uris = Items(node, StringComparer.Ordinal, item => Text(item), uri => uri);
        if (node.Kind == JsonTokenType.StartArray && node.Items.Count == 0)
        {
            _faults.Add(node.Place, "an app has one redirect URI at least; leave the key out where it is not managed");
        }

        return uris;
    }

    private List<NameOrId> Users(DocumentNode node) =>
        Items(node, StringComparer.OrdinalIgnoreCase, item => Reference(item, "an e-mail address or { \"id\": \"…\" }"), user => user.ToString());

    private List<T> Items<T>(DocumentNode node, StringComparer comparer, Func<DocumentNode, T?> read, Func<T, string> key)
        where T : class
    {
        List<T> items = [];
        if (node.Kind != JsonTokenType.StartArray)
        {
            Wrong(node, "an array");
            return items;
        }

        HashSet<string> seen = new(comparer);
        foreach (DocumentNode item in node.Items)
        {
            if (read(item) is not { } value)
            {
                continue;
            }

            if (seen.Add(key(value)))
            {
                items.Add(value);
            }
            else
            {
                _faults.Add(item.Place, $"'{key(value)}' stands here a second time");
            }
        }

        return items;
    }

    private Optional<string> TextOrNull(DocumentNode node)
    {
        if (node.Kind == JsonTokenType.Null)
        {
            return null;
        }

        if (node.Kind == JsonTokenType.String)
        {
            return Expand(node.Text, node.Place);
        }

        Wrong(node, "a string or null");
        return default;
    }

    private string? Text(DocumentNode node)
    {
        if (node.Kind != JsonTokenType.String)
        {
            Wrong(node, "a string");
            return null;
        }

        string text = Expand(node.Text, node.Place);
        if (string.IsNullOrWhiteSpace(text))
        {
            _faults.Add(node.Place, "must not be empty; leave the key out where it is not managed");
            return null;
        }

        return text;
    }

    private bool? Flag(DocumentNode node)
    {
        if (node.Kind is JsonTokenType.True or JsonTokenType.False)
        {
            return node.Kind == JsonTokenType.True;
        }

        Wrong(node, "true or false");
        return null;
    }

    /// <summary>An object's members by key, unknown ones told of; null where it is no object.</summary>
    private Dictionary<string, DocumentNode>? Members(DocumentNode node, IReadOnlyList<string> known)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            Wrong(node, "an object");
            return null;
        }

        Dictionary<string, DocumentNode> members = new(StringComparer.Ordinal);
        foreach (DocumentMember member in node.Members)
        {
            if (known.Contains(member.Key))
            {
                members.Add(member.Key, member.Value);
            }
            else
            {
                _faults.Add(member.Place, $"unknown key '{member.Key}'; known are {string.Join(", ", known)}");
            }
        }

        return members;
    }

    private string Expand(string text, DocumentPlace place) =>
        VariableText.Expand(
            text,
            name =>
            {
                _variableNames.Add(name);
                string? value = null;
                if (_variables is not null && !_variables.TryGetValue(name, out value))
                {
                    _faults.Add(place, $"the variable '{name}' has no value");
                }

                return value;
            },
            message => _faults.Add(place, message));

    private void CheckIdentifier(string id, string idName, DocumentPlace place)
    {
        try
        {
            _ = Identifier.Escape(id, idName);
        }
        catch (LookerApiException e)
        {
            _faults.Add(place, e.Message.TrimEnd('.'));
        }
    }

    private void Wrong(DocumentNode node, string due) => _faults.Add(node.Place, $"must be {due}, not {node.KindInWords}");
}
