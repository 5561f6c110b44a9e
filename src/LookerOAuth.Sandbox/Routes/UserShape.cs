using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Users as the API shows them.</summary>
internal sealed class UserShape(LookerState state)
{
    private const string Avatar = "https://gravatar.lookercdn.com/avatar/";

    public void Write(JsonShape shape, UserRow user, Caller caller)
    {
        bool isSelf = user.Id == caller.User.Id;
        bool isOpen = caller.IsAdmin || isSelf;
        shape.Can(("show", true), ("index", true), ("show_details", isOpen), ("index_details", isOpen), ("sudo", caller.IsAdmin));
        shape.Text("id", user.Id);
        shape.Text("first_name", user.FirstName);
        shape.Text("last_name", user.LastName);
        shape.Text("email", user.Email);
        shape.Flag("is_disabled", user.IsDisabled);
        shape.Texts("group_ids", user.GroupIds);
        shape.Texts("role_ids", user.RoleIds ?? [UserRow.AdminRoleId]);
        Write(shape, user, "display_name", user.DisplayName);
        Write(shape, user, "avatar_url", Avatar + user.Id);
        Write(shape, user, "url", UrlOf(user));
        if (!user.More.ContainsKey("credentials_email") && user.Email is not null)
        {
            shape.Object("credentials_email", credentials =>
            {
                credentials.Text("email", user.Email);
                credentials.Text("user_id", user.Id);
                credentials.Flag("is_disabled", user.IsDisabled);
                credentials.Text("type", "email");
            });
        }

        shape.Objects(
            "credentials_api3",
            state.ApiKeys.Rows.Where(key => key.UserId == user.Id),
            (credentials, key) => ApiKeyRoutes.Write(credentials, key, state));
        foreach (KeyValuePair<string, JsonElement> property in user.More)
        {
            if (property.Key is not ("display_name" or "avatar_url" or "url"))
            {
                shape.Value(property.Key, property.Value);
            }
        }
    }

    /// <summary>A user as other objects refer to one (<c>UserPublic</c>).</summary>
    public void WritePublic(JsonShape shape, UserRow user)
    {
        shape.Can(("show", true), ("index", true), ("show_details", false));
        shape.Text("id", user.Id);
        shape.Text("first_name", user.FirstName ?? "");
        shape.Text("last_name", user.LastName ?? "");
        Write(shape, user, "display_name", user.DisplayName);
        Write(shape, user, "avatar_url", Avatar + user.Id);
        Write(shape, user, "url", UrlOf(user));
    }

    private string UrlOf(UserRow user) => $"{state.BaseUrl}/api/4.0/users/{Uri.EscapeDataString(user.Id)}";

    /// <summary>A property that the seed may set and the server otherwise makes up.</summary>
    private static void Write(JsonShape shape, UserRow user, string name, string? made)
    {
        if (user.More.TryGetValue(name, out JsonElement seeded))
        {
            shape.Value(name, seeded);
        }
        else
        {
            shape.Text(name, made);
        }
    }
}
