using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace LookerOAuth.Sandbox;

/// <summary>Where a client app turns a code, or a refresh token, into an access token. Its path has no version.</summary>
internal sealed class TokenRoutes(LookerState state)
{
    public IEnumerable<Route> Routes => [new("POST", "/api/token", Access.Open, Token)];

    private Response Token(Call call)
    {
        Func<string, string?> parameter;
        if (call.IsForm)
        {
            FormFields form = call.Form;
            parameter = name => form[name];
        }
        else if (call.TryReadObject(out SentBody? body))
        {
            parameter = name => body.TryText(name, out string? value) ? value : null;
        }
        else
        {
            return Refuse("invalid_request", "The request body must be a JSON object.");
        }

        // Apps are public clients (RFC 7636): they have no secret, and no token before this response.
        if (call.HasAuthorization || parameter("client_secret") is not null)
        {
            return Refuse("invalid_request", "Send neither a client_secret nor an Authorization header.");
        }

        return parameter("grant_type") switch
        {
            "authorization_code" => Redeem(parameter),
            "refresh_token" => Refresh(parameter),
            null => Refuse("invalid_request", "grant_type is missing."),
            _ => Refuse("unsupported_grant_type", "grant_type must be authorization_code or refresh_token."),
        };
    }

    private Response Redeem(Func<string, string?> parameter)
    {
        if (FirstMissing(parameter, "client_id", "redirect_uri", "code", "code_verifier") is { } missing)
        {
            return Refuse("invalid_request", $"{missing} is missing.");
        }

        string verifier = parameter("code_verifier")!;
        if (verifier.Length is < 43 or > 128)
        {
            return Refuse("invalid_request", "code_verifier must have 43 to 128 characters.");
        }

        if (state.Tokens.RedeemCode(parameter("code")!) is not { } consent)
        {
            return Refuse("invalid_grant", "The code is unknown, expired or used.");
        }

        if (consent.ClientGuid != parameter("client_id") || consent.RedirectUri != parameter("redirect_uri"))
        {
            return Refuse("invalid_grant", "The code was issued for another client_id or redirect_uri.");
        }

        if (Base64Url.Encode(Sha256(verifier)) != consent.Challenge)
        {
            return Refuse("invalid_grant", "The code_verifier does not belong to the code_challenge.");
        }

        if (WhyClosed(consent.ClientGuid, consent.UserId) is { } reason)
        {
            return Refuse("invalid_grant", reason);
        }

        AppGrant grant = state.Tokens.IssueGrant(consent.ClientGuid, consent.UserId);
        return AccessToken(grant, withRefreshToken: true);
    }

    private Response Refresh(Func<string, string?> parameter)
    {
        if (FirstMissing(parameter, "client_id", "refresh_token") is { } missing)
        {
            return Refuse("invalid_request", $"{missing} is missing.");
        }

        if (state.Tokens.FindGrant(parameter("refresh_token")!) is not { } grant || grant.ClientGuid != parameter("client_id"))
        {
            return Refuse("invalid_grant", "The refresh_token is unknown, expired or revoked.");
        }

        // The client goes on with the refresh token that it has.
        return WhyClosed(grant.ClientGuid, grant.UserId) is { } reason
            ? Refuse("invalid_grant", reason)
            : AccessToken(grant, withRefreshToken: false);
    }

    /// <summary>Why a user cannot use an app at the moment; null when nothing is in the way.</summary>
    private string? WhyClosed(string clientGuid, string userId) => state.ClientApps.Find(clientGuid) switch
    {
        null => "The OAuth client app does not exist.",
        { Enabled: false } => "The OAuth client app is disabled.",
        var app when state.Users.Find(userId) is not { } user || !state.IsOpenTo(app, user) => "The user may not use the OAuth client app.",
        var app when !app.ActivatedUserIds.Contains(userId, StringComparer.Ordinal) => "The user is not activated for the OAuth client app.",
        _ => null,
    };

    private Response AccessToken(AppGrant grant, bool withRefreshToken)
    {
        string token = state.Tokens.IssueAccessToken(grant.UserId, grant: grant);
        return Response.Json(FieldSelection.All, shape =>
        {
            shape.Text("access_token", token);
            shape.Text("token_type", "Bearer");
            shape.Number("expires_in", state.Tokens.LifetimeSeconds);
            if (withRefreshToken)
            {
                shape.Text("refresh_token", grant.RefreshToken);
            }
        });
    }

    private static string? FirstMissing(Func<string, string?> parameter, params string[] names) =>
        names.FirstOrDefault(name => string.IsNullOrEmpty(parameter(name)));

    private static Response Refuse(string error, string description) => Response.Json(
        FieldSelection.All,
        shape =>
        {
            shape.Text("error", error);
            shape.Text("error_description", description);
        },
        400);

    private static byte[] Sha256(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
#if NET
        return SHA256.HashData(bytes);
#else
        using SHA256 sha = SHA256.Create();
        return sha.ComputeHash(bytes);
#endif
    }
}
