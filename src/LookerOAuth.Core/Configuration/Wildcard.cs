using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>
/// A pattern as PowerShell users know it: <c>*</c>, <c>?</c>, sets like <c>[a-c]</c>, a backtick before what is meant literally;
/// without regard to case, for the whole text.
/// </summary>
internal sealed class Wildcard
{
    private readonly List<Token> _tokens = [];

    private Wildcard(string pattern)
    {
        Pattern = pattern;
    }

    private enum TokenKind
    {
        Literal,
        AnyOne,
        AnyMany,
        Set,
    }

    /// <summary>The pattern as given.</summary>
    public string Pattern { get; }

    /// <summary>True where only one text (but for its case) can match.</summary>
    public bool IsLiteral => _tokens.TrueForAll(t => t.Kind == TokenKind.Literal);

    /// <exception cref="LookerApiException">A set is not closed or is empty.</exception>
    public static Wildcard Parse(string pattern)
    {
        Wildcard wildcard = new(pattern);
        for (int i = 0; i < pattern.Length; i++)
        {
            char character = pattern[i];
            switch (character)
            {
                case '*':
                    wildcard._tokens.Add(new Token(TokenKind.AnyMany));
                    break;
                case '?':
                    wildcard._tokens.Add(new Token(TokenKind.AnyOne));
                    break;
                case '[':
                    int end = EndOfSet(pattern, i);
                    wildcard._tokens.Add(new Token(TokenKind.Set, Set: pattern.Substring(i + 1, end - i - 1)));
                    i = end;
                    break;
                case '`' when i + 1 < pattern.Length:
                    wildcard._tokens.Add(new Token(TokenKind.Literal, pattern[++i]));
                    break;
                default:
                    wildcard._tokens.Add(new Token(TokenKind.Literal, character));
                    break;
            }
        }

        return wildcard;
    }

    public bool Matches(string text)
    {
        // The last star takes one character more whenever what follows it does not fit: linear in practice, never exponential.
        int token = 0, position = 0, star = -1, afterStar = 0;
        while (position < text.Length)
        {
            if (token < _tokens.Count && _tokens[token].Kind == TokenKind.AnyMany)
            {
                star = token++;
                afterStar = position;
            }
            else if (token < _tokens.Count && _tokens[token].Takes(text[position]))
            {
                token++;
                position++;
            }
            else if (star >= 0)
            {
                token = star + 1;
                position = ++afterStar;
            }
            else
            {
                return false;
            }
        }

        while (token < _tokens.Count && _tokens[token].Kind == TokenKind.AnyMany)
        {
            token++;
        }

        return token == _tokens.Count;
    }

    private static int EndOfSet(string pattern, int start)
    {
        int end = pattern.IndexOf(']', start + 1);
        return end > start + 1
            ? end
            : throw LookerApiException.InvalidArgument(
                $"'{pattern}' is no wildcard: the set that starts at position {start + 1} {(end < 0 ? "is not closed" : "is empty")}.",
                pattern,
                "Close the set with ], or write `[ for a bracket that is meant literally.");
    }

    private sealed record Token(TokenKind Kind, char Character = '\0', string Set = "")
    {
        public bool Takes(char character) => Kind switch
        {
            TokenKind.AnyOne => true,
            TokenKind.Literal => Fold(character) == Fold(Character),
            _ => IsInSet(Fold(character)),
        };

        private bool IsInSet(char character)
        {
            for (int i = 0; i < Set.Length; i++)
            {
                bool isRange = i + 2 < Set.Length && Set[i + 1] == '-';
                if (isRange ? Fold(Set[i]) <= character && character <= Fold(Set[i + 2]) : Fold(Set[i]) == character)
                {
                    return true;
                }

                i += isRange ? 2 : 0;
            }

            return false;
        }

        private static char Fold(char character) => char.ToUpperInvariant(character);
    }
}
