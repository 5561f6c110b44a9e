using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>Writes what an instance has as a document: the same bytes for the same state, whatever order the server lists it in.</summary>
internal static class DocumentWriter
{
    /// <summary>The document's text: indented, lines ending in LF, the last one too.</summary>
    public static string Write(DesiredConfiguration configuration)
    {
        // Relaxed: + and é stay readable in a diff. This is no HTML.
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, options))
        {
            json.WriteStartObject();
            json.WriteString(DocumentKeys.SchemaKey, DocumentKeys.SchemaReference);
            json.WriteNumber(DocumentKeys.VersionKey, DocumentKeys.Version);
            Section(json, DocumentKeys.ClientApps, configuration.ClientApps, a => a.ClientGuid, a => Write(json, a));
            Section(json, DocumentKeys.ExternalApps, configuration.ExternalApps, a => a.ClientId, a => Write(json, a));
            json.WriteEndObject();
        }

        // The writer ends lines as the machine does; within strings a line end is escaped.
        return Encoding.UTF8.GetString(text.ToArray()).Replace("\r\n", "\n") + "\n";
    }

    private static void Section<T>(Utf8JsonWriter json, string key, IReadOnlyList<T>? apps, Func<T, string> idOf, Action<T> write)
    {
        if (apps is null)
        {
            return;
        }

        json.WriteStartObject(key);
        foreach (T app in apps.OrderBy(idOf, StringComparer.Ordinal))
        {
            json.WriteStartObject(VariableText.Escape(idOf(app)));
            write(app);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DesiredClientApp app)
    {
        if (app.RedirectUri is { Count: > 0 } uris)
        {
            json.WriteStartArray(DocumentKeys.RedirectUri);
            foreach (string uri in uris.Distinct().OrderBy(u => u, StringComparer.Ordinal))
            {
                json.WriteStringValue(VariableText.Escape(uri));
            }

            json.WriteEndArray();
        }

        Text(json, DocumentKeys.DisplayName, app.DisplayName);
        TextOrNull(json, DocumentKeys.Description, app.Description);
        Flag(json, DocumentKeys.Enabled, app.Enabled);
        if (app.Group.IsGiven)
        {
            json.WritePropertyName(DocumentKeys.Group);
            Reference(json, app.Group.Value);
        }

        if (app.Users is not null)
        {
            json.WriteStartArray(DocumentKeys.Users);
            foreach (NameOrId user in app.Users.OrderBy(u => u.ToString(), StringComparer.Ordinal))
            {
                Reference(json, user);
            }

            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, DesiredExternalApp app)
    {
        Text(json, DocumentKeys.Name, app.Name);
        TextOrNull(json, DocumentKeys.DialectName, app.DialectName);
        TextOrNull(json, DocumentKeys.TenantId, app.TenantId);
        Flag(json, DocumentKeys.BiDirectionalDataAccess, app.BiDirectionalDataAccess);
    }

    private static void Reference(Utf8JsonWriter json, NameOrId? reference)
    {
        if (reference?.Id is { } id)
        {
            json.WriteStartObject();
            json.WriteString(DocumentKeys.Id, VariableText.Escape(id));
            json.WriteEndObject();
        }
        else if (reference?.Name is { } name)
        {
            json.WriteStringValue(VariableText.Escape(name));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void Text(Utf8JsonWriter json, string key, string? text)
    {
        // What the server does not have is not managed: the document could not say "empty" anyway.
        if (!string.IsNullOrWhiteSpace(text))
        {
            json.WriteString(key, VariableText.Escape(text!));
        }
    }

    private static void TextOrNull(Utf8JsonWriter json, string key, Optional<string> text)
    {
        if (text.IsGiven)
        {
            json.WriteString(key, string.IsNullOrEmpty(text.Value) ? null : VariableText.Escape(text.Value!));
        }
    }

    private static void Flag(Utf8JsonWriter json, string key, bool? flag)
    {
        if (flag is { } value)
        {
            json.WriteBoolean(key, value);
        }
    }
}
