namespace LookerOAuth;

/// <summary>Texts for people.</summary>
internal static class TextExtensions
{
    /// <summary>What a system, a runtime or a script says, as the end of a sentence: some of them put a full stop, some do not.</summary>
    public static string AsSentence(this string text)
    {
        string trimmed = text.Trim().TrimEnd('.');
        return trimmed.Length > 0 && trimmed[trimmed.Length - 1] is '!' or '?' ? trimmed : trimmed + ".";
    }
}
