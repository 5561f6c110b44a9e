using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The operations on external OAuth applications, in the order of the vendor's reference (API 4.0, group Connection; all beta).</summary>
/// <remarks>Every method throws <see cref="LookerApiException"/> if the request fails or an identifier cannot be one.</remarks>
public sealed class ExternalOAuthAppOperations
{
    /// <summary>What a person can do if an app has the client id already.</summary>
    internal const string IfTaken = "Change the existing app, or choose another client id.";

    private const string Path = "external_oauth_applications";

    private readonly LookerPipeline _pipeline;

    internal ExternalOAuthAppOperations(LookerPipeline pipeline)
    {
        _pipeline = pipeline;
    }

    /// <summary>all_external_oauth_applications: GET /external_oauth_applications. 200, 400, 404, 429.</summary>
    /// <param name="name">The name to look for, compared exactly; null for any.</param>
    /// <param name="clientId">The client id to look for, compared exactly; null for any.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The apps, returned while the response arrives.</returns>
    public async IAsyncEnumerable<ExternalOAuthApp> ListAsync(
        string? name = null, string? clientId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string path = Path + QueryString.From(("name", name), ("client_id", clientId));
        IAsyncEnumerable<ExternalOAuthApp> apps =
            _pipeline.StreamAsync(Operations.AllExternalOAuthApplications, path, LookerJson.Default.ExternalOAuthApp, cancellationToken);
        await foreach (ExternalOAuthApp app in apps.ConfigureAwait(false))
        {
            // How exactly the server compares is not documented; a filter that it ignores must not widen the result.
            if ((name is null || app.Name == name) && (clientId is null || app.ClientId == clientId))
            {
                yield return app;
            }
        }
    }

