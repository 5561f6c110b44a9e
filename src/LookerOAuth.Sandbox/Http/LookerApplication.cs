using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>From a request to its response: finds the route and the caller, and lets the operation do the rest.</summary>
internal sealed class LookerApplication
{
    private readonly LookerState _state;
    private readonly ApiErrors _errors;
    private readonly Route[] _routes;

    public LookerApplication(LookerState state, ApiErrors errors)
    {
        _state = state;
        _errors = errors;
        IEnumerable<Route> all =
        [
            .. new InstanceRoutes(state).Routes,
            .. new SessionRoutes(state).Routes,
            .. new ClientAppRoutes(state).Routes,
            .. new ExternalAppRoutes(state).Routes,
            .. new DirectoryRoutes(state).Routes,
            .. new ApiKeyRoutes(state).Routes,
            .. new ConnectionRoutes(state).Routes,
            .. new AuthorizationRoutes(state).Routes,
            .. new TokenRoutes(state).Routes,
        ];

        // To an older server the newer operations are unknown routes.
        _routes = [.. all.Where(route => route.Since is not { } since || state.Release >= since)];
    }

    /// <summary>The token that an <c>Authorization</c> header carries and its session, live or not.</summary>
    public Caller? FindCaller(string? authorization)
    {
        if (authorization is null || TokenOf(authorization) is not { } token || _state.Tokens.FindSession(token) is not { } session)
        {
            return null;
        }

        return _state.Users.Find(session.UserId) is { } user ? new Caller(user, token, session) : null;
    }

    public Response Handle(string method, Target target, byte[] body, string? contentType, bool hasAuthorization, Caller? caller)
    {
        // Sinatra, on which Looker is built, answers HEAD wherever it answers GET.
        string handled = method == "HEAD" ? "GET" : method;
        if (Array.Find(_routes, candidate => candidate.Matches(handled, target.Segments)) is not { } route)
        {
            return _errors.NoSuchRoute();
        }

        bool isOpen = route.Access == Access.Open;
        if (!isOpen && (caller is null || !_state.Tokens.IsLive(caller.Session)))
        {
            return _errors.Unauthenticated();
        }

        Call call = new(_errors, route, target, body, contentType, hasAuthorization, isOpen ? null : caller);
        return !call.TryReadFields() ? call.Refuse(400, "The fields parameter is nested too deeply.")
            : route.Access == Access.Admin && !call.Caller.IsAdmin ? call.NotFound()
            : route.Handle(call);
    }

    private static string? TokenOf(string authorization)
    {
        int space = authorization.IndexOf(' ');
        if (space < 0)
        {
            return null;
        }

        string scheme = authorization.Substring(0, space);
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("token", StringComparison.OrdinalIgnoreCase)
            ? authorization.Substring(space + 1).Trim()
            : null;
    }
}
