using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>Logging in and out, and the session in between.</summary>
internal sealed class SessionRoutes(LookerState state)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/api/4.0/login", Access.Open, Login),
        new("POST", "/api/4.0/login/:user_id", Access.Admin, LoginUser),
        new("DELETE", "/api/4.0/logout", Access.Caller, Logout),

        // The vendor's Python SDK logs out there.
        new("POST", "/api/login", Access.Open, Login),
        new("DELETE", "/api/logout", Access.Caller, Logout),
        new("GET", "/api/4.0/session", Access.Caller, call => Session(call, call.Caller)),
        new("PATCH", "/api/4.0/session", Access.Caller, UpdateSession),
    ];

    private Response Login(Call call)
    {
        // The vendor takes the query form until the end of 2026. Who still sends it should learn so here.
        if (call.Query["client_id"] is not null || call.Query["client_secret"] is not null)
        {
            return call.Refuse(400, "client_id and client_secret belong in the request body, not in the query string.");
        }

        if (call.Body.Length > 0 && !call.IsForm)
        {
            return call.Refuse(400, "The request body must be application/x-www-form-urlencoded.");
        }

        FormFields form = call.Form;
        return form["client_id"] is { } id && form["client_secret"] is { } secret
            && state.ApiKeys.Find(id) is { IsDisabled: false } key && secret == key.ClientSecret
            && state.Users.Find(key.UserId) is { IsDisabled: false }
            ? AccessToken(call, state.Tokens.IssueAccessToken(key.UserId))
            : call.NotFound();
    }

    private Response LoginUser(Call call) =>
        state.Users.Find(call.Segment("user_id")) is { IsDisabled: false } user
            ? AccessToken(call, state.Tokens.IssueAccessToken(user.Id, sudoUserId: call.Caller.Session.SudoUserId ?? call.Caller.User.Id))
            : call.NotFound();

    private Response Logout(Call call)
    {
        state.Tokens.LogOut(call.Caller.Token);
        return Response.NoContent();
    }

    private Response UpdateSession(Call call)
    {
        if (!call.TryReadObject(out SentBody? body))
        {
            return call.NoObject();
        }

        if (body.TryText("workspace_id", out string? workspace))
        {
            if (workspace is not ("production" or "dev"))
            {
                body.Add(ValidationError.Invalid("workspace_id", "workspace_id must be production or dev."));
            }
            else
            {
                call.Caller.Session.WorkspaceId = workspace;
            }
        }

        return body.Errors.Count > 0 ? call.Invalid(body) : Session(call, call.Caller);
    }

    private static Response Session(Call call, Caller caller) => call.Json(session =>
    {
        session.Can(("view", true), ("update", true));
        session.Text("workspace_id", caller.Session.WorkspaceId);
        session.Text("sudo_user_id", caller.Session.SudoUserId);
    });

    private Response AccessToken(Call call, string token) => call.Json(shape =>
    {
        shape.Text("access_token", token);
        shape.Text("token_type", "Bearer");
        shape.Number("expires_in", state.Tokens.LifetimeSeconds);
    });
}
