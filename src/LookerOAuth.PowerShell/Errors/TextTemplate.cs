using System.Globalization;

namespace LookerOAuth;

/// <summary>Texts with places to fill.</summary>
internal static class TextTemplate
{
    /// <summary>Fills the places <c>{0}</c>, <c>{1}</c>, … of a text.</summary>
    public static string With(this string template, params object?[] values) =>
        string.Format(CultureInfo.CurrentCulture, template, values);
}
