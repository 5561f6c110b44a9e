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

        ClientAppRow app = new(ClientAppRow.Properties.Create(body, state.Release)
            .Set("client_guid", guid)
            .Set("tokens_invalid_before", state.Now));
        CheckGroup(app, body);
        return body.Errors.Count > 0 ? call.Invalid(body)
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
            ClientAppRow changed = current with { Values = ClientAppRow.Properties.Change(current.Values, body, state.Release) };
            CheckGroup(changed, body);
            return body.Errors.Count > 0 ? current : !changed.Enabled && body.Has("enabled") ? WithoutTokens(changed) : changed;
        });
        if (app is null)
        {
            return call.NotFound();
        }

        if (body.Errors.Count > 0)
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
        if (state.ClientApps.Update(guid, WithoutTokens) is null)
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

        // The vendor documents both responses; a user who is active already gets the shorter one.
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

    private ClientAppRow WithoutTokens(ClientAppRow app) => app with { Values = app.Values.Set("tokens_invalid_before", state.Now) };

    private void CheckGroup(ClientAppRow app, SentBody body)
    {
        if (body.Has("group_id") && app.GroupId is { } id && state.Groups.Find(id) is null)
        {
            body.Add(ValidationError.Missing("group_id"));
        }
    }

    private Response Show(Call call, ClientAppRow app) => call.Json(shape => Write(shape, app, call.Caller));

    private void Write(JsonShape shape, ClientAppRow app, Caller caller)
    {
        bool may = caller.IsAdmin;
        shape.Can(("show", true), ("index", true), ("create", may), ("update", may), ("destroy", may), ("invalidate_tokens", may));
        ClientAppRow.Properties.Write(shape, app.Values, state.Release);
        shape.Objects("activated_users", app.ActivatedUserIds, (user, id) =>
            _users.WritePublic(user, state.Users.Find(id) ?? new UserRow { Id = id }));
    }
}
