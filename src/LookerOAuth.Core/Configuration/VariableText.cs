using System;
using System.Text;

namespace LookerOAuth;

/// <summary>Text with <c>${variable}</c> in it; <c>$${</c> stands for a literal <c>${</c>.</summary>
internal static class VariableText
{
    /// <summary>Text that expands to what is given, whatever it holds.</summary>
    public static string Escape(string text) => text.Replace("${", "$${");

    /// <summary>Puts values in place of variables.</summary>
    /// <param name="text">The text as it stands in the document.</param>
    /// <param name="valueOf">Gives a variable's value; null leaves the variable as it stands.</param>
    /// <param name="fault">Takes what is wrong with a reference.</param>
    public static string Expand(string text, Func<string, string?> valueOf, Action<string> fault)
    {
        if (text.IndexOf("${", StringComparison.Ordinal) < 0)
        {
            return text;
        }

        StringBuilder expanded = new();
        for (int i = 0; i < text.Length;)
        {
            if (StartsAt(text, i, "$${"))
            {
                expanded.Append("${");
                i += 3;
            }
            else if (StartsAt(text, i, "${"))
            {
                int end = text.IndexOf('}', i);
                string name = end < 0 ? "" : text.Substring(i + 2, end - i - 2);
                if (!IsName(name))
                {
                    fault(end < 0
                        ? "'${' without '}': write $${ for a literal ${"
                        : $"'${{{name}}}' is not a valid variable: its name can have letters, digits, '_', '-' and '.'; write $${{ for a literal ${{");
                    return text;
                }

                expanded.Append(valueOf(name) ?? $"${{{name}}}");
                i = end + 1;
            }
            else
            {
                expanded.Append(text[i++]);
            }
        }

        return expanded.ToString();
    }

    private static bool StartsAt(string text, int index, string what) =>
        string.CompareOrdinal(text, index, what, 0, what.Length) == 0;

    private static bool IsName(string name)
    {
        foreach (char character in name)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
