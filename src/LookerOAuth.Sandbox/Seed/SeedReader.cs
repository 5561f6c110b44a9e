using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Reads a seed: checks it as a whole, fills in what it leaves out, and ties users, groups and keys together.</summary>
internal sealed class SeedReader
{
    private readonly SeedFaults _faults = new();
    private readonly SeedObject _seed;

    private SeedReader(JsonElement root) => _seed = new SeedObject(root, "$", SeedShapes.Seed, _faults);

    /// <param name="json">The seed.</param>
    /// <param name="source">The file it comes from, for the message; null for none.</param>
    /// <exception cref="SandboxSeedException">The seed has faults.</exception>
    public static SandboxSeed Read(string json, string? source)
    {
        SeedReader reader;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            reader = new SeedReader(document.RootElement);
        }
        catch (JsonException e)
        {
            string place = $"line {(e.LineNumber ?? 0) + 1}, position {(e.BytePositionInLine ?? 0) + 1}";
            throw new SandboxSeedException(source, [$"{place}: invalid JSON: {e.Message}"], e);
        }

        SandboxSeed seed = reader.Read();
        return reader._faults.Lines.Count == 0 ? seed : throw new SandboxSeedException(source, reader._faults.Lines);
    }

    private SandboxSeed Read()
    {
        string releaseName = _seed.Text("release") ?? DefaultSeed.ReleaseName;
        if (!Release.TryParse(releaseName, out Release release))
        {
            _faults.Add("$.release", $"'{releaseName}' is no release such as 26.22 or 26.22.3");
        }

        List<User> users = ReadUsers();
        HashSet<string> userIds = new HashSet<string>(users.Select(user => user.Id), StringComparer.Ordinal);
        List<ApiKey> apiKeys = ReadApiKeys(users, userIds);
        List<Group> groups = ReadGroups(users, userIds);
        return new SandboxSeed
        {
            ReleaseName = releaseName,
            Release = release,
            ApiKeys = apiKeys,
            Users = [.. users.Select(user => Tie(user, apiKeys, groups))],
            Groups = groups,
            ClientApps = ReadClientApps(),
            ExternalApps = ReadExternalApps(),
            Connections = ReadConnections(),
        };
    }

    private List<User> ReadUsers()
    {
        List<SeedObject> entries = _seed.Objects("users", SeedShapes.User).ToList();
        if (entries.Count == 0)
        {
            return [.. DefaultSeed.Users];
        }

        return [.. entries.Zip(Ids(entries, "id"), (entry, id) => new User
        {
            Id = id,
            FirstName = entry.Text("first_name"),
            LastName = entry.Text("last_name"),
            Email = entry.Text("email"),
            IsDisabled = entry.Flag("is_disabled") ?? false,
            RoleIds = entry.Texts("role_ids"),
            GroupIds = entry.Texts("group_ids") ?? [],
            ApiKeys = [.. entry.Elements("credentials_api3").Select(ClientIdOf).OfType<string>()],
            More = entry.Except("id", "first_name", "last_name", "email", "is_disabled", "role_ids", "group_ids", "can", "credentials_api3"),
        })];
    }

    private List<ApiKey> ReadApiKeys(List<User> users, HashSet<string> userIds)
    {
        List<SeedObject> entries = _seed.Objects("api_keys", SeedShapes.ApiKey).ToList();
        if (!_seed.Has("api_keys"))
        {
            return [new(DefaultSeed.ClientId, DefaultSeed.ClientSecret, users[0].Id)];
        }

        NoDuplicates(entries, "client_id");
        foreach (SeedObject? entry in entries)
        {
            if (entry.Text("user_id") is { } id && !userIds.Contains(id))
            {
                _faults.Add($"{entry.Path}.user_id", $"there is no user '{id}'");
            }
        }

        return [.. entries.Select(entry =>
            new ApiKey(entry.Required("client_id"), entry.Required("client_secret"), entry.Text("user_id") ?? users[0].Id))];
    }

    private List<Group> ReadGroups(List<User> users, HashSet<string> userIds)
    {
        List<SeedObject> entries = _seed.Objects("groups", SeedShapes.Group).ToList();
        List<string> ids = Ids(entries, "id");
        for (int i = 0; i < entries.Count; i++)
        {
            foreach (string userId in entries[i].Texts("user_ids") ?? [])
            {
                if (!userIds.Contains(userId))
                {
                    _faults.Add($"{entries[i].Path}.user_ids", $"there is no user '{userId}'");
                }
            }
        }

        IEnumerable<Group> groups = entries.Count == 0
            ? DefaultSeed.Groups(withMembers: !_seed.Elements("users").Any())
            : entries.Zip(ids, (entry, id) => new Group
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

    private List<ClientApp> ReadClientApps()
    {
        List<SeedObject> entries = _seed.Objects("oauth_client_apps", SeedShapes.ClientApp).ToList();
        NoDuplicates(entries, "client_guid");
        return [.. entries.Select(entry => new ClientApp
        {
            ClientGuid = entry.Required("client_guid"),
            RedirectUris = entry.Texts("redirect_uris") is { Count: > 0 } several ? several
                : entry.Text("redirect_uri") is { Length: > 0 } one ? [one] : [],
            DisplayName = entry.Text("display_name") ?? entry.Text("client_guid") ?? "",
            Description = entry.Text("description") ?? "",
            Enabled = entry.Flag("enabled") ?? true,
            GroupId = entry.Text("group_id"),
            TokensInvalidBefore = entry.Time("tokens_invalid_before"),
            ActivatedUserIds = [.. entry.Objects("activated_users", SeedShapes.UserPublic).Select(user => user.Required("id")).Distinct()],
        })];
    }

    private List<ExternalApp> ReadExternalApps()
    {
        List<SeedObject> entries = _seed.Objects("external_oauth_applications", SeedShapes.ExternalApp).ToList();
        NoDuplicates(entries, "client_id");
        return [.. entries.Zip(Ids(entries, "id"), (entry, id) => new ExternalApp
        {
            Id = id,
            Name = entry.Text("name") ?? entry.Text("client_id") ?? "",
            ClientId = entry.Required("client_id"),
            ClientSecret = entry.Text("client_secret") ?? "",
            TenantId = entry.Text("tenant_id"),
            DialectName = entry.Text("dialect_name"),
            BiDirectionalDataAccess = entry.Flag("bi_directional_data_access"),
            CreatedAt = entry.Time("created_at"),
        })];
    }

    private List<Connection> ReadConnections()
    {
        List<SeedObject> entries = _seed.Objects("connections", SeedShapes.Connection).ToList();
        NoDuplicates(entries, "name");
        return [.. entries.Select(entry => new Connection(entry.Required("name"), entry.Text("oauth_application_id"), entry.Except("name", "oauth_application_id")))];
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
                _faults.Add($"{entry.Path}.{name}", $"'{value}' is there twice");
            }
        }
    }

    private static User Tie(User user, List<ApiKey> apiKeys, List<Group> groups) => user with
    {
        ApiKeys = [.. apiKeys.Where(key => key.UserId == user.Id).Select(key => key.ClientId).Concat(user.ApiKeys).Distinct()],
        GroupIds = [.. groups.Where(group => group.UserIds.Contains(user.Id)).Select(group => group.Id).Concat(user.GroupIds).Distinct()],
    };

    private static string? ClientIdOf(JsonElement credentials) =>
        credentials.TryGetProperty("client_id", out JsonElement id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
