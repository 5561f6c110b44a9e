using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>All that the instance holds, in memory.</summary>
internal sealed class LookerState
{
    private readonly ConcurrentDictionary<(string UserId, string AppId), bool> _userStates = new();
    private readonly TimeProvider _time;

    public LookerState(SandboxSeed seed, string baseUrl, TimeProvider time, TimeSpan tokenLifetime)
    {
        _time = time;
        BaseUrl = baseUrl;
        ReleaseName = seed.ReleaseName;
        Release = seed.Release;
        EmbedDomainAllowlist = seed.EmbedDomainAllowlist;
        Tokens = new TokenStore(time, tokenLifetime);
        Fill(Users, seed.Users, user => user.Id);
        Fill(Groups, seed.Groups, group => group.Id);
        Fill(ClientApps, seed.ClientApps.Select(app => app with { Values = app.Values.Complete("tokens_invalid_before", Now) }), app => app.ClientGuid);
        Fill(Connections, seed.Connections, connection => connection.Name);
        foreach (ExternalAppRow app in seed.ExternalApps)
        {
            _ = ExternalApps.TryAdd(app.ClientId, app with { Values = app.Values.Complete("created_at", Now) });
            ExternalAppIds.Reserve(app.Id);
        }

        foreach (ApiKeyRow key in seed.ApiKeys)
        {
            _ = ApiKeys.TryAdd(key.ClientId, key with { Values = key.Values.Complete("created_at", Now) });
            ApiKeyIds.Reserve(key.Id);
        }
    }

    /// <summary>The release in full, such as 26.22.3.</summary>
    public string ReleaseName { get; }

    public Release Release { get; }

    /// <summary>Where the server answers, without a slash at its end; objects link to themselves with it.</summary>
    public string BaseUrl { get; }

    /// <summary>The origins that may embed Looker, and that its token endpoint lets in by CORS.</summary>
    public IReadOnlyList<string> EmbedDomainAllowlist { get; }

    public TokenStore Tokens { get; }

    /// <summary>By client id.</summary>
    public Table<ApiKeyRow> ApiKeys { get; } = new();

    public IdSequence ApiKeyIds { get; } = new();

    public Table<UserRow> Users { get; } = new();

    public Table<GroupRow> Groups { get; } = new();

    /// <summary>By guid.</summary>
    public Table<ClientAppRow> ClientApps { get; } = new();

    /// <summary>By client id.</summary>
    public Table<ExternalAppRow> ExternalApps { get; } = new();

    public IdSequence ExternalAppIds { get; } = new();

    /// <summary>By name.</summary>
    public Table<ConnectionRow> Connections { get; } = new();

    public DateTimeOffset Now => _time.GetUtcNow();

    public bool HasRedirectUris => Release >= Release.RedirectUris;

    /// <summary>False when the user has a state with the external app already.</summary>
    public bool TryAddUserState(string userId, string appId) => _userStates.TryAdd((userId, appId), true);

    public void RemoveUserStates(string appId)
    {
        foreach (KeyValuePair<(string UserId, string AppId), bool> state in _userStates)
        {
            if (state.Key.AppId == appId)
            {
                _ = _userStates.TryRemove(state.Key, out _);
            }
        }
    }

    /// <summary>Whether the user may log in to the app, as far as groups go.</summary>
    public bool IsOpenTo(ClientAppRow app, UserRow user) =>
        app.GroupId is null || Groups.Find(app.GroupId)?.UserIds.Contains(user.Id) == true;

    private static void Fill<T>(Table<T> table, IEnumerable<T> rows, Func<T, string> key)
        where T : class
    {
        foreach (T row in rows)
        {
            _ = table.TryAdd(key(row), row);
        }
    }
}
