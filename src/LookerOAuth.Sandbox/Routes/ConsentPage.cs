using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace LookerOAuth.Sandbox;

/// <summary>The pages that <c>/auth</c> shows to a browser.</summary>
internal static class ConsentPage
{
    public static Response Consent(ClientAppRow app, AuthorizationRequest request, IReadOnlyList<UserRow> users)
    {
        string hidden = string.Join("\n", request.Parameters.Select(parameter =>
            $"""<input type="hidden" name="{parameter.Name}" value="{Escape(parameter.Value)}">"""));
        string options = string.Join("\n", users.Select(user =>
            $"""<option value="{Escape(user.Id)}">{Escape(NameOf(user))}</option>"""));
        return Page(200, $"""
            <h1>Allow {Escape(app.DisplayName)} to use your Looker account?</h1>
            <p>{Escape(app.Description)}</p>
            <p>The app <code>{Escape(app.ClientGuid)}</code> will see the data that you can see.
            You go back to <code>{Escape(request.RedirectUri)}</code>.</p>
            <form method="post" action="/auth">
            {hidden}
            <label>Log in as <select name="user_id">
            {options}
            </select></label>
            <p><button id="allow" name="decision" value="allow">Allow</button>
            <button id="deny" name="decision" value="deny">Deny</button></p>
            </form>
            """);
    }

    public static Response Refusal(string reason) => Page(400, $"""
        <h1>This login cannot go on</h1>
        <p>{Escape(reason)}</p>
        """);

    private static string NameOf(UserRow user) =>
        (user.DisplayName, user.Email) switch
        {
            (null, null) => user.Id,
            (null, var email) => email,
            (var name, null) => name,
            var (name, email) => $"{name} ({email})",
        };

    private static Response Page(int status, string content) => Response.Html(status, $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Looker sandbox</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem; }
        button, select { font: inherit; padding: .3rem .8rem; }
        code { overflow-wrap: anywhere; }
        </style>
        </head>
        <body>
        {{content}}
        </body>
        </html>
        """);

    private static string Escape(string? text) => WebUtility.HtmlEncode(text) ?? "";
}
