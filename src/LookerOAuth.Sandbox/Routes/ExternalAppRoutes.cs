using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>External OAuth applications and the users' states with them.</summary>
internal sealed class ExternalAppRoutes(LookerState state)
{
    private const string Apps = "/api/4.0/external_oauth_applications";

    public IEnumerable<Route> Routes =>
    [
        new("GET", Apps, Access.Caller, All, Release.ExternalApps),
        new("POST", Apps, Access.Admin, Create, Release.ExternalApps),
        new("PATCH", Apps + "/:client_id", Access.Admin, Update, Release.ExternalAppUpdate),
        new("DELETE", Apps + "/:client_id", Access.Admin, Delete, Release.ExternalAppDelete),
        new("POST", Apps + "/user_state", Access.Admin, CreateUserState, Release.ExternalAppUserState),
    ];

    private Response All(Call call)
    {
        // Only admins manage these; for others the list is filtered to nothing.
        (string? name, string? clientId) = (call.Query["name"], call.Query["client_id"]);
        IReadOnlyList<ExternalAppRow> apps = call.Caller.IsAdmin
            ? [.. state.ExternalApps.Rows.Where(app => Matches(app.Name, name) && Matches(app.ClientId, clientId))]
            : [];
        return Response.JsonList(apps, FieldSelection.All, Write);
    }

    private Response Create(Call call)
    {
        if (!call.TryReadObject(out SentBody? body))
        {
            return call.NoObject();
        }

        string clientId = body.RequiredText("client_id");
        PropertyValues values = ExternalAppRow.Properties.Create(body, state.Release).Set("client_id", clientId);
        if (body.Errors.Count > 0)
        {
            return call.Invalid(body);
        }

        ExternalAppRow app = new(values.Set("id", state.ExternalAppIds.Next()).Set("created_at", state.Now));
        return state.ExternalApps.TryAdd(clientId, app)
            ? Response.Json(FieldSelection.All, shape => Write(shape, app))
            : call.Refuse(409, $"External OAuth application '{clientId}' already exists");
    }

    private Response Update(Call call)
    {
        if (!call.TryReadObject(out SentBody? body))
        {
            return call.NoObject();
        }

        // The client id is the app's name in the path; one in the body is not taken.
        ExternalAppRow? app = state.ExternalApps.Update(call.Segment("client_id"), current =>
            current with { Values = ExternalAppRow.Properties.Change(current.Values, body, state.Release) });
        return app is null ? call.NotFound()
            : body.Errors.Count > 0 ? call.Invalid(body)
            : Response.Json(FieldSelection.All, shape => Write(shape, app));
    }

    private Response Delete(Call call)
    {
        if (state.ExternalApps.Remove(call.Segment("client_id")) is { } app)
        {
            state.RemoveUserStates(app.Id);
        }

        return Response.NoContent();
    }

    private Response CreateUserState(Call call)
    {
        if (!call.TryReadObject(out SentBody? body))
        {
            return call.NoObject();
        }

        string userId = body.RequiredId("user_id");
        string appId = body.RequiredId("oauth_application_id");
        _ = body.RequiredText("access_token");
        _ = body.RequiredText("access_token_expires_at");
        body.CheckTime("access_token_expires_at");
        _ = body.TryText("refresh_token", out _);
        body.CheckTime("refresh_token_expires_at");
        if (body.Errors.Count > 0)
        {
            return call.Invalid(body);
        }

        if (state.Users.Find(userId) is null || state.ExternalApps.Rows.All(app => app.Id != appId))
        {
            return call.NotFound();
        }

        return state.TryAddUserState(userId, appId)
            ? Response.Json(FieldSelection.All, shape =>
            {
                shape.Text("user_id", userId);
                shape.Text("oauth_application_id", appId);
            })
            : call.Refuse(409, $"OAuth user state of user '{userId}' with application '{appId}' already exists");
    }

    private static bool Matches(string value, string? filter) =>
        string.IsNullOrEmpty(filter) || string.Equals(value, filter, StringComparison.OrdinalIgnoreCase);

    private void Write(JsonShape shape, ExternalAppRow app)
    {
        shape.Can(("show", true), ("index", true), ("create", true), ("update", true), ("destroy", true));
        ExternalAppRow.Properties.Write(shape, app.Values, state.Release);
    }
}
