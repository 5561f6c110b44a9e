using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class TextExtensionsTests
{
    [Theory]
    [InlineData("The vault is locked", "The vault is locked.")]
    [InlineData("The vault is locked.\r\n", "The vault is locked.")]
    [InlineData("The vault is locked!", "The vault is locked!")]
    [InlineData(" Is the vault locked? ", "Is the vault locked?")]
    public void Words_of_others_end_a_sentence(string words, string sentence) => Assert.Equal(sentence, words.AsSentence());
}
