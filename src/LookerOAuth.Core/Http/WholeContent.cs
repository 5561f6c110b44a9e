using System.Net.Http;

namespace LookerOAuth;

/// <summary>A body that was read to its end, and can be had without another copy.</summary>
internal sealed class WholeContent(byte[] bytes) : ByteArrayContent(bytes)
{
    public byte[] Bytes { get; } = bytes;
}
