using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// Diagnoses of many apps of one instance. Release, settings, page, groups and each user are asked for once, however many apps there are; what
/// changes on the server meanwhile does not show. Safe for many callers at once.
/// </summary>
public sealed class OAuthClientAppAudit
{
    /// <summary>Thousands for some apps: asked for only to look for a user.</summary>
    private const string ActivatedUsers = "activated_users(id)";

    private static readonly string[] AppFields =
        ["client_guid", "redirect_uri", "redirect_uris", "enabled", "group_id", "tokens_invalid_before"];

    private static readonly string[] GroupFields = ["id", "name"];
    private static readonly string[] UserFields = ["id", "is_disabled", "group_ids"];

    private readonly LookerClient _client;
    private readonly LookerPipeline _pipeline;
    private readonly SharedTask<LookerVersions> _versions;
    private readonly SharedTask<Dictionary<string, string?>> _groups;
    private readonly SharedTask<LookerSetting> _setting;
    private readonly SharedTask<bool> _page;
    private readonly ConcurrentDictionary<(string?, string?), SharedTask<User>> _users = new();

    internal OAuthClientAppAudit(LookerClient client, LookerPipeline pipeline)
    {
        _client = client;
        _pipeline = pipeline;
        _versions = new(client.Instance.GetVersionsAsync);
        _groups = new(GroupsAsync, LookerApiException.IsNoAnswer);
        _setting = new(client.Instance.GetEmbedSettingAsync);
        _page = new(AskPageAsync);
    }

