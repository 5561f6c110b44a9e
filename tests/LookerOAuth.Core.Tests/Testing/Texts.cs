using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LookerOAuth.Core.Tests;

/// <summary>Generators of texts.</summary>
internal static class Texts
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Any text at all, null and half surrogate pairs included.</summary>
    public static Arbitrary<string> Any { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>(), Of("a.\\/ %?#&+=\"'<>:;@ü€😀\0\r\n\t\ud800\udc00")).ToArbitrary();

    /// <summary>Text that Unicode allows.</summary>
    public static Gen<string> Valid { get; } = Any.Generator.Where(IsValid);

    /// <summary>Text of the given characters.</summary>
    public static Gen<string> Of(string characters) =>
        Gen.Elements(characters.ToCharArray()).ArrayOf().Select(c => new string([.. c]));

    public static bool IsValid(string? text)
    {
        try
        {
            return text is not null && Strict.GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Checks a property for many values; the one that breaks it is in the failure's message.</summary>
    public static void Check<T>(Arbitrary<T> values, Func<T, bool> property, int count = 500) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(values, property));
}
