using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>The properties of one kind of thing, in the order in which responses and errors list them.</summary>
internal sealed class PropertyTable(params Property[] properties)
{
    /// <summary>What something new has before anything is said of it.</summary>
    public PropertyValues New() => properties.Aggregate(PropertyValues.None, (values, property) => values.Set(property.Name, property.Default));

    /// <summary>The keys that a seed may have, with those that belong to no property of the table.</summary>
    public IReadOnlyDictionary<string, PropertyType> SeedShape(params (string Name, PropertyType Type)[] more) =>
        properties.SelectMany(property => property.SeedKeys).Concat(more).ToDictionary(key => key.Name, key => key.Type, StringComparer.Ordinal);

    public PropertyValues Read(SeedObject entry) => properties.Aggregate(
        PropertyValues.None, (values, property) => values.Set(property.Name, property.Read(entry) ?? property.Default));

    /// <summary>The values of something new that a request describes; errors are gathered in the body.</summary>
    public PropertyValues Create(SentBody body, Release release) =>
        properties.Aggregate(New(), (values, property) => property.Apply(values, body, release, isNew: true));

    /// <summary>The values with what a request says of them: all of it, or nothing if there is an error.</summary>
    public PropertyValues Change(PropertyValues values, SentBody body, Release release)
    {
        PropertyValues changed = properties.Aggregate(values, (current, property) => property.Apply(current, body, release, isNew: false));
        return body.Errors.Count > 0 ? values : changed;
    }

    public void Write(JsonShape shape, PropertyValues values, Release release)
    {
        foreach (Property property in properties)
        {
            property.Write(shape, values, release);
        }
    }
}
