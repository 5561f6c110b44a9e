using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>
/// An object of a document that is read key by key. The keys that were asked for are the ones it may have: all others are faults.
/// Every fault is gathered; what was read counts only if there was none.
/// </summary>
internal sealed class DocumentObject
{
    private readonly DocumentReader _reader;
    private readonly DocumentNode _node;
    private readonly Dictionary<string, DocumentNode> _members = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    private DocumentObject(DocumentReader reader, DocumentNode node)
    {
        _reader = reader;
        _node = node;
        foreach (DocumentMember member in node.Members)
        {
            _members.Add(member.Key, member.Value);
        }
    }

    /// <summary>The keys that a reader of objects knows, in its order.</summary>
    public static IReadOnlyList<string> KeysOf<T>(Func<DocumentObject, T> read)
    {
        DocumentObject empty = new(new DocumentReader(null, new DocumentFaults()), new DocumentNode(JsonTokenType.StartObject, default));
        _ = read(empty);
        return empty._keys;
    }

    /// <summary>Reads an object; the type's default if the node is none, which is a fault.</summary>
    public static T? Read<T>(DocumentReader reader, DocumentNode node, Func<DocumentObject, T> read)
        where T : class
    {
        DocumentObject document = new(reader, node);
        if (node.Kind != JsonTokenType.StartObject)
        {
            document.Wrong(node, "an object");
            return null;
        }

        T value = read(document);
        foreach (DocumentMember member in node.Members.Where(m => !document._keys.Contains(m.Key)))
        {
            reader.Faults.Add(member.Place, $"unknown key '{member.Key}'; known keys: {string.Join(", ", document._keys)}");
        }

        return value;
    }

    /// <summary>The value of a key; null if the key is absent.</summary>
    public DocumentNode? Find(string key)
    {
        _keys.Add(key);
        return _members.TryGetValue(key, out DocumentNode? node) ? node : null;
    }

    /// <summary>Adds a fault, of this object or of a node in it.</summary>
    public void Fault(string message, DocumentNode? node = null) => _reader.Faults.Add((node ?? _node).Place, message);

    /// <summary>Adds the fault that a node is of another kind than it must be.</summary>
    public void Wrong(DocumentNode node, string due) => Fault($"must be {due}, not {node.KindInWords}", node);

    /// <summary>Text; not given if the key is absent.</summary>
    public Optional<string> Text(string key) =>
        Find(key) is { } node && TextOf(node) is { } text ? text : default(Optional<string>);

    /// <summary>Text or null; not given if the key is absent.</summary>
    public Optional<string> TextOrNull(string key)
    {
        if (Find(key) is not { } node)
        {
            return default;
        }

        switch (node.Kind)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return _reader.Expand(node.Text, node.Place);
            default:
                Wrong(node, "a string or null");
                return default;
        }
    }

    /// <summary>True or false; not given if the key is absent.</summary>
    public Optional<bool?> Flag(string key)
    {
        switch (Find(key))
        {
            case null:
                return default;
            case { Kind: JsonTokenType.True or JsonTokenType.False } node:
                return node.Kind == JsonTokenType.True;
            case { } node:
                Wrong(node, "true or false");
                return default;
        }
    }

    /// <summary>Texts, each once and exactly; not given if the key is absent.</summary>
    public Optional<IReadOnlyList<string>> Texts(string key, string whenEmpty)
    {
        if (Find(key) is not { } node)
        {
            return default;
        }

        if (node is { Kind: JsonTokenType.StartArray, Items.Count: 0 })
        {
            Fault(whenEmpty, node);
        }

        return Items(node, StringComparer.Ordinal, item => TextOf(item, allowsEmptyVariables: false), text => text);
    }

    /// <summary>A name, an id or null; not given if the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What a name is here, for the fault: "a name".</param>
    public Optional<NameOrId> ReferenceOrNull(string key, string what) => Find(key) switch
    {
        null => default,
        { Kind: JsonTokenType.Null } => new Optional<NameOrId>(null),
        { } node => new Optional<NameOrId>(Reference(node, $"{what}, null or {{ \"id\": \"…\" }}")),
    };

    /// <summary>Names or ids, each once and case-insensitively; null if the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What a name is here, for the fault: "an e-mail address".</param>
    public IReadOnlyList<NameOrId>? References(string key, string what) =>
        Find(key) is { } node
            ? Items(node, StringComparer.OrdinalIgnoreCase, item => Reference(item, $"{what} or {{ \"id\": \"…\" }}"), item => item.ToString())
            : null;

    /// <summary>The text of the only key of an object, such as <c>{ "secret": "name" }</c>; null if that is faulty.</summary>
    public string? Only(DocumentNode node, string key)
    {
        string? text = null;
        _ = Read(_reader, node, only =>
        {
            text = only.Required(key);
            return only;
        });
        return text;
    }

    /// <summary>A section of the document: apps by what identifies them. Null if the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="idName">What identifies an app, for faults: "client guid".</param>
    /// <param name="read">Reads an app.</param>
    public IReadOnlyList<T>? Apps<T>(string key, string idName, Func<string, DocumentObject, T> read)
        where T : class
    {
        if (Find(key) is not { } section)
        {
            return null;
        }

        List<T> apps = [];
        if (section.Kind != JsonTokenType.StartObject)
        {
            Wrong(section, $"an object with a key for each {idName}");
            return apps;
        }

        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        foreach (DocumentMember member in section.Members)
        {
            string id = _reader.Expand(member.Key, member.Place, allowsEmpty: false);
            CheckIdentifier(id, idName, member.Place);
            if (lines.TryGetValue(id, out int line))
            {
                _reader.Faults.Add(member.Place, $"the {idName} '{id}' appears a second time, after line {line}");
            }
            else
            {
                lines.Add(id, member.Place.Line);
            }

            if (Read(_reader, member.Value, app => read(id, app)) is { } value)
            {
                apps.Add(value);
            }
        }

        return apps;
    }

    private string? Required(string key)
    {
        Optional<string> text = Text(key);
        if (!_members.ContainsKey(key))
        {
            Fault($"the key '{key}' is missing");
        }

        return text.Value;
    }

    private string? TextOf(DocumentNode node, bool allowsEmptyVariables = true)
    {
        if (node.Kind != JsonTokenType.String)
        {
            Wrong(node, "a string");
            return null;
        }

        string text = _reader.Expand(node.Text, node.Place, allowsEmptyVariables);
        if (string.IsNullOrWhiteSpace(text))
        {
            Fault("must not be empty; leave the key out if it is not managed", node);
            return null;
        }

        return text;
    }

    private NameOrId? Reference(DocumentNode node, string due)
    {
        switch (node.Kind)
        {
            case JsonTokenType.String:
                return TextOf(node) is { } name ? NameOrId.OfName(name) : null;
            case JsonTokenType.StartObject:
                return Only(node, NameOrId.IdKey) is { } id ? NameOrId.OfId(id) : null;
            default:
                Wrong(node, due);
                return null;
        }
    }

    private List<T> Items<T>(DocumentNode node, StringComparer comparer, Func<DocumentNode, T?> read, Func<T, string> textOf)
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

            if (seen.Add(textOf(value)))
            {
                items.Add(value);
            }
            else
            {
                Fault($"'{textOf(value)}' appears a second time", item);
            }
        }

        return items;
    }

    private void CheckIdentifier(string id, string idName, DocumentPlace place)
    {
        try
        {
            _ = Identifier.Escape(id, idName);
        }
        catch (LookerApiException e)
        {
            _reader.Faults.Add(place, e.Message.TrimEnd('.'));
        }
    }
}