    /// <summary>Diagnoses one app: a finding for each check, in their order. Checks that need a redirect URI or a user are made if
    /// those are given; an app that is not there is a finding, and so is what the caller may not see.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="attempt">The login to judge; null for the app alone.</param>
    /// <param name="cancellationToken">Cancels the diagnosis.</param>
    /// <exception cref="LookerApiException">The API cannot be asked at all (no login, no connection, server error), or the guid cannot
    /// be one, or the e-mail address is several users'.</exception>
    public async Task<IReadOnlyList<OAuthClientAppFinding>> DiagnoseAsync(
        string clientGuid, OAuthLoginAttempt? attempt = null, CancellationToken cancellationToken = default)
    {
        attempt ??= new OAuthLoginAttempt();
        Outcome<OAuthClientApp> app = await AskAsync(
            () => _client.OAuthClientApps.GetAsync(clientGuid, FieldsFor(attempt), cancellationToken)).ConfigureAwait(false);
        return await DiagnoseAsync(clientGuid, app, attempt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Diagnoses an app that <see cref="ReadAllAsync"/> gave, without a request for it.</summary>
    /// <inheritdoc cref="DiagnoseAsync(string, OAuthLoginAttempt, CancellationToken)"/>
    public Task<IReadOnlyList<OAuthClientAppFinding>> DiagnoseAsync(
        OAuthClientApp app, OAuthLoginAttempt? attempt = null, CancellationToken cancellationToken = default) =>
        DiagnoseAsync(app.ClientGuid ?? "", new Outcome<OAuthClientApp>(app, null), attempt ?? new OAuthLoginAttempt(), cancellationToken);

    /// <summary>All apps, with what a diagnosis needs of them.</summary>
    /// <param name="attempt">The login that will be judged; null for the apps alone.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    public async Task<IReadOnlyList<OAuthClientApp>> ReadAllAsync(OAuthLoginAttempt? attempt = null, CancellationToken cancellationToken = default) =>
        await _pipeline.ReadAllAsync(
            _client.OAuthClientApps.ListAsync(FieldsFor(attempt ?? new OAuthLoginAttempt()), cancellationToken), cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<OAuthClientAppFinding>> DiagnoseAsync(
        string clientGuid, Outcome<OAuthClientApp> app, OAuthLoginAttempt attempt, CancellationToken cancellationToken)
    {
        ClientAppChecks checks = new(clientGuid, attempt);
        Outcome<User>? user = !HasUser(attempt)
            ? null
            : await AskAsync(() => UserAsync(attempt, cancellationToken)).ConfigureAwait(false);
        Outcome<Dictionary<string, string?>>? groups = NullIfBlank(app.Value?.GroupId) is null
            ? null
            : await AskAsync(() => _groups.GetAsync(cancellationToken)).ConfigureAwait(false);
        Outcome<LookerVersions> versions = await AskAnyAsync(() => _versions.GetAsync(cancellationToken)).ConfigureAwait(false);
        Outcome<LookerSetting>? setting = checks.BrowserOrigins(app).Any()
            ? await AskAnyAsync(() => _setting.GetAsync(cancellationToken)).ConfigureAwait(false)
            : null;
        Outcome<bool> page = await AskAnyAsync(() => _page.GetAsync(cancellationToken)).ConfigureAwait(false);

        IEnumerable<OAuthClientAppFinding?> findings =
        [
            checks.Registered(app),
            checks.Enabled(app),
            checks.RedirectUri(app),
            checks.RedirectScheme(app),
            checks.Group(app, groups, user),
            checks.User(user),
            checks.Activation(app, user),
            checks.Tokens(app, user),
            checks.Cors(app, setting, _client.LookerUrl),
            checks.Server(app, versions),
            checks.LookerUrl(_client.LookerUrl, page, versions),
        ];
        return [.. findings.OfType<OAuthClientAppFinding>()];
    }

    private static bool HasUser(OAuthLoginAttempt attempt) => NullIfBlank(attempt.UserId) is not null || NullIfBlank(attempt.UserEmail) is not null;

    private static string[] FieldsFor(OAuthLoginAttempt attempt) => HasUser(attempt) ? [.. AppFields, ActivatedUsers] : AppFields;

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>What the server said; "not there" and "not for you" are findings.</summary>
    private static Task<Outcome<T>> AskAsync<T>(Func<Task<T>> ask) =>
        AskAsync(ask, e => e.Kind is LookerErrorKind.NotFound or LookerErrorKind.AccessDenied or LookerErrorKind.NotSupported);

    /// <summary>What the server said; any error is a finding.</summary>
    private static Task<Outcome<T>> AskAnyAsync<T>(Func<Task<T>> ask) => AskAsync(ask, _ => true);

    private static async Task<Outcome<T>> AskAsync<T>(Func<Task<T>> ask, Func<LookerApiException, bool> isFinding)
    {
        try
        {
            return new Outcome<T>(await ask().ConfigureAwait(false), null);
        }
        catch (LookerApiException e) when (e.Kind != LookerErrorKind.NotConnected && isFinding(e))
        {
            return new Outcome<T>(default, e);
        }
    }

    private Task<User> UserAsync(OAuthLoginAttempt attempt, CancellationToken cancellationToken)
    {
        string? id = NullIfBlank(attempt.UserId);
        string? email = id is null ? attempt.UserEmail : null;
        return _users
            .GetOrAdd((id, email), _ => new SharedTask<User>(
                ct => id is null
                    ? _client.Directory.FindUserAsync(email!, UserFields, ct)
                    : _client.Directory.GetUserAsync(id, UserFields, ct),
                LookerApiException.IsNoAnswer))
            .GetAsync(cancellationToken);
    }

    private async Task<Dictionary<string, string?>> GroupsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string?> names = new(StringComparer.Ordinal);
        foreach (Group group in await _client.Directory.ReadAllGroupsAsync(GroupFields, cancellationToken).ConfigureAwait(false))
        {
            names[group.GroupId ?? ""] = group.Name;
        }

        return names;
    }

    /// <summary>GET {looker_url}/alive: 200, empty. Without a token: that address must not get one.</summary>
    private async Task<bool> AskPageAsync(CancellationToken cancellationToken)
    {
        using LookerRequest request = new(Operations.Alive, new Uri(BaseAddress.ToText(_client.LookerUrl) + "/alive"))
        {
            Observer = _pipeline.Observer,
        };
        using HttpResponseMessage _ = await _pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return true;
    }
}

/// <summary>What the server said, or why it said nothing.</summary>
internal sealed record Outcome<T>(T? Value, LookerApiException? Error);
