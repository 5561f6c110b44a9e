using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>The page on which a user lets a client app in, and the metadata that lead there.</summary>
internal sealed class AuthorizationRoutes(LookerState state)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/auth", Access.Open, Ask),
        new("POST", "/auth", Access.Open, Decide),
        new("GET", "/.well-known/oauth-authorization-server", Access.Open, Metadata),
    ];

    /// <summary>The metadata of an authorization server (RFC 8414), as hosted instances publish it.</summary>
    private Response Metadata(Call call) => call.Json(server =>
    {
        server.Text("issuer", state.BaseUrl);
        server.Text("authorization_endpoint", state.BaseUrl + "/auth");
        server.Text("token_endpoint", state.BaseUrl + "/api/token");
        server.Texts("response_types_supported", ["code"]);
        server.Texts("grant_types_supported", ["authorization_code", "refresh_token"]);
        server.Texts("token_endpoint_auth_methods_supported", ["client_secret_basic", "none"]);
        server.Texts("scopes_supported", ["cors_api", "api"]);
        server.Texts("code_challenge_methods_supported", ["S256"]);
    });

    private Response Ask(Call call)
    {
        AuthorizationRequest request = AuthorizationRequest.From(call.Query);
        return Refuse(request, out ClientAppRow? app)
            ?? ConsentPage.Consent(app!, request, [.. state.Users.Rows.Where(user => !user.IsDisabled)]);
    }

    private Response Decide(Call call)
    {
        FormFields form = call.IsForm ? call.Form : FormFields.None;
        AuthorizationRequest request = AuthorizationRequest.From(form);
        if (Refuse(request, out ClientAppRow? app) is { } refusal)
        {
            return refusal;
        }

        if (form["decision"] != "allow")
        {
            return form["decision"] == "deny"
                ? Back(request, "access_denied", "The user denied the request")
                : ConsentPage.Refusal("The form says neither allow nor deny.");
        }

        if (state.Users.Find(form["user_id"] ?? "") is not { IsDisabled: false } user)
        {
            return ConsentPage.Refusal("There is no such user.");
        }

        if (!state.IsOpenTo(app!, user))
        {
            string? group = state.Groups.Find(app!.GroupId!)?.Name ?? app.GroupId;
            return Back(request, "access_denied", $"The user is not a member of the group {group}");
        }

        _ = ClientAppRoutes.TryActivate(state, app!.ClientGuid, user.Id);
        string code = state.Tokens.IssueCode(app.ClientGuid, user.Id, request.RedirectUri!, request.CodeChallenge!);
        return Response.Redirect(RedirectTarget.With(request.RedirectUri!, ("code", code), ("state", request.State)));
    }

    /// <summary>Why the request gets no consent page; null when it gets one.</summary>
    /// <remarks>Nobody is redirected to an address that no app has registered: that would make the server a tool for phishing.</remarks>
    private Response? Refuse(AuthorizationRequest request, out ClientAppRow? app)
    {
        app = request.ClientId is null ? null : state.ClientApps.Find(request.ClientId);
        if (app is null)
        {
            return ConsentPage.Refusal($"No OAuth client app has the client_id '{request.ClientId}'.");
        }

        if (!app.Enabled)
        {
            return ConsentPage.Refusal($"The OAuth client app '{app.ClientGuid}' is disabled.");
        }

        if (request.RedirectUri is null || !RegisteredUris(app).Contains(request.RedirectUri))
        {
            return ConsentPage.Refusal($"The redirect_uri '{request.RedirectUri}' is not registered for the OAuth client app '{app.ClientGuid}'.");
        }

        return request.Fault() is { } fault ? Back(request, "invalid_request", fault) : null;
    }

    private IEnumerable<string> RegisteredUris(ClientAppRow app) => state.HasRedirectUris ? app.RedirectUris : app.RedirectUris.Take(1);

    private static Response Back(AuthorizationRequest request, string error, string description) =>
        Response.Redirect(RedirectTarget.With(
            request.RedirectUri!, ("error", error), ("error_description", description), ("state", request.State)));
}
