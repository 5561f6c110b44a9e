namespace LookerOAuth.Sandbox;

/// <summary>The type of a property, in seeds, requests and responses.</summary>
internal enum PropertyType
{
    Text,

    /// <summary>Text, or a number that becomes text.</summary>
    Id,
    Flag,
    Whole,
    Time,
    Texts,
    Ids,
    Object,
    Objects,
}
