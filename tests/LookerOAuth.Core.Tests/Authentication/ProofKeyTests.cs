using System.Linq;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ProofKeyTests
{
    [Fact]
    public void Challenge_is_that_of_the_standard_s_example()
    {
        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", new ProofKey("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").Challenge);
    }

    [Fact]
    public void Verifiers_are_long_enough_plain_and_never_the_same()
    {
        ProofKey[] keys = [.. Enumerable.Range(0, 200).Select(_ => ProofKey.Create())];

        Assert.All(keys, key =>
        {
            Assert.InRange(key.Verifier.Length, 43, 128);
            Assert.Matches("^[A-Za-z0-9_-]+$", key.Verifier);
            Assert.Matches("^[A-Za-z0-9_-]{43}$", key.Challenge);
        });
        Assert.Equal(keys.Length, keys.Select(k => k.Verifier).Distinct().Count());
    }
}
