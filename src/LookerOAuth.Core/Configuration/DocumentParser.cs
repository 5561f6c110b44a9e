using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>Reads JSON and keeps the places, which JsonDocument does not. No comments, no trailing commas, no key twice.</summary>
internal sealed class DocumentParser
{
    private readonly byte[] _json;
    private readonly List<int> _lineStarts = [0];
    private readonly DocumentFaults _faults;

    private DocumentParser(string json, DocumentFaults faults)
    {
        _json = Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF'));
        _faults = faults;
        for (int i = 0; i < _json.Length; i++)
        {
            if (_json[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>The root; null if the text is no JSON, which is then a fault.</summary>
    public static DocumentNode? Parse(string json, DocumentFaults faults) => new DocumentParser(json, faults).Parse();

    /// <summary>A member's path: <c>$.a</c>, or <c>$['a-b']</c> if the key is no plain word.</summary>
    public static string Join(string path, string key) =>
        key.Length > 0 && !char.IsDigit(key[0]) && key.All(c => char.IsLetterOrDigit(c) || c is '_' or '$')
            ? $"{path}.{key}"
            : $"{path}['{key.Replace("\\", "\\\\").Replace("'", "\\'")}']";

    private DocumentNode? Parse()
    {
        if (_json.All(b => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            _faults.Add(PlaceOf(0, "$"), "the document is empty");
            return null;
        }

        Utf8JsonReader reader = new(_json);
        try
        {
            reader.Read();
            DocumentNode root = ReadValue(ref reader, "$");
            // Finds what stands behind the root, which is a fault.
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            int line = (int)Math.Min(e.LineNumber ?? 0, _lineStarts.Count - 1);
            int index = (int)Math.Min(_lineStarts[line] + (e.BytePositionInLine ?? 0), _json.Length);
            _faults.Add(PlaceOf(index, "$"), $"not valid JSON: {SentenceOf(e)}");
            return null;
        }
    }

    private DocumentNode ReadValue(ref Utf8JsonReader reader, string path)
    {
        DocumentPlace place = PlaceOf((int)reader.TokenStartIndex, path);
        DocumentNode node = new(reader.TokenType, place)
        {
            Text = reader.TokenType switch
            {
                JsonTokenType.String => TextOf(ref reader, place) ?? "",
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan.ToArray()),
                _ => "",
            },
        };
        if (node.Kind == JsonTokenType.StartObject)
        {
            ReadMembers(ref reader, node);
        }
        else if (node.Kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                node.Items.Add(ReadValue(ref reader, $"{path}[{node.Items.Count}]"));
            }
        }

        return node;
    }

    private void ReadMembers(ref Utf8JsonReader reader, DocumentNode node)
    {
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            DocumentPlace place = PlaceOf((int)reader.TokenStartIndex, node.Place.Path);
            string? key = TextOf(ref reader, place);
            place = place with { Path = Join(node.Place.Path, key ?? "?") };
            reader.Read();
            DocumentNode value = ReadValue(ref reader, place.Path);
            if (key is null)
            {
                continue;
            }

            if (lines.TryGetValue(key, out int line))
            {
                _faults.Add(place, $"the key '{key}' appears a second time, after line {line}");
                continue;
            }

            lines.Add(key, place.Line);
            node.Members.Add(new DocumentMember(key, place, value));
        }
    }

    private string? TextOf(ref Utf8JsonReader reader, DocumentPlace place)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // "\ud800": half of a surrogate pair.
            _faults.Add(place, "not valid Unicode text");
            return null;
        }
    }

    private DocumentPlace PlaceOf(int index, string path)
    {
        int line = _lineStarts.BinarySearch(index);
        line = line < 0 ? ~line - 1 : line;
        return new DocumentPlace(line + 1, Encoding.UTF8.GetCharCount(_json, _lineStarts[line], index - _lineStarts[line]) + 1, path);
    }

    private static string SentenceOf(JsonException e)
    {
        // The reader repeats the place behind its sentence, counted from 0.
        int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string sentence = end < 0 ? e.Message : e.Message.Substring(0, end);
        return sentence.Replace(" Change the reader options.", "").Replace(" which is not supported in this mode", "").TrimEnd('.', ' ');
    }
}
