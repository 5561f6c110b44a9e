using System;
using System.Runtime.InteropServices;
using System.Security;

namespace LookerOAuth;

/// <summary>The only ways to the text of a secret.</summary>
internal static class SecureStringExtensions
{
    /// <summary>Lends the characters of a secret and clears the copy afterwards.</summary>
    public static void Use(this SecureString secret, Action<char[]> use)
    {
        char[] characters = new char[secret.Length];
        IntPtr memory = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            Marshal.Copy(memory, characters, 0, characters.Length);
            use(characters);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
            Array.Clear(characters, 0, characters.Length);
        }
    }

    /// <summary>The secret as text, for the few places where .NET takes nothing else (a header, a comparison).</summary>
    public static string Reveal(this SecureString secret)
    {
        string text = "";
        secret.Use(characters => text = new string(characters));
        return text;
    }

    /// <summary>A secret made of text, read-only.</summary>
    public static SecureString Seal(this string text)
    {
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