    /// <summary>create_external_oauth_application: POST /external_oauth_applications. 200, 400, 404, 409, 422, 429.</summary>
    /// <remarks>If the response is lost, the app is looked up: as secrets cannot be compared, it counts as the one that was to be
    /// created if it was not created before the request. If none is there, the request is sent again.</remarks>
    /// <param name="clientId">The client id at the database's authorization server.</param>
    /// <param name="properties">The other properties; name and secret are mandatory on the server.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ExternalOAuthApp> CreateAsync(
        string clientId, ExternalOAuthAppChanges properties, CancellationToken cancellationToken = default)
    {
        _ = Identifier.Escape(clientId, "client id");
        DateTimeOffset start = _pipeline.Server.EarliestTimeAt(_pipeline.Time.GetUtcNow());
        return LostResponse.CreateAsync(
            () => _pipeline.SendAsync(
                Operations.CreateExternalOAuthApplication,
                Path,
                properties with { ClientId = clientId },
                LookerJson.Default.ExternalOAuthAppChanges,
                LookerJson.Default.ExternalOAuthApp,
                cancellationToken).OrNotAllowed($"the external OAuth app '{clientId}'", clientId),
            FindCreatedAsync,
            app => IsOurs(app) ? app : null,
            IfTaken,
            (attempt, failure) => _pipeline.WaitToRepeatAsync(attempt, failure, cancellationToken));

        async Task<ExternalOAuthApp?> FindCreatedAsync()
        {
            List<ExternalOAuthApp> apps = await ReadAllAsync(null, clientId, cancellationToken).ConfigureAwait(false);
            return apps.FirstOrDefault(IsOurs) ?? (apps.Count > 0 ? apps[0] : null);
        }

        bool IsOurs(ExternalOAuthApp app) => app.CreatedAt >= start;
    }

    /// <summary>update_external_oauth_application: PATCH /external_oauth_applications/{client_id}. 200, 400, 404, 422, 429.</summary>
    /// <remarks>The reference documents it for the secret alone. What the server did not take shows in the app that is returned.</remarks>
    /// <param name="clientId">The client id (not the id) of the app.</param>
    /// <param name="changes">What to change; the rest stays as it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The app, read again after the change where more than the secret was given.</returns>
    public async Task<ExternalOAuthApp> UpdateAsync(
        string clientId, ExternalOAuthAppChanges changes, CancellationToken cancellationToken = default)
    {
        ExternalOAuthApp response = await _pipeline.SendAsync(
            Operations.UpdateExternalOAuthApplication,
            PathOf(clientId),
            changes,
            LookerJson.Default.ExternalOAuthAppChanges,
            LookerJson.Default.ExternalOAuthApp,
            cancellationToken).ConfigureAwait(false);
        bool onlySecret = (changes with { ClientSecret = null }).IsEmpty;
        return onlySecret ? response : await FindAsync(clientId, cancellationToken).ConfigureAwait(false) ?? response;
    }

    /// <summary>delete_external_oauth_application: DELETE /external_oauth_applications/{client_id}. 204, also if it is not there; 400, 404, 429.</summary>
    /// <param name="clientId">The client id (not the id) of the app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DeleteAsync(string clientId, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(Operations.DeleteExternalOAuthApplication, PathOf(clientId), cancellationToken);

    /// <summary>Deletes an app that no database connection uses.</summary>
    /// <param name="clientId">The client id (not the id) of the app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LookerApiException">A connection uses it, or that cannot be determined (<see cref="LookerErrorKind.InUse"/>); nothing was deleted.</exception>
    public async Task DeleteUnusedAsync(string clientId, CancellationToken cancellationToken = default)
    {
        _ = PathOf(clientId);
        // A server may have several apps with one client id.
        List<ExternalOAuthApp> apps = await ReadAllAsync(null, clientId, cancellationToken).ConfigureAwait(false);
        if (apps.Count > 0)
        {
            IReadOnlyList<string> users = await ConnectionsUsingAsync(apps, clientId, cancellationToken).ConfigureAwait(false);
            if (users.Count > 0)
            {
                throw new LookerApiException(
                    LookerErrorKind.InUse, $"The external OAuth app '{clientId}' is in use by the {(users.Count == 1 ? "connection" : "connections")} {string.Join(", ", users)}.")
                {
                    Subject = clientId,
                };
            }
        }

        await DeleteAsync(clientId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The app with a client id, compared exactly; null if there is none.</summary>
    /// <param name="clientId">The client id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ExternalOAuthApp?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        await foreach (ExternalOAuthApp app in ListAsync(null, clientId, cancellationToken).ConfigureAwait(false))
        {
            return app;
        }

        return null;
    }

    /// <summary>create_oauth_application_user_state: POST /external_oauth_applications/user_state. 200, 400, 404, 409, 422, 429.</summary>
    /// <param name="state">The user's login at the external app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ExternalOAuthUserState> CreateUserStateAsync(
        ExternalOAuthUserStateCreation state, CancellationToken cancellationToken = default)
    {
        _ = Identifier.Escape(state.ExternalOAuthAppId, "external OAuth app id");
        _ = Identifier.Escape(state.UserId, "user id");
        try
        {
            return await _pipeline.SendAsync(
                Operations.CreateOAuthApplicationUserState,
                Path + "/user_state",
                state,
                LookerJson.Default.ExternalOAuthUserStateCreation,
                LookerJson.Default.ExternalOAuthUserState,
                cancellationToken)
                .OrNotFound($"the external OAuth app with the id {state.ExternalOAuthAppId} or the user {state.UserId}", state.UserId)
                .ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e.Kind == LookerErrorKind.AlreadyExists)
        {
            throw e.Restate(
                $"Database tokens of user {state.UserId} are already stored for the external OAuth app {state.ExternalOAuthAppId}.",
                subject: state.UserId,
                action: "The API cannot read, replace or remove them. The user can log in to the database again in Looker.");
        }
    }

    /// <summary>The apps as a whole; what is given is compared exactly.</summary>
    internal Task<List<ExternalOAuthApp>> ReadAllAsync(string? name, string? clientId, CancellationToken cancellationToken) =>
        _pipeline.ReadAllAsync(ListAsync(name, clientId, cancellationToken), cancellationToken);

    private static string PathOf(string clientId) => $"{Path}/{Identifier.Escape(clientId, "client id")}";

    /// <summary>The names of the database connections that use one of the apps. all_connections: GET /connections.</summary>
    private async Task<IReadOnlyList<string>> ConnectionsUsingAsync(
        IReadOnlyList<ExternalOAuthApp> apps, string clientId, CancellationToken cancellationToken)
    {
        List<string> users = [];
        try
        {
            HashSet<string> ids = [.. apps.Select(a => a.ExternalOAuthAppId
                ?? throw new LookerApiException(LookerErrorKind.UnexpectedResponse, "Looker sent the app without its id."))];
            IAsyncEnumerable<DatabaseConnection> connections = _pipeline.StreamAsync(
                Operations.AllConnections,
                "connections" + QueryString.From(("fields", "name,oauth_application_id")),
                LookerJson.Default.DatabaseConnection,
                cancellationToken);
            foreach (DatabaseConnection connection in await _pipeline.ReadAllAsync(connections, cancellationToken).ConfigureAwait(false))
            {
                if (connection.ExternalOAuthAppId is { } id && ids.Contains(id))
                {
                    users.Add($"'{connection.Name}'");
                }
            }
        }
        catch (LookerApiException e)
        {
            throw e.Restate(
                $"Whether a connection uses the external OAuth app '{clientId}' cannot be determined: {e.Message}",
                LookerErrorKind.InUse,
                clientId,
                "Use a login that may see connections, or remove the app without this check.");
        }

        return users;
    }
}
