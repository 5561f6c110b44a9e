using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>The page on which a user lets a client app in.</summary>
internal sealed class AuthorizationEndpoints(LookerState state)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/auth", Access.Open, Ask),
        new("POST", "/auth", Access.Open, Decide),
    ];

    private Answer Ask(Call call)
    {
        AuthorizationRequest request = AuthorizationRequest.From(call.Query);
        return Refuse(request, out ClientApp? app)
            ?? ConsentPage.Consent(app!, request, [.. state.Users.Rows.Where(user => !user.IsDisabled)]);
    }

    private Answer Decide(Call call)
    {
        FormFields form = call.IsForm ? call.Form : FormFields.None;
        AuthorizationRequest request = AuthorizationRequest.From(form);
        if (Refuse(request, out ClientApp? app) is { } refusal)
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

        _ = ClientAppEndpoints.TryActivate(state, app!.ClientGuid, user.Id);
        string code = state.Tokens.IssueCode(app.ClientGuid, user.Id, request.RedirectUri!, request.CodeChallenge!);
        return Answer.Redirect(RedirectUri.With(request.RedirectUri!, ("code", code), ("state", request.State)));
    }

    /// <summary>Why the request gets no consent page; null when it gets one.</summary>
    /// <remarks>Nobody is redirected to an address that no app has registered: that would make the server a tool for phishing.</remarks>
    private Answer? Refuse(AuthorizationRequest request, out ClientApp? app)
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

    private IEnumerable<string> RegisteredUris(ClientApp app) => state.HasRedirectUris ? app.RedirectUris : app.RedirectUris.Take(1);

    private static Answer Back(AuthorizationRequest request, string error, string description) =>
        Answer.Redirect(RedirectUri.With(
            request.RedirectUri!, ("error", error), ("error_description", description), ("state", request.State)));
}
