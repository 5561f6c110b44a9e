using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>What becomes of a request.</summary>
internal enum KeyServerFault
{
    None,

    /// <summary>The connection breaks before the server has seen the request.</summary>
    LostBefore,

    /// <summary>The server does the work, and its response is lost.</summary>
    LostAfter,

    /// <summary>A gateway answers 502; the server has done the work.</summary>
    BadGateway,

    /// <summary>The server fails and has done nothing.</summary>
    Error,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The token has expired.</summary>
    Unauthorized,

    /// <summary>The server does the work, and something else than JSON arrives.</summary>
    Page,

    /// <summary>The server does the work, and its response says nothing.</summary>
    Empty,
}

/// <summary>Users' API keys in memory, with faults at any request. One user: 7. The first key is the one of <see cref="TestLooker"/>.</summary>
internal sealed class KeyServer
{
    private readonly Lock _gate = new();
    private readonly Func<int, SentRequest, KeyServerFault> _faults;
    private readonly HashSet<string> _tokens = [];
    private int _next = 1;

    public KeyServer(Func<int, SentRequest, KeyServerFault>? faults = null)
    {
        _faults = faults ?? ((_, _) => KeyServerFault.None);
        Keys.Add(new("1", TestLooker.ClientId, TestLooker.ClientSecret) { Purpose = "Nightly" });
    }

    public sealed record Key(string Id, string ClientId, string Secret)
    {
        public string? Purpose { get; set; }
    }

    public List<Key> Keys { get; } = [];

    /// <summary>Sessions that nobody has ended.</summary>
    public int OpenSessions => _tokens.Count;

    public int RequestCount { get; private set; }

    /// <summary>Called after every request, under the server's lock.</summary>
    public Action? Served { get; set; }

    public Key Add(string clientId)
    {
        Key key = new($"{++_next}", clientId, $"made-up-secret-{_next}");
        Keys.Add(key);
        return key;
    }

    public void ExpireTokens() => _tokens.Clear();

    public Task<HttpResponseMessage> Serve(SentRequest request, CancellationToken cancellationToken)
    {
        Script script;
        lock (_gate)
        {
            KeyServerFault fault = _faults(RequestCount++, request);
            Script response = fault is KeyServerFault.LostBefore or KeyServerFault.Error or KeyServerFault.Forbidden or KeyServerFault.Unauthorized
                ? Respond.NoContent
                : Execute(request);
            script = fault switch
            {
                KeyServerFault.LostBefore or KeyServerFault.LostAfter => Respond.ConnectionReset,
                KeyServerFault.BadGateway => Respond.Page(502),
                KeyServerFault.Error => Respond.Json(500, """{"message":"An error has occurred."}"""),
                KeyServerFault.Forbidden => Respond.Json(403, """{"message":"Forbidden"}"""),
                KeyServerFault.Unauthorized => Respond.Unauthorized,
                KeyServerFault.Page => Respond.Page(200),
                KeyServerFault.Empty => Respond.Json("{}"),
                _ => response,
            };
            Served?.Invoke();
        }

        return script(request, cancellationToken);
    }

    private Script Execute(SentRequest request)
    {
        string path = request.Target.Split('?')[0];
        if (path == "login")
        {
            Dictionary<string, string> form = request.Body!.Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
            if (!Keys.Any(k => k.ClientId == form["client_id"] && k.Secret == form["client_secret"]))
            {
                return Respond.NotFound;
            }

            string token = $"made-up-token-{++_next}";
            _tokens.Add(token);
            return Respond.Token(token);
        }

        if (!_tokens.Contains(request.Authorization?.Split(' ')[1] ?? ""))
        {
            return Respond.Unauthorized;
        }

        Key? key = Keys.Find(k => path == $"users/7/credentials_api3/{k.Id}");
        switch (request.Method, path)
        {
            case ("DELETE", "logout"):
                _tokens.Remove(request.Authorization!.Split(' ')[1]);
                return Respond.NoContent;
            case ("GET", "user"):
                return Respond.Json("""{"id":"7"}""");
            case ("GET", "users/7/credentials_api3"):
                return Respond.Json(JsonSerializer.Serialize(Keys.Select(k => Shape(k, withSecret: false))));
            case ("POST", "users/7/credentials_api3"):
                return Respond.Json(JsonSerializer.Serialize(Shape(Add($"new-client-id-{_next}"), withSecret: true)));
            case ("PATCH", _) when key is not null:
                key.Purpose = request.Json.GetProperty("purpose").GetString();
                return Respond.Json(JsonSerializer.Serialize(Shape(key, withSecret: false)));
            case ("DELETE", _) when key is not null:
                Keys.Remove(key);
                return Respond.NoContent;
            default:
                return Respond.NotFound;
        }
    }

    private static Dictionary<string, string?> Shape(Key key, bool withSecret)
    {
        Dictionary<string, string?> shape = new()
        {
            ["id"] = key.Id,
            ["client_id"] = key.ClientId,
            ["purpose"] = key.Purpose,
            ["created_at"] = "2026-01-02T03:04:05.000+00:00",
        };
        if (withSecret)
        {
            shape["client_secret"] = key.Secret;
        }

        return shape;
    }
}
