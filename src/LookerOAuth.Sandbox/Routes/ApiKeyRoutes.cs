using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace LookerOAuth.Sandbox;

/// <summary>The API keys of users. A secret is in the response to POST and in no other.</summary>
internal sealed class ApiKeyRoutes(LookerState state)
{
    private const string Keys = "/api/4.0/users/:user_id/credentials_api3";
    private const string Key = Keys + "/:credentials_api3_id";

    // As Looker's own: letters and digits, 20 for the id and 24 for the secret.
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public IEnumerable<Route> Routes =>
    [
        new("GET", Keys, Access.Caller, All),
        new("POST", Keys, Access.Caller, Create),
        new("GET", Key, Access.Caller, call => Find(call) is { } key ? Show(call, key) : call.NotFound()),
        new("PATCH", Key, Access.Caller, Update),
        new("DELETE", Key, Access.Caller, Delete),
    ];

    /// <summary>A key as the API shows it, here and inside its user; never with its secret.</summary>
    public static void Write(JsonShape shape, ApiKeyRow key, LookerState state)
    {
        shape.Can(("show", true), ("index", true), ("create", true), ("update", true), ("destroy", true));
        bool isDisabled = key.IsDisabled || state.Users.Find(key.UserId) is not { IsDisabled: false };
        ApiKeyRow.Properties.Write(shape, key.Values.Set("is_disabled", isDisabled), state.Release);
        shape.Text("url", $"{state.BaseUrl}/api/4.0/users/{Uri.EscapeDataString(key.UserId)}/credentials_api3/{Uri.EscapeDataString(key.Id)}");
    }

    private Response All(Call call) =>
        FindUser(call) is { } user
            ? Response.JsonList(
                [.. state.ApiKeys.Rows.Where(key => key.UserId == user.Id)], call.Fields, (shape, key) => Write(shape, key, state))
            : call.NotFound();

    private Response Create(Call call)
    {
        if (FindUser(call) is not { } user)
        {
            return call.NotFound();
        }

        ApiKeyRow key = new(user.Id, ApiKeyRow.Properties.New()
            .Set("id", state.ApiKeyIds.Next())
            .Set("client_id", NewText(20))
            .Set("client_secret", NewText(24))
            .Set("created_at", state.Now));
        _ = state.ApiKeys.TryAdd(key.ClientId, key);
        return call.Json(shape =>
        {
            Write(shape, key, state);
            shape.Text("client_secret", key.ClientSecret);
        });
    }

    private Response Update(Call call)
    {
        if (!call.TryReadObject(out SentBody? body))
        {
            return call.NoObject();
        }

        if (Find(call) is not { } key)
        {
            return call.NotFound();
        }

        ApiKeyRow? changed = state.ApiKeys.Update(key.ClientId, current =>
            current with { Values = ApiKeyRow.Properties.Change(current.Values, body, state.Release) });
        return changed is null ? call.NotFound() : body.Errors.Count > 0 ? call.Invalid(body) : Show(call, changed);
    }

    // Tokens that the key has brought live on until they expire: no source says otherwise.
    private Response Delete(Call call) =>
        Find(call) is { } key && state.ApiKeys.Remove(key.ClientId) is not null ? Response.NoContent() : call.NotFound();

    private Response Show(Call call, ApiKeyRow key) => call.Json(shape => Write(shape, key, state));

    /// <summary>The user of the path; null for a caller who may not manage that user's keys.</summary>
    private UserRow? FindUser(Call call)
    {
        string userId = call.Segment("user_id");
        return call.Caller.IsAdmin || call.Caller.User.Id == userId ? state.Users.Find(userId) : null;
    }

    private ApiKeyRow? Find(Call call)
    {
        string id = call.Segment("credentials_api3_id");
        return FindUser(call) is { } user ? state.ApiKeys.Rows.FirstOrDefault(key => key.Id == id && key.UserId == user.Id) : null;
    }

    private static string NewText(int length)
    {
        byte[] bytes = new byte[length];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }

        return new string([.. bytes.Select(b => Alphabet[b % Alphabet.Length])]);
    }
}
