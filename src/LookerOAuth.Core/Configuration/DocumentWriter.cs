using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>Writes the values of a document: the same bytes for the same state, whatever order the server lists it in.</summary>
internal sealed class DocumentWriter
{
    private readonly Utf8JsonWriter _json;

    private DocumentWriter(Utf8JsonWriter json)
    {
        _json = json;
    }

    /// <summary>The document's text: indented, lines ending in LF, the last one too.</summary>
    public static string Write(DesiredConfiguration configuration)
    {
        // Relaxed: + and é stay readable in a diff. This is no HTML.
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, options))
        {
            json.WriteStartObject();
            configuration.Write(new DocumentWriter(json));
            json.WriteEndObject();
        }

        // The writer ends lines as the machine does; within strings a line end is escaped.
        return Encoding.UTF8.GetString(text.ToArray()).Replace("\r\n", "\n") + "\n";
    }

    /// <summary>Writes a section, its apps sorted; nothing for null.</summary>
    public void Apps<TActual>(string key, IReadOnlyList<IDesiredApp<TActual>>? apps)
        where TActual : class
    {
        if (apps is null)
        {
            return;
        }

        _json.WriteStartObject(key);
        foreach (IDesiredApp<TActual> app in apps.OrderBy(a => a.Id, StringComparer.Ordinal))
        {
            _json.WriteStartObject(VariableText.Escape(app.Id));
            app.Write(this);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    public void Number(string key, int number) => _json.WriteNumber(key, number);

    /// <summary>Writes text. What the server does not have is not managed: the document could not say "empty" anyway.</summary>
    public void Text(string key, Optional<string> text)
    {
        if (!string.IsNullOrWhiteSpace(text.Value))
        {
            _json.WriteString(key, VariableText.Escape(text.Value!));
        }
    }

    /// <summary>Writes text, or null if there is none.</summary>
    public void TextOrNull(string key, Optional<string> text)
    {
        if (text.IsGiven)
        {
            _json.WriteString(key, string.IsNullOrEmpty(text.Value) ? null : VariableText.Escape(text.Value!));
        }
    }

    /// <summary>Writes texts, each once and sorted; nothing for none.</summary>
    public void Texts(string key, Optional<IReadOnlyList<string>> texts)
    {
        if (texts.Value is not { Count: > 0 } values)
        {
            return;
        }

        _json.WriteStartArray(key);
        foreach (string text in values.Distinct().OrderBy(t => t, StringComparer.Ordinal))
        {
            _json.WriteStringValue(VariableText.Escape(text));
        }

        _json.WriteEndArray();
    }

    /// <summary>Writes true or false; nothing for null.</summary>
    public void Flag(string key, Optional<bool?> flag)
    {
        if (flag.Value is { } value)
        {
            _json.WriteBoolean(key, value);
        }
    }

    /// <summary>Writes a name, an id or null.</summary>
    public void ReferenceOrNull(string key, Optional<NameOrId> reference)
    {
        if (reference.IsGiven)
        {
            _json.WritePropertyName(key);
            Value(reference.Value);
        }
    }

    /// <summary>Writes names and ids, sorted; nothing for null.</summary>
    public void References(string key, IReadOnlyList<NameOrId>? references)
    {
        if (references is null)
        {
            return;
        }

        _json.WriteStartArray(key);
        foreach (NameOrId reference in references.OrderBy(r => r.ToString(), StringComparer.Ordinal))
        {
            Value(reference);
        }

        _json.WriteEndArray();
    }

    private void Value(NameOrId? reference)
    {
        if (reference?.Id is { } id)
        {
            _json.WriteStartObject();
            _json.WriteString(NameOrId.IdKey, VariableText.Escape(id));
            _json.WriteEndObject();
        }
        else
        {
            _json.WriteStringValue(reference?.Name is { } name ? VariableText.Escape(name) : null);
        }
    }
}
