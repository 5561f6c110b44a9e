using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Users and groups, to be read.</summary>
/// <remarks>Filters by what the sandbox does not have (<c>content_metadata_id</c>, <c>externally_orphaned</c>) are ignored, as Looker ignores
/// unknown parameters.</remarks>
internal sealed class DirectoryRoutes(LookerState state)
{
    private static readonly Dictionary<string, Func<UserRow, string, bool>> UserCriteria = new(StringComparer.Ordinal)
    {
        ["id"] = SearchFilter.AnyOf<UserRow>(user => [user.Id]),
        ["first_name"] = SearchFilter.Like<UserRow>(user => user.FirstName),
        ["last_name"] = SearchFilter.Like<UserRow>(user => user.LastName),
        ["full_name"] = SearchFilter.Like<UserRow>(user => user.DisplayName),
        ["email"] = SearchFilter.Like<UserRow>(user => user.Email),
        ["is_disabled"] = SearchFilter.Is<UserRow>(user => user.IsDisabled),
        ["group_id"] = SearchFilter.AnyOf<UserRow>(user => user.GroupIds),
        ["embed_user"] = SearchFilter.Is<UserRow>(user =>
            user.More.TryGetValue("credentials_embed", out JsonElement embed) && embed is { ValueKind: JsonValueKind.Array } && embed.GetArrayLength() > 0),
        ["verified_looker_employee"] = SearchFilter.Is<UserRow>(user => IsTrue(user.More, "verified_looker_employee")),
        ["can_manage_api3_creds"] = SearchFilter.Is<UserRow>(user => IsTrue(user.More, "can_manage_api3_creds")),
        ["is_service_account"] = SearchFilter.Is<UserRow>(user => IsTrue(user.More, "is_service_account")),
    };

    private static readonly Dictionary<string, Func<UserRow, string?>> UserOrders = new(StringComparer.Ordinal)
    {
        ["id"] = user => SearchFilter.IdOrder(user.Id),
        ["first_name"] = user => user.FirstName,
        ["last_name"] = user => user.LastName,
        ["display_name"] = user => user.DisplayName,
        ["email"] = user => user.Email,
    };

    private static readonly Dictionary<string, Func<GroupRow, string, bool>> GroupCriteria = new(StringComparer.Ordinal)
    {
        ["id"] = SearchFilter.AnyOf<GroupRow>(group => [group.Id]),
        ["name"] = SearchFilter.Like<GroupRow>(group => group.Name),
        ["external_group_id"] = SearchFilter.Like<GroupRow>(group =>
            group.More.TryGetValue("external_group_id", out JsonElement id) ? id.ToString() : null),
        ["externally_managed"] = SearchFilter.Is<GroupRow>(group => IsTrue(group.More, "externally_managed")),
    };

    private static readonly Dictionary<string, Func<GroupRow, string?>> GroupOrders = new(StringComparer.Ordinal)
    {
        ["id"] = group => SearchFilter.IdOrder(group.Id),
        ["name"] = group => group.Name,
    };

    private readonly UserShape _users = new(state);

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/4.0/user", Access.Caller, call => One(call, call.Caller.User)),
        new("GET", "/api/4.0/users", Access.Caller, call => Users(call, WithIds(call, SortedUsers(call), user => user.Id))),
        new("GET", "/api/4.0/users/search", Access.Caller, call => Users(call, SearchFilter.Search(call, SortedUsers(call), UserCriteria))),
        new("GET", "/api/4.0/users/:user_id", Access.Caller, call => One(call, state.Users.Find(call.Segment("user_id")))),
        new("GET", "/api/4.0/users/credential/:credential_type/:credential_id", Access.Caller, UserForCredential),
        new("GET", "/api/4.0/groups", Access.Caller, call => Groups(call, WithIds(call, SortedGroups(call), group => group.Id))),
        new("GET", "/api/4.0/groups/search", Access.Caller, call => Groups(call, SearchFilter.Search(call, SortedGroups(call), GroupCriteria))),
        new("GET", "/api/4.0/groups/:group_id", Access.Caller, Group),
    ];

    private static IReadOnlyList<T> WithIds<T>(Call call, IReadOnlyList<T> rows, Func<T, string> id)
    {
        string[]? ids = call.Query["ids"]?.Split(',');
        return SearchFilter.Page(call, ids is null ? rows : [.. rows.Where(row => ids.Contains(id(row), StringComparer.Ordinal))]);
    }

    private static bool IsTrue(IReadOnlyDictionary<string, JsonElement> properties, string name) =>
        properties.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private IReadOnlyList<UserRow> SortedUsers(Call call) => SearchFilter.Sort(call, state.Users.Rows, UserOrders);

    private IReadOnlyList<GroupRow> SortedGroups(Call call) => SearchFilter.Sort(call, state.Groups.Rows, GroupOrders);

    private Response One(Call call, UserRow? user) =>
        user is null ? call.NotFound() : call.Json(shape => _users.Write(shape, user, call.Caller));

    private Response Users(Call call, IReadOnlyList<UserRow> users) =>
        Response.JsonList(users, call.Fields, (shape, user) => _users.Write(shape, user, call.Caller));

    private static Response Groups(Call call, IReadOnlyList<GroupRow> groups) =>
        Response.JsonList(groups, call.Fields, (shape, group) => Write(shape, group, call.Caller));

    private static void Write(JsonShape shape, GroupRow group, Caller caller)
    {
        bool may = caller.IsAdmin;
        shape.Can(
            ("show", true), ("index", true), ("create", may), ("update", may), ("delete", may), ("edit_in_ui", may), ("add_to_content_metadata", may));
        shape.Text("id", group.Id);
        shape.Text("name", group.Name);
        shape.Number("user_count", group.UserIds.Count);
        shape.Flag("contains_current_user", group.UserIds.Contains(caller.User.Id));
        if (!group.More.ContainsKey("external_group_id"))
        {
            shape.Text("external_group_id", null);
        }

        if (!group.More.ContainsKey("externally_managed"))
        {
            shape.Flag("externally_managed", false);
        }

        foreach (KeyValuePair<string, JsonElement> property in group.More)
        {
            shape.Value(property.Key, property.Value);
        }
    }

    private Response Group(Call call) =>
        state.Groups.Find(call.Segment("group_id")) is { } group
            ? call.Json(shape => Write(shape, group, call.Caller))
            : call.NotFound();

    private Response UserForCredential(Call call)
    {
        string id = call.Segment("credential_id");
        return One(call, call.Segment("credential_type") switch
        {
            "api3" => state.ApiKeys.Find(id) is { } key ? state.Users.Find(key.UserId) : null,
            "email" => state.Users.Rows.FirstOrDefault(user => string.Equals(user.Email, id, StringComparison.OrdinalIgnoreCase)),
            _ => null,
        });
    }
}
