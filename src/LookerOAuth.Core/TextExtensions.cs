using System;
using System.Linq;

namespace LookerOAuth;

/// <summary>Texts for people.</summary>
internal static class TextExtensions
{
    /// <summary>What a system, a runtime or a script says, as the end of a sentence: some of them put a full stop, some do not.</summary>
    public static string AsSentence(this string text)
    {
        string trimmed = text.Trim().TrimEnd('.');
        return trimmed.Length > 0 && trimmed[trimmed.Length - 1] is '!' or '?' ? trimmed : trimmed + ".";
    }

    /// <summary>Whether text is valid Unicode: no half of a surrogate pair stands alone.</summary>
    public static bool IsUnicode(this string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of a value, of a URI as it was typed: its own text would show %20 as a space.</summary>
    public static string? AsTyped(this object? value) => value is Uri uri ? uri.OriginalString : value?.ToString();

    /// <summary>Text in which nothing steers a terminal: control characters show as escapes, line breaks and tabs stay.</summary>
    public static string Printable(this string text) =>
        text.Any(IsSteering) ? string.Concat(text.Select(c => IsSteering(c) ? Escaped(c) : $"{c}")) : text;

    /// <summary>The same on one line.</summary>
    public static string OnOneLine(this string text) => string.Concat(text.Select(c => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => IsSteering(c) ? Escaped(c) : $"{c}",
    }));

    private static bool IsSteering(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');

    private static string Escaped(char c) => $"\\u{(int)c:x4}";
}
