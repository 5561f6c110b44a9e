using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>The groups or the users of an instance, to go from names to ids and back without a request for each.</summary>
internal sealed class DirectoryNames
{
    private readonly string _kind;
    private readonly string _property;
    private readonly ILookup<string, (string Id, string Name)> _byName;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly bool _ignoresCase;

    private DirectoryNames(string kind, string property, bool ignoresCase, IEnumerable<(string? Id, string? Name)> entries)
    {
        _ignoresCase = ignoresCase;
        _kind = kind;
        _property = property;
        foreach ((string? id, string? name) in entries)
        {
            if (!string.IsNullOrEmpty(id) && !string.IsNullOrWhiteSpace(name))
            {
                _names[id!] = name!;
            }
        }

        _byName = _names.ToLookup(e => e.Value, e => (e.Key, e.Value), StringComparer.OrdinalIgnoreCase);
    }

    public static DirectoryNames NoGroups { get; } = OfGroups([]);

    public static DirectoryNames NoUsers { get; } = OfUsers([]);

    public static DirectoryNames OfGroups(IEnumerable<Group> groups) => new("group", "name", ignoresCase: false, groups.Select(g => (g.GroupId, g.Name)));

    public static DirectoryNames OfUsers(IEnumerable<User> users) => new("user", "e-mail address", ignoresCase: true, users.Select(u => (u.UserId, u.Email)));

    /// <summary>The id that is meant; null if the name does not tell, which is then an obstacle.</summary>
    public string? IdOf(NameOrId reference, ICollection<OAuthConfigurationObstacle> obstacles)
    {
        if (reference.Name is not { } name)
        {
            return reference.Id;
        }

        List<(string Id, string Name)> matches = Matches(name);
        if (matches.Count == 1)
        {
            return matches[0].Id;
        }

        OAuthConfigurationObstacle obstacle = matches.Count == 0
            ? new(LookerErrorKind.NotFound, name, $"No {_kind} with the {_property} '{name}' was found.")
            : new(
                LookerErrorKind.InvalidArgument,
                name,
                $"Several {_kind}s have the {_property} '{name}': ids {string.Join(", ", matches.Select(m => m.Id))}. Write the id of the one that you mean, such as {NameOrId.OfId(matches[0].Id)}.");
        if (!obstacles.Contains(obstacle))
        {
            obstacles.Add(obstacle);
        }

        return null;
    }

    /// <summary>The name of an id if it leads back to that id; else the id. A document has each user once, in whatever case.</summary>
    public NameOrId NameOf(string id) =>
        _names.TryGetValue(id, out string? name) && (_ignoresCase ? [.. _byName[name]] : Matches(name)) is [var only] && only.Id == id
            ? NameOrId.OfName(name)
            : NameOrId.OfId(id);

    private List<(string Id, string Name)> Matches(string name) => NameMatch.Find(_byName[name], name, entry => entry.Name);
}
