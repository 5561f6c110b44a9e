using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>A property of a thing that is created and changed over the API: what seeds, requests and responses need to know of it.</summary>
internal class Property(string name, PropertyType type)
{
    public string Name { get; } = name;

    /// <summary>The release that brought the property; null when every release has it.</summary>
    public Release? Since { get; init; }

    /// <summary>Whether something new must have it, and nothing may lose it. For texts.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the server alone writes it. Looker ignores one that is sent.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether it is taken and never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What it is unless something else is said; a property whose default is null is nullable.</summary>
    public object? Default { get; init; }

    /// <summary>The keys of a seed that hold it, with their types.</summary>
    public virtual IEnumerable<(string Name, PropertyType Type)> SeedKeys => [(Name, type)];

    /// <summary>The value in a seed.</summary>
    public virtual object? Read(SeedObject entry) => type switch
    {
        PropertyType.Flag => entry.Flag(Name),
        PropertyType.Time => entry.Time(Name),
        _ => entry.Text(Name),
    };

    /// <summary>The values with what a request says of this property; its errors go to the body.</summary>
    public virtual PropertyValues Apply(PropertyValues values, SentBody body, Release release, bool isNew)
    {
        if (IsReadOnly || !IsIn(release))
        {
            return values;
        }

        if (IsRequired)
        {
            return isNew || body.Has(Name) ? values.Set(Name, body.RequiredText(Name)) : values;
        }

        if (!TryRead(body, out object? value))
        {
            return values;
        }

        if (value is null && Default is bool)
        {
            body.Add(ValidationError.Invalid(Name));
            return values;
        }

        return values.Set(Name, value ?? Default);
    }

    /// <summary>Writes the property as a release shows it.</summary>
    public virtual void Write(JsonShape shape, PropertyValues values, Release release)
    {
        if (IsSecret || !IsIn(release))
        {
            return;
        }

        switch (type)
        {
            case PropertyType.Flag:
                shape.Flag(Name, values.Flag(Name));
                break;
            case PropertyType.Time:
                shape.Time(Name, values.Time(Name));
                break;
            default:
                shape.Text(Name, values.Text(Name));
                break;
        }
    }

    protected bool IsIn(Release release) => Since is not { } since || release >= since;

    private bool TryRead(SentBody body, out object? value)
    {
        bool isSent;
        switch (type)
        {
            case PropertyType.Flag:
                isSent = body.TryFlag(Name, out bool? flag);
                value = flag;
                return isSent;
            case PropertyType.Id:
                isSent = body.TryId(Name, out string? id);
                value = id;
                return isSent;
            default:
                isSent = body.TryText(Name, out string? text);
                value = text;
                return isSent;
        }
    }
}
