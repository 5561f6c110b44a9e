using System;
using System.IO;
using System.Text;

namespace LookerOAuth;

/// <summary>Writes <c>application/x-www-form-urlencoded</c> bytes of characters that may be secret.</summary>
internal sealed class FormWriter : IDisposable
{
    private const string Hexadecimal = "0123456789ABCDEF";
    private readonly MemoryStream _form = new();

    public void Add(string name, char[] value)
    {
        if (_form.Length > 0)
        {
            _form.WriteByte((byte)'&');
        }

        Write(Encoding.UTF8.GetBytes(name));
        _form.WriteByte((byte)'=');
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Write(bytes);
        Array.Clear(bytes, 0, bytes.Length);
    }

    public byte[] ToArray() => _form.ToArray();

    public void Dispose()
    {
        Array.Clear(_form.GetBuffer(), 0, (int)_form.Length);
        _form.Dispose();
    }

    private void Write(byte[] bytes)
    {
        foreach (byte b in bytes)
        {
            if (b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')
                or (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                _form.WriteByte(b);
            }
            else
            {
                _form.WriteByte((byte)'%');
                _form.WriteByte((byte)Hexadecimal[b >> 4]);
                _form.WriteByte((byte)Hexadecimal[b & 15]);
            }
        }
    }
}
