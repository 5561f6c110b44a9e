using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LookerOAuth;

/// <summary>Something that was read from an instance, and remembers from which.</summary>
public abstract class LookerResource
{
    /// <summary>The connection that it was read through; null if it was read through a bare <see cref="LookerClient"/>.</summary>
    /// <remarks>Not public: PowerShell has it as a hidden member, which no export, conversion or list shows.</remarks>
    internal LookerConnection? Connection
    {
        get;
        set
        {
            field = value;
            foreach (LookerResource part in Parts)
            {
                part.Connection = value;
            }
        }
    }

    /// <summary>Whether it was read together with objects of other instances, so that people must be told which one it is of.</summary>
    internal bool IsOneOfSeveral { get; set; }

    /// <summary>What it holds that a command may act on by itself, and that came from the same instance.</summary>
    internal virtual IEnumerable<LookerResource> Parts => [];

    /// <summary>The name of that connection; null for none.</summary>
    [JsonIgnore]
    public string? ConnectionName => Connection?.Name;

    /// <summary>Leaves these fields and the identity, as if nothing else had been asked for.</summary>
    /// <param name="type">The JSON of the resource.</param>
    /// <param name="identity">The field that is always among them.</param>
    /// <param name="fields">The fields in the API's spelling; null or none for all.</param>
    private protected void Keep(JsonTypeInfo type, string identity, IReadOnlyCollection<string>? fields)
    {
        if (fields is not { Count: > 0 })
        {
            return;
        }

        HashSet<string> kept = new(fields.Select(f => f.Split('(')[0].Trim()), StringComparer.Ordinal) { identity };
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (!kept.Contains(property.Name))
            {
                property.Set?.Invoke(this, null);
            }
        }
    }
}
