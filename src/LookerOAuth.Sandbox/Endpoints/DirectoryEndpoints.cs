using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Users and groups, to be read.</summary>
internal sealed class DirectoryEndpoints(LookerState state)
{
    private static readonly Dictionary<string, Func<User, string, bool>> UserCriteria = new(StringComparer.Ordinal)
    {
        ["id"] = SearchFilter.AnyOf<User>(user => [user.Id]),
        ["first_name"] = SearchFilter.Like<User>(user => user.FirstName),
        ["last_name"] = SearchFilter.Like<User>(user => user.LastName),
        ["full_name"] = SearchFilter.Like<User>(user => user.DisplayName),
        ["email"] = SearchFilter.Like<User>(user => user.Email),
        ["is_disabled"] = SearchFilter.Is<User>(user => user.IsDisabled),
        ["group_id"] = SearchFilter.AnyOf<User>(user => user.GroupIds),
    };

    private static readonly Dictionary<string, Func<Group, string, bool>> GroupCriteria = new(StringComparer.Ordinal)
    {
        ["id"] = SearchFilter.AnyOf<Group>(group => [group.Id]),
        ["name"] = SearchFilter.Like<Group>(group => group.Name),
        ["external_group_id"] = SearchFilter.Like<Group>(group =>
            group.More.TryGetValue("external_group_id", out JsonElement id) ? id.ToString() : null),
    };

    private readonly UserShape _users = new(state);

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/4.0/user", Access.Caller, call => One(call, call.Caller.User)),
        new("GET", "/api/4.0/users", Access.Caller, call => Users(call, WithIds(call, state.Users.Rows, user => user.Id))),
        new("GET", "/api/4.0/users/search", Access.Caller, call => Users(call, SearchFilter.Search(call, state.Users.Rows, UserCriteria))),
        new("GET", "/api/4.0/users/:user_id", Access.Caller, call => One(call, state.Users.Find(call.Segment("user_id")))),
        new("GET", "/api/4.0/users/credential/:credential_type/:credential_id", Access.Caller, UserForCredential),
        new("GET", "/api/4.0/groups", Access.Caller, call => Groups(call, WithIds(call, state.Groups.Rows, group => group.Id))),
        new("GET", "/api/4.0/groups/search", Access.Caller, call => Groups(call, SearchFilter.Search(call, state.Groups.Rows, GroupCriteria))),
        new("GET", "/api/4.0/groups/:group_id", Access.Caller, Group),
    ];

    private static IReadOnlyList<T> WithIds<T>(Call call, IReadOnlyList<T> rows, Func<T, string> id)
    {
        string[]? ids = call.Query["ids"]?.Split(',');
        return SearchFilter.Page(call, ids is null ? rows : [.. rows.Where(row => ids.Contains(id(row), StringComparer.Ordinal))]);
    }

    private Answer One(Call call, User? user) =>
        user is null ? call.NotFound() : call.Json(shape => _users.Write(shape, user, call.Caller));

    private Answer Users(Call call, IReadOnlyList<User> users) =>
        Answer.JsonList(users, call.Fields, (shape, user) => _users.Write(shape, user, call.Caller));

    private static Answer Groups(Call call, IReadOnlyList<Group> groups) =>
        Answer.JsonList(groups, call.Fields, (shape, group) => Write(shape, group, call.Caller));

    private static void Write(JsonShape shape, Group group, Caller caller)
    {
        shape.Can(true, caller.IsAdmin, "create", "update", "destroy");
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

    private Answer Group(Call call) =>
        state.Groups.Find(call.Segment("group_id")) is { } group
            ? call.Json(shape => Write(shape, group, call.Caller))
            : call.NotFound();

    private Answer UserForCredential(Call call)
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
