using System;
using System.Text.RegularExpressions;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>What people read is whole sentences, without a gap where a name should stand.</summary>
internal static class Sentences
{
    private static readonly Regex Sentence = new(@"\w.*[.?!]['…)]?$", RegexOptions.Singleline);
    private static readonly Regex Words = new(@"\w");

    /// <summary>Two spaces within a sentence, a space before punctuation, empty parentheses, or nothing after a colon.</summary>
    private static readonly Regex Gap = new(@"[^.?!]  | [,.;:]( |$)|\(\)|: \.");

    /// <summary>Asserts that of a failure: of its message and of what it recommends.</summary>
    public static LookerApiException AssertWhole(LookerApiException failure)
    {
        AssertWhole(failure.Message);
        if (failure.RecommendedAction is { } action)
        {
            AssertWhole(action);
        }

        return failure;
    }

    /// <summary>Asserts that of a text. Below a line that ends in a colon, each line is an item of a list and needs no full stop.</summary>
    public static void AssertWhole(string text)
    {
        string[] lines = text.Split('\n');
        bool isList = text.IndexOf(":\n", StringComparison.Ordinal) > 0;
        Assert.Matches(isList ? Words : Sentence, text);
        Assert.All(lines, line => Assert.Matches(Words, line));
        Assert.All(lines, line => Assert.DoesNotMatch(Gap, line.Trim()));
    }
}
