using System;

namespace LookerOAuth.Sandbox;

/// <summary>Base64 for addresses (RFC 4648, section 5), without padding.</summary>
internal static class Base64Url
{
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
