using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>A user of the instance.</summary>
internal sealed record UserRow
{
    /// <summary>The id of the role that makes an admin.</summary>
    public const string AdminRoleId = "2";

    public string Id { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>Null when the seed says nothing of roles: such a user may do everything.</summary>
    public IReadOnlyList<string>? RoleIds { get; init; }

    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>Further properties of the API's User, passed on as the seed has them.</summary>
    public IReadOnlyDictionary<string, JsonElement> More { get; init; } = new Dictionary<string, JsonElement>();

    public bool IsAdmin => RoleIds is null || RoleIds.Contains(AdminRoleId);

    /// <summary>Null unless there is a name.</summary>
    public string? DisplayName
    {
        get
        {
            string name = $"{FirstName} {LastName}".Trim();
            return name.Length == 0 ? null : name;
        }
    }
}
