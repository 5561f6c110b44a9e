using System;
using System.IO;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class OAuthConfigurationTests
{
    [Fact]
    public void A_document_tells_what_it_has_sorted_and_nothing_is_empty()
    {
        OAuthConfiguration document = OAuthConfiguration.Parse("""
            { "version": 1, "externalApps": { "b": { "clientSecret": { "secret": "s2" } }, "a": { "clientSecret": { "secret": "s1" } },
              "c": { "clientSecret": { "secret": "s2" } }, "d": {} } }
            """);
        OAuthConfiguration other = OAuthConfiguration.Parse("""{ "version": 1, "clientApps": { "a": {} } }""");

        Assert.Equal(["s1", "s2"], document.SecretNames);
        Assert.Empty(document.ClientGuids);
        Assert.Equal(["a"], other.ClientGuids);
        Assert.Empty(other.ExternalClientIds);
        Assert.Empty(other.SecretNames);
    }

    [Fact]
    public void A_file_in_another_encoding_is_named_with_what_to_do()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [(byte)'{', 0xFC, (byte)'}']);

            LookerApiException e = TestLooker.FailureOf(() => OAuthConfiguration.Load(file));

            Assert.Equal((LookerErrorKind.InvalidArgument, file), (e.Kind, e.Subject));
            Assert.StartsWith("Save it as UTF-8", e.RecommendedAction, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        string folder = Path.GetTempPath();

        LookerApiException e = TestLooker.FailureOf(() => OAuthConfiguration.Load(folder));

        Assert.Equal((LookerErrorKind.InvalidArgument, folder, "Check the path."), (e.Kind, e.Subject, e.RecommendedAction));
        Assert.StartsWith($"The configuration '{folder}' cannot be read: ", e.Message, StringComparison.Ordinal);
    }
}
