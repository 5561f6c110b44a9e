using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>The redirect URIs of a client app: a list with two names. <c>redirect_uri</c>, the older one, has the first of them.</summary>
internal sealed class RedirectUrisProperty : Property
{
    private const string One = "redirect_uri";

    public RedirectUrisProperty(string name)
        : base(name, PropertyType.Texts) => Since = Release.RedirectUris;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, PropertyType Type)> SeedKeys => [.. base.SeedKeys, (One, PropertyType.Text)];

    /// <inheritdoc/>
    public override object? Read(SeedObject entry) =>
        entry.Texts(Name) is { Count: > 0 } several ? several : ListOf(entry.Text(One));

    /// <inheritdoc/>
    public override PropertyValues Apply(PropertyValues values, SentBody body, Release release, bool isNew)
    {
        // If both are sent the newer one counts, unless it is empty.
        IReadOnlyList<string>? several = null;
        bool sentSeveral = IsIn(release) && body.TryTexts(Name, out several);
        bool sentOne = body.TryText(One, out string? one);
        if (!isNew && !sentOne && !sentSeveral)
        {
            return values;
        }

        bool isList = several is { Count: > 0 };
        IReadOnlyList<string> uris = isList ? several! : ListOf(one);
        if (uris.Count == 0)
        {
            body.Add(ValidationError.MissingField(One));
        }
        else if (!uris.All(RedirectTarget.IsValid))
        {
            body.Add(ValidationError.Invalid(isList ? Name : One, "This value must be an absolute URI."));
        }

        return values.Set(Name, uris);
    }

    /// <inheritdoc/>
    public override void Write(JsonShape shape, PropertyValues values, Release release)
    {
        IReadOnlyList<string> uris = values.Texts(Name);
        shape.Text(One, uris.Count > 0 ? uris[0] : "");
        if (IsIn(release))
        {
            shape.Texts(Name, uris);
        }
    }

    private static IReadOnlyList<string> ListOf(string? uri) => string.IsNullOrWhiteSpace(uri) ? [] : [uri!];
}
