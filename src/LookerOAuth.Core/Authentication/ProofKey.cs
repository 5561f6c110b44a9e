using System;
using System.Security.Cryptography;
using System.Text;

namespace LookerOAuth;

/// <summary>A verifier and its challenge (RFC 7636, S256).</summary>
internal sealed class ProofKey
{
    public ProofKey(string verifier)
    {
        Verifier = verifier;
#if NET
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(verifier));
#else
        using SHA256 sha256 = SHA256.Create();
        byte[] hash = sha256.ComputeHash(Encoding.ASCII.GetBytes(verifier));
#endif
        Challenge = ToBase64Url(hash);
    }

    public string Verifier { get; }

    public string Challenge { get; }

    /// <summary>A new key of 43 random characters.</summary>
    public static ProofKey Create() => new(RandomText());

    /// <summary>32 random bytes as 43 characters that need no escaping.</summary>
    public static string RandomText()
    {
        byte[] bytes = new byte[32];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return ToBase64Url(bytes);
    }

    private static string ToBase64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
