using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Reads a seed: checks it as a whole, fills in what it leaves out, and ties users, groups and keys together.</summary>
internal sealed class SeedReader
{
    private readonly SeedErrors _errors = new();
    private readonly SeedObject _seed;
    private readonly List<SeedObject> _users;

    private SeedReader(JsonElement root)
    {
        _seed = new SeedObject(root, "$", SeedShapes.Seed, _errors);
        _users = [.. _seed.Objects("users", SeedShapes.User)];
    }

    /// <param name="json">The seed.</param>
    /// <param name="source">The file it comes from, for the message; null for none.</param>
    /// <exception cref="SandboxSeedException">The seed has errors.</exception>
    public static SandboxSeed Read(string json, string? source)
    {
        using JsonDocument document = Parse(json, source);
        SeedErrors errors = new();
        CheckText(document.RootElement, "$", errors);
        if (errors.Lines.Count > 0)
        {
            throw new SandboxSeedException(source, errors.Lines);
        }

        SeedReader reader = new(document.RootElement);
        SandboxSeed seed = reader.Read();
        return reader._errors.Lines.Count == 0 ? seed : throw new SandboxSeedException(source, reader._errors.Lines);
    }

    private static JsonDocument Parse(string json, string? source)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            string place = $"line {(e.LineNumber ?? 0) + 1}, position {(e.BytePositionInLine ?? 0) + 1}";
            throw new SandboxSeedException(source, [$"{place}: invalid JSON: {e.Message}"], e);
        }
    }

    /// <summary>Finds strings that JSON can spell and no text can be, such as half a surrogate pair.</summary>
    private static void CheckText(JsonElement value, string path, SeedErrors errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    string? name = TextOf(() => property.Name, path, errors);
                    CheckText(property.Value, $"{path}.{name}", errors);
                }

                break;
            case JsonValueKind.Array:
                int i = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    CheckText(item, $"{path}[{i++}]", errors);
                }

                break;
            case JsonValueKind.String:
                _ = TextOf(value.GetString, path, errors);
                break;
            default:
                break;
        }
    }

    private static string? TextOf(Func<string?> read, string path, SeedErrors errors)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            errors.Add(path, "not valid Unicode");
            return null;
        }
    }

    private SandboxSeed Read()
    {
        string releaseName = _seed.Text("release") ?? DefaultSeed.ReleaseName;
        if (!Release.TryParse(releaseName, out Release release))
        {
            _errors.Add("$.release", $"'{releaseName}' is not a release such as 26.22 or 26.22.3");
        }

        List<UserRow> users = ReadUsers();
        HashSet<string> userIds = new HashSet<string>(users.Select(user => user.Id), StringComparer.Ordinal);
        List<GroupRow> groups = ReadGroups(users, userIds);
        return new SandboxSeed
        {
            ReleaseName = releaseName,
            Release = release,
            ApiKeys = ReadApiKeys(users, userIds),
            Users = [.. users.Select(user => Tie(user, groups))],
            Groups = groups,
            ClientApps = ReadClientApps(),
            ExternalApps = ReadExternalApps(),
            Connections = ReadConnections(),
            EmbedDomainAllowlist = _seed.Texts("embed_domain_allowlist") ?? [],
        };
    }

    private List<UserRow> ReadUsers()
    {
        if (_users.Count == 0)
        {
            return [.. DefaultSeed.Users];
        }

        return [.. _users.Zip(Ids(_users, "id"), (entry, id) => new UserRow
        {
            Id = id,
            FirstName = entry.Text("first_name"),
            LastName = entry.Text("last_name"),
            Email = entry.Text("email"),
            IsDisabled = entry.Flag("is_disabled") ?? false,
            RoleIds = entry.Texts("role_ids"),
            GroupIds = entry.Texts("group_ids") ?? [],
            More = entry.Except("id", "first_name", "last_name", "email", "is_disabled", "role_ids", "group_ids", "can", "credentials_api3"),
        })];
    }

    private List<ApiKeyRow> ReadApiKeys(List<UserRow> users, HashSet<string> userIds)
    {
        List<(SeedObject Entry, string UserId)> keys = [];
        IEnumerable<SeedObject> entries = _seed.Has("api_keys")
            ? _seed.Objects("api_keys", SeedShapes.ApiKey)
            : [new SeedObject(DefaultSeed.ApiKey, "$.api_keys[0]", SeedShapes.ApiKey, _errors)];
        foreach (SeedObject entry in entries)
        {
            _ = entry.Required("client_secret");
            string userId = entry.Text("user_id") ?? users[0].Id;
            keys.Add((entry, userId));
            if (!userIds.Contains(userId))
            {
                _errors.Add($"{entry.Path}.user_id", $"there is no user '{userId}'");
            }
        }

        NoDuplicates([.. keys.Select(key => key.Entry)], "client_id");

        // Users list their keys, too, as a server shows them; one that api_keys has with its secret is the same key.
        HashSet<string> known = new HashSet<string>(keys.Select(key => key.Entry.Text("client_id")).OfType<string>(), StringComparer.Ordinal);
        foreach ((SeedObject entry, UserRow user) in _users.Zip(users, (entry, user) => (entry, user)))
        {
            keys.AddRange(entry.Objects("credentials_api3", SeedShapes.CredentialsApi3)
                .Where(key => key.Text("client_id") is not { } clientId || known.Add(clientId))
                .Select(key => (key, user.Id)));
        }

        return [.. keys.Zip(Ids([.. keys.Select(key => key.Entry)], "id"), (key, id) =>
        {
            _ = key.Entry.Required("client_id");
            return new ApiKeyRow(key.UserId, ApiKeyRow.Properties.Read(key.Entry).Set("id", id));
        })];
    }

    private List<GroupRow> ReadGroups(List<UserRow> users, HashSet<string> userIds)
    {
        List<SeedObject> entries = _seed.Objects("groups", SeedShapes.Group).ToList();
        List<string> ids = Ids(entries, "id");
        for (int i = 0; i < entries.Count; i++)
        {
            foreach (string userId in entries[i].Texts("user_ids") ?? [])
            {
                if (!userIds.Contains(userId))
                {
                    _errors.Add($"{entries[i].Path}.user_ids", $"there is no user '{userId}'");
                }
            }
        }

        IEnumerable<GroupRow> groups = entries.Count == 0
            ? DefaultSeed.Groups(withMembers: _users.Count == 0)
            : entries.Zip(ids, (entry, id) => new GroupRow
            {
                Id = id,
                Name = entry.Text("name"),
                UserIds = [.. entry.Texts("user_ids") ?? []],
                More = entry.Except("id", "name", "user_ids", "user_count", "contains_current_user", "can"),
            });

        // A membership may stand with the group or with the user.
        return [.. groups.Select(group => group with
        {
            UserIds = [.. group.UserIds, .. users.Where(user => user.GroupIds.Contains(group.Id)).Select(user => user.Id)],
        })];
    }

    private List<ClientAppRow> ReadClientApps()
    {
        List<SeedObject> entries = _seed.Objects("oauth_client_apps", SeedShapes.ClientApp).ToList();
        NoDuplicates(entries, "client_guid");
        return [.. entries.Select(entry =>
        {
            string guid = entry.Required("client_guid");
            return new ClientAppRow(ClientAppRow.Properties.Read(entry).Complete("display_name", guid))
            {
                ActivatedUserIds = [.. entry.Objects("activated_users", SeedShapes.UserPublic).Select(user => user.Required("id")).Distinct()],
            };
        })];
    }

    private List<ExternalAppRow> ReadExternalApps()
    {
        List<SeedObject> entries = _seed.Objects("external_oauth_applications", SeedShapes.ExternalApp).ToList();
        NoDuplicates(entries, "client_id");
        return [.. entries.Zip(Ids(entries, "id"), (entry, id) =>
        {
            string clientId = entry.Required("client_id");
            return new ExternalAppRow(ExternalAppRow.Properties.Read(entry).Set("id", id).Complete("name", clientId));
        })];
    }

    private List<ConnectionRow> ReadConnections()
    {
        List<SeedObject> entries = _seed.Objects("connections", SeedShapes.Connection).ToList();
        NoDuplicates(entries, "name");
        return [.. entries.Select(entry => new ConnectionRow(entry.Required("name"), entry.Text("oauth_application_id"), entry.Except("name", "oauth_application_id")))];
    }

    /// <summary>The ids of entries; those without one get the next free number.</summary>
    private List<string> Ids(List<SeedObject> entries, string name)
    {
        NoDuplicates(entries, name);
        HashSet<string> taken = new HashSet<string>(entries.Select(entry => entry.Text(name)).OfType<string>(), StringComparer.Ordinal);
        int next = 0;
        List<string> ids = new List<string>(entries.Count);
        foreach (SeedObject entry in entries)
        {
            string? id = entry.Text(name);
            while (id is null)
            {
                string candidate = (++next).ToString(CultureInfo.InvariantCulture);
                id = taken.Add(candidate) ? candidate : null;
            }

            ids.Add(id);
        }

        return ids;
    }

    private void NoDuplicates(List<SeedObject> entries, string name)
    {
        HashSet<string> seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (SeedObject entry in entries)
        {
            if (entry.Text(name) is { } value && !seen.Add(value))
            {
                _errors.Add($"{entry.Path}.{name}", $"'{value}' is there twice");
            }
        }
    }

    private static UserRow Tie(UserRow user, List<GroupRow> groups) => user with
    {
        GroupIds = [.. groups.Where(group => group.UserIds.Contains(user.Id)).Select(group => group.Id).Concat(user.GroupIds).Distinct()],
    };
}
