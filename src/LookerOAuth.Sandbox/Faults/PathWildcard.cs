using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>A PowerShell wildcard (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>`</c> to escape) for a whole path, in any case.</summary>
internal sealed class PathWildcard
{
    private readonly List<Piece> _pieces = [];

    private PathWildcard()
    {
    }

    /// <exception cref="ArgumentException">A <c>[</c> is not closed.</exception>
    public static PathWildcard Parse(string pattern)
    {
        PathWildcard wildcard = new PathWildcard();
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    wildcard._pieces.Add(new Piece(PieceKind.Run, ""));
                    break;
                case '?':
                    wildcard._pieces.Add(new Piece(PieceKind.One, ""));
                    break;
                case '[':
                    int end = pattern.IndexOf(']', i + 1);
                    if (end < 0)
                    {
                        throw new ArgumentException($"The wildcard '{pattern}' has a [ without its ].", nameof(pattern));
                    }

                    wildcard._pieces.Add(new Piece(PieceKind.Set, pattern.Substring(i + 1, end - i - 1)));
                    i = end;
                    break;
                case '`' when i + 1 < pattern.Length:
                    wildcard._pieces.Add(new Piece(PieceKind.Literal, pattern[++i].ToString()));
                    break;
                default:
                    wildcard._pieces.Add(new Piece(PieceKind.Literal, pattern[i].ToString()));
                    break;
            }
        }

        return wildcard;
    }

    public bool Matches(string text)
    {
        int piece = 0, at = 0, retryPiece = -1, retryAt = 0;
        while (at < text.Length)
        {
            if (piece < _pieces.Count && _pieces[piece].Kind == PieceKind.Run)
            {
                retryPiece = ++piece;
                retryAt = at;
            }
            else if (piece < _pieces.Count && _pieces[piece].Matches(text[at]))
            {
                piece++;
                at++;
            }
            else if (retryPiece >= 0)
            {
                piece = retryPiece;
                at = ++retryAt;
            }
            else
            {
                return false;
            }
        }

        while (piece < _pieces.Count && _pieces[piece].Kind == PieceKind.Run)
        {
            piece++;
        }

        return piece == _pieces.Count;
    }

    private enum PieceKind
    {
        Literal,
        One,
        Run,
        Set,
    }

    private readonly record struct Piece(PieceKind Kind, string Text)
    {
        public bool Matches(char c) => Kind switch
        {
            PieceKind.One => true,
            PieceKind.Literal => char.ToUpperInvariant(c) == char.ToUpperInvariant(Text[0]),
            PieceKind.Set => InSet(char.ToLowerInvariant(c)) || InSet(char.ToUpperInvariant(c)),
            _ => false,
        };

        private bool InSet(char c)
        {
            for (int i = 0; i < Text.Length; i++)
            {
                if (i + 2 < Text.Length && Text[i + 1] == '-')
                {
                    if (c >= Text[i] && c <= Text[i + 2])
                    {
                        return true;
                    }

                    i += 2;
                }
                else if (c == Text[i])
                {
                    return true;
                }
            }

            return false;
        }
    }
}
