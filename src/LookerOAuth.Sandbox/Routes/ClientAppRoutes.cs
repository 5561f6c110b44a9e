using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>OAuth client apps, their tokens and their users.</summary>
internal sealed class ClientAppRoutes(LookerState state)
{
    private const string App = "/api/4.0/oauth_client_apps/:client_guid";

    private readonly UserShape _users = new(state);

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/4.0/oauth_client_apps", Access.Caller, All),
        new("GET", App, Access.Caller, Get),
        new("POST", App, Access.Admin, Register),
        new("PATCH", App, Access.Admin, Update),
        new("DELETE", App, Access.Admin, Delete),
        new("DELETE", App + "/tokens", Access.Admin, InvalidateTokens),
        new("POST", App + "/users/:user_id", Access.Caller, ActivateUser),
        new("DELETE", App + "/users/:user_id", Access.Caller, DeactivateUser),
    ];

    private Response All(Call call)
    {
        IReadOnlyList<ClientAppRow> apps = call.Caller.IsAdmin
            ? state.ClientApps.Rows
            : [.. state.ClientApps.Rows.Where(app => IsVisible(app, call.Caller))];
        return Response.JsonList(apps, call.Fields, (shape, app) => Write(shape, app, call.Caller));
    }

    private Response Get(Call call) =>
        state.ClientApps.Find(call.Segment("client_guid")) is { } app && IsVisible(app, call.Caller)
            ? Show(call, app)
            : call.NotFound();

    private Response Register(Call call)
    {
        if (!call.TryReadObject(out SentBody? body))
        {
            return call.NoObject();
        }

        string guid = call.Segment("client_guid");
        if (state.ClientApps.Find(guid) is not null)
        {
            return Exists(call, guid);
        }

        ClientAppRow app = Apply(new ClientAppRow { ClientGuid = guid, TokensInvalidBefore = state.Now }, body, isNew: true);
        return body.Faults.Count > 0 ? call.Invalid(body)
            : state.ClientApps.TryAdd(guid, app) ? Show(call, app)
            : Exists(call, guid);
    }

    private Response Update(Call call)
    {
        if (!call.TryReadObject(out SentBody? body))
        {
            return call.NoObject();
        }

        string guid = call.Segment("client_guid");
        ClientAppRow? app = state.ClientApps.Update(guid, current =>
        {
            ClientAppRow changed = Apply(current, body, isNew: false);
            return body.Faults.Count > 0 ? current : changed;
        });
        if (app is null)
        {
            return call.NotFound();
        }

        if (body.Faults.Count > 0)
        {
            return call.Invalid(body);
        }

        if (!app.Enabled)
        {
            state.Tokens.RevokeApp(guid);
        }

        return Show(call, app);
    }

    private Response Delete(Call call)
    {
        string guid = call.Segment("client_guid");
        _ = state.ClientApps.Remove(guid);
        state.Tokens.RevokeApp(guid);
        return Response.NoContent();
    }

    private Response InvalidateTokens(Call call)
    {
        string guid = call.Segment("client_guid");
        if (state.ClientApps.Update(guid, app => app with { TokensInvalidBefore = state.Now }) is null)
        {
            return call.NotFound();
        }

        state.Tokens.RevokeApp(guid);
        return Response.NoContent();
    }

    private Response ActivateUser(Call call)
    {
        string userId = call.Segment("user_id");
        if (!MayActFor(call.Caller, userId)
            || state.Users.Find(userId) is null
            || state.ClientApps.Find(call.Segment("client_guid")) is not { } app
            || !IsVisible(app, call.Caller))
        {
            return call.NotFound();
        }

        // The vendor documents both answers; who is active already gets the shorter one.
        return TryActivate(state, app.ClientGuid, userId) ? Response.JsonText("") : Response.NoContent();
    }

    private Response DeactivateUser(Call call)
    {
        (string? guid, string? userId) = (call.Segment("client_guid"), call.Segment("user_id"));
        if (!MayActFor(call.Caller, userId))
        {
            return call.NotFound();
        }

        _ = state.ClientApps.Update(guid, app => app with { ActivatedUserIds = [.. app.ActivatedUserIds.Where(id => id != userId)] });
        state.Tokens.RevokeApp(guid, userId);
        return Response.NoContent();
    }

    /// <summary>Notes that a user has accepted an app; false when that was so before.</summary>
    public static bool TryActivate(LookerState state, string guid, string userId)
    {
        bool added = false;
        _ = state.ClientApps.Update(guid, app =>
        {
            added = !app.ActivatedUserIds.Contains(userId, StringComparer.Ordinal);
            return added ? app with { ActivatedUserIds = [.. app.ActivatedUserIds, userId] } : app;
        });
        return added;
    }

    /// <summary>Who is no admin may accept an app, or withdraw that, for nobody else.</summary>
    private static bool MayActFor(Caller caller, string userId) => caller.IsAdmin || caller.User.Id == userId;

    private static Response Exists(Call call, string guid) => call.Refuse(409, $"OAuth client app '{guid}' already exists");

    private bool IsVisible(ClientAppRow app, Caller caller) => caller.IsAdmin || state.IsOpenTo(app, caller.User);

    /// <summary>The app with what was sent; faults are gathered in the body.</summary>
    private ClientAppRow Apply(ClientAppRow app, SentBody body, bool isNew)
    {
        if (body.TryText("display_name", out string? displayName))
        {
            app = app with { DisplayName = displayName ?? "" };
        }

        if (string.IsNullOrWhiteSpace(app.DisplayName) && (isNew || body.Has("display_name")))
        {
            body.Add(ValidationFault.MissingField("display_name"));
        }

        app = ApplyRedirectUris(app, body, isNew);
        if (body.TryText("description", out string? description))
        {
            app = app with { Description = description ?? "" };
        }

        if (body.TryFlag("enabled", out bool? enabled))
        {
            if (enabled is null)
            {
                body.Add(ValidationFault.Invalid("enabled"));
            }
            else
            {
                app = app with { Enabled = enabled.Value, TokensInvalidBefore = enabled.Value ? app.TokensInvalidBefore : state.Now };
            }
        }

        if (body.TryId("group_id", out string? groupId))
        {
            if (groupId is not null && state.Groups.Find(groupId) is null)
            {
                body.Add(ValidationFault.Missing("group_id"));
            }

            app = app with { GroupId = groupId };
        }

        return app;
    }

    private ClientAppRow ApplyRedirectUris(ClientAppRow app, SentBody body, bool isNew)
    {
        // Where both are sent the newer property counts, unless it is empty.
        IReadOnlyList<string>? several = (IReadOnlyList<string>?)null;
        bool sentSeveral = state.HasRedirectUris && body.TryTexts("redirect_uris", out several);
        bool sentOne = body.TryText("redirect_uri", out string? one);
        if (several is { Count: > 0 })
        {
            app = app with { RedirectUris = several };
        }
        else if (sentOne)
        {
            app = app with { RedirectUris = string.IsNullOrWhiteSpace(one) ? [] : [one!] };
        }
        else if (sentSeveral)
        {
            app = app with { RedirectUris = [] };
        }

        if (!(isNew || sentOne || sentSeveral))
        {
            return app;
        }

        if (app.RedirectUris.Count == 0)
        {
            body.Add(ValidationFault.MissingField("redirect_uri"));
        }
        else if (!app.RedirectUris.All(RedirectTarget.IsValid))
        {
            body.Add(ValidationFault.Invalid(several is { Count: > 0 } ? "redirect_uris" : "redirect_uri", "This value must be an absolute URI."));
        }

        return app;
    }

    private Response Show(Call call, ClientAppRow app) => call.Json(shape => Write(shape, app, call.Caller));

    private void Write(JsonShape shape, ClientAppRow app, Caller caller)
    {
        bool may = caller.IsAdmin;
        shape.Can(("show", true), ("index", true), ("create", may), ("update", may), ("destroy", may), ("invalidate_tokens", may));
        shape.Text("client_guid", app.ClientGuid);
        shape.Text("redirect_uri", app.RedirectUris.Count > 0 ? app.RedirectUris[0] : "");
        if (state.HasRedirectUris)
        {
            shape.Texts("redirect_uris", app.RedirectUris);
        }

        shape.Text("display_name", app.DisplayName);
        shape.Text("description", app.Description);
        shape.Flag("enabled", app.Enabled);
        shape.Text("group_id", app.GroupId);
        shape.Time("tokens_invalid_before", app.TokensInvalidBefore);
        shape.Objects("activated_users", app.ActivatedUserIds, (user, id) =>
            _users.WritePublic(user, state.Users.Find(id) ?? new UserRow { Id = id }));
    }
}
