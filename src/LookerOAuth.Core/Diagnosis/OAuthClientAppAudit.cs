using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// Diagnoses of many apps of one instance. Release, page, groups and each user are asked for once, however many apps there are; what
/// changes on the server meanwhile does not show. Safe for many callers at once.
/// </summary>
public sealed class OAuthClientAppAudit
{
    private static readonly string[] GroupFields = ["id", "name"];
    private static readonly string[] UserFields = ["id", "email", "display_name", "is_disabled", "group_ids"];

    private readonly LookerClient _client;
    private readonly LookerPipeline _pipeline;
    private readonly SharedAnswer<LookerVersions> _versions;
    private readonly SharedAnswer<Dictionary<string, string?>> _groups;
    private readonly SharedAnswer<bool> _page;
    private readonly ConcurrentDictionary<(string?, string?), SharedAnswer<User>> _users = new();

    internal OAuthClientAppAudit(LookerClient client, LookerPipeline pipeline)
    {
        _client = client;
        _pipeline = pipeline;
        _versions = new(client.Instance.GetVersionsAsync);
        _groups = new(GroupsAsync);
        _page = new(AskPageAsync);
    }

    /// <summary>Diagnoses one app: a finding for each check, in their order. Checks that need a redirect URI or a user are made where
    /// those are given; an app that is not there is a finding, and so is what the caller may not see.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="attempt">The login to judge; null for the app alone.</param>
    /// <param name="cancellationToken">Ends the diagnosis.</param>
    /// <exception cref="LookerApiException">The API cannot be asked at all (no login, no connection, server error), or the guid cannot
    /// be one, or the e-mail address is several users'.</exception>
    public async Task<IReadOnlyList<OAuthClientAppFinding>> DiagnoseAsync(
        string clientGuid, OAuthLoginAttempt? attempt = null, CancellationToken cancellationToken = default)
    {
        attempt ??= new OAuthLoginAttempt();
        ClientAppChecks checks = new(clientGuid, attempt);
        Answer<OAuthClientApp> app = await AskAsync(() => _client.OAuthClientApps.GetAsync(clientGuid, null, cancellationToken)).ConfigureAwait(false);
        Answer<User>? user = Blank(attempt.UserId) is null && Blank(attempt.UserEmail) is null
            ? null
            : await AskAsync(() => UserAsync(attempt, cancellationToken)).ConfigureAwait(false);
        Answer<Dictionary<string, string?>>? groups = Blank(app.Value?.GroupId) is null
            ? null
            : await AskAsync(() => _groups.GetAsync(cancellationToken)).ConfigureAwait(false);
        Answer<LookerVersions> versions = await AskAnyAsync(() => _versions.GetAsync(cancellationToken)).ConfigureAwait(false);
        Answer<bool> page = await AskAnyAsync(() => _page.GetAsync(cancellationToken)).ConfigureAwait(false);

        IEnumerable<OAuthClientAppFinding?> findings =
        [
            checks.Registered(app),
            checks.Enabled(app),
            checks.RedirectUri(app),
            checks.RedirectScheme(app),
            checks.Group(app, groups, user),
            checks.User(user),
            checks.Activation(app, user),
            checks.Tokens(app),
            checks.Server(app, versions),
            checks.LookerUrl(_client.LookerUrl, page, versions),
        ];
        return [.. findings.OfType<OAuthClientAppFinding>()];
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>An answer, where "not there" and "not for you" are answers, too.</summary>
    private static Task<Answer<T>> AskAsync<T>(Func<Task<T>> ask) =>
        AskAsync(ask, e => e.Kind is LookerErrorKind.NotFound or LookerErrorKind.AccessDenied or LookerErrorKind.NotSupported);

    /// <summary>An answer, where any error is one, too.</summary>
    private static Task<Answer<T>> AskAnyAsync<T>(Func<Task<T>> ask) => AskAsync(ask, _ => true);

    private static async Task<Answer<T>> AskAsync<T>(Func<Task<T>> ask, Func<LookerApiException, bool> isAnswer)
    {
        try
        {
            return new Answer<T>(await ask().ConfigureAwait(false), null);
        }
        catch (LookerApiException e) when (e.Kind != LookerErrorKind.NotConnected && isAnswer(e))
        {
            return new Answer<T>(default, e);
        }
    }

    private Task<User> UserAsync(OAuthLoginAttempt attempt, CancellationToken cancellationToken)
    {
        string? id = Blank(attempt.UserId);
        string? email = id is null ? attempt.UserEmail : null;
        return _users
            .GetOrAdd((id, email), _ => new SharedAnswer<User>(ct => id is null
                ? _client.Directory.FindUserAsync(email!, ct)
                : _client.Directory.GetUserAsync(id, UserFields, ct)))
            .GetAsync(cancellationToken);
    }

    private async Task<Dictionary<string, string?>> GroupsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string?> names = new(StringComparer.Ordinal);
        await foreach (Group group in _client.Directory.ListGroupsAsync(GroupFields, cancellationToken).ConfigureAwait(false))
        {
            names[group.GroupId ?? ""] = group.Name;
        }

        return names;
    }

    /// <summary>GET {looker_url}/alive: 200, empty. Without a token, which that address has no business with.</summary>
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
internal sealed record Answer<T>(T? Value, LookerApiException? Error);
