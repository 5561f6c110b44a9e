using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The operations on OAuth client apps, in the order of the vendor's reference (API 4.0, group Auth).</summary>
/// <remarks>Every method throws <see cref="LookerApiException"/> if the request fails or an identifier cannot be one.</remarks>
public sealed class OAuthClientAppOperations
{
    private readonly LookerPipeline _pipeline;
    private readonly InstanceOperations _instance;

    internal OAuthClientAppOperations(LookerPipeline pipeline, InstanceOperations instance)
    {
        _pipeline = pipeline;
        _instance = instance;
    }

    /// <summary>all_oauth_client_apps: GET /oauth_client_apps. 200, filtered to what the caller may see; 400, 404, 429.</summary>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The apps, returned while the response arrives.</returns>
    public IAsyncEnumerable<OAuthClientApp> ListAsync(
        IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default)
    {
        string path = "oauth_client_apps" + QueryString.From(("fields", QueryString.Fields(fields)));
        return _pipeline.StreamAsync(Operations.AllOAuthClientApps, path, LookerJson.Default.OAuthClientApp, Learn, cancellationToken);
    }

    /// <summary>oauth_client_app: GET /oauth_client_apps/{client_guid}. 200, 400, 404, 429.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<OAuthClientApp> GetAsync(
        string clientGuid, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default)
    {
        string path = PathOf(clientGuid) + QueryString.From(("fields", QueryString.Fields(fields)));
        return Seen(await _pipeline.SendAsync(
            Operations.OAuthClientApp, path, LookerJson.Default.OAuthClientApp, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>register_oauth_client_app: POST /oauth_client_apps/{client_guid}. 200 (never 201), 400, 404, 409, 422, 429.</summary>
    /// <remarks>If the response is lost, the app is looked up: it is there as it was to be, or the request is sent again.</remarks>
    /// <param name="clientGuid">The guid for the new app.</param>
    /// <param name="properties">Its properties; redirect URI and display name are mandatory on the server.</param>
    /// <param name="fields">The properties to return, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<OAuthClientApp> RegisterAsync(
        string clientGuid,
        OAuthClientAppChanges properties,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default) =>
        LostResponse.CreateAsync(
            () => WriteAsync(Operations.RegisterOAuthClientApp, clientGuid, properties, fields, cancellationToken)
                .OrNotAllowed($"the client app '{clientGuid}'", clientGuid),
            () => FindAsync(clientGuid, ComparedFields(properties, fields), cancellationToken),
            app => properties.Except(app).IsEmpty ? app.Only(fields) : null,
            ifTaken: null,
            (attempt, failure) => _pipeline.WaitToRepeatAsync(attempt, failure, cancellationToken));

    /// <summary>update_oauth_client_app: PATCH /oauth_client_apps/{client_guid}. 200, 400, 404, 422, 429.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="changes">What to change; the rest stays as it is.</param>
    /// <param name="fields">The properties to return, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<OAuthClientApp> UpdateAsync(
        string clientGuid,
        OAuthClientAppChanges changes,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default) =>
        WriteAsync(Operations.UpdateOAuthClientApp, clientGuid, changes, fields, cancellationToken);

    /// <summary>
    /// Registers an app, or updates the one that is there: GET; 404 → register; 200 → PATCH of what differs, nothing if nothing does.
    /// Any other response is an error, and nothing is written.
    /// </summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="fields">The properties to return, in the API's spelling; null for all. What is compared is asked for besides.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<OAuthClientApp> RegisterOrUpdateAsync(
        string clientGuid,
        OAuthClientAppChanges properties,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default)
    {
        OAuthClientApp? current = await FindAsync(clientGuid, ComparedFields(properties, fields), cancellationToken).ConfigureAwait(false);
        if (current is null)
        {
            return await RegisterAsync(clientGuid, properties, fields, cancellationToken).ConfigureAwait(false);
        }

        OAuthClientAppChanges changes = properties.Except(current);
        return changes.IsEmpty ? current.Only(fields) : await UpdateAsync(clientGuid, changes, fields, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts to register or update many apps, with few requests.</summary>
    /// <param name="fields">The properties to return, in the API's spelling; null for all but the activated users.</param>
    public OAuthClientAppUpsert StartUpsert(IReadOnlyCollection<string>? fields = null) =>
        new(new OAuthClientAppOperations(_pipeline.Fork(), _instance), fields);

    /// <summary>delete_oauth_client_app: DELETE /oauth_client_apps/{client_guid}. 204, also if it is not there; 400, 404, 429.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DeleteAsync(string clientGuid, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(Operations.DeleteOAuthClientApp, PathOf(clientGuid), cancellationToken);

    /// <summary>invalidate_tokens (beta): DELETE /oauth_client_apps/{client_guid}/tokens. 204, 400, 404, 429.</summary>
    /// <param name="clientGuid">The guid of the app whose tokens all end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task InvalidateTokensAsync(string clientGuid, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(Operations.InvalidateTokens, PathOf(clientGuid) + "/tokens", cancellationToken);

    /// <summary>activate_app_user (beta): POST /oauth_client_apps/{client_guid}/users/{user_id}. 200 with a string, or 204; 400, 404, 422, 429.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="userId">The id of the user, who need not consent any more.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task ActivateUserAsync(string clientGuid, string userId, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(Operations.ActivateAppUser, PathOf(clientGuid, userId), cancellationToken)
            .OrNotFound($"the client app '{clientGuid}' or the user {userId}", userId);

    /// <summary>deactivate_app_user (beta): DELETE /oauth_client_apps/{client_guid}/users/{user_id}. 204, also if not active; 400, 404, 429.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="userId">The id of the user, whose tokens of this app end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DeactivateUserAsync(string clientGuid, string userId, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(Operations.DeactivateAppUser, PathOf(clientGuid, userId), cancellationToken)
            .OrNotFound($"the client app '{clientGuid}' or the user {userId}", userId);

    /// <summary>Whether anything else has changed client apps over the connection since this was made.</summary>
    internal bool OthersHaveChangedApps => _pipeline.OthersHaveChangedApps;

    /// <summary>The apps, read as a whole.</summary>
    internal Task<List<OAuthClientApp>> ReadAllAsync(IReadOnlyCollection<string>? fields, CancellationToken cancellationToken) =>
        _pipeline.ReadAllAsync(ListAsync(fields, cancellationToken), cancellationToken);

    /// <summary>The fields to return and those to compare; null for all.</summary>
    private static IReadOnlyCollection<string>? ComparedFields(OAuthClientAppChanges properties, IReadOnlyCollection<string>? fields) =>
        fields is { Count: > 0 } ? [.. fields.Union(properties.Fields)] : null;

    /// <summary>The app; null if it is not there.</summary>
    private async Task<OAuthClientApp?> FindAsync(string clientGuid, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(clientGuid, fields, cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e.Kind == LookerErrorKind.NotFound)
        {
            return null;
        }
    }

    private static string PathOf(string clientGuid) => "oauth_client_apps/" + Identifier.Escape(clientGuid, "client guid");

    private static string PathOf(string clientGuid, string userId) =>
        PathOf(clientGuid) + "/users/" + Identifier.Escape(userId, "user id");

    private async Task<OAuthClientApp> WriteAsync(
        LookerOperation operation,
        string clientGuid,
        OAuthClientAppChanges changes,
        IReadOnlyCollection<string>? fields,
        CancellationToken cancellationToken)
    {
        string path = PathOf(clientGuid) + QueryString.From(("fields", QueryString.Fields(fields)));
        bool asList = await WritesListAsync(clientGuid, changes, cancellationToken).ConfigureAwait(false);
        return Seen(await _pipeline.SendAsync(
            operation,
            path,
            changes with { AsList = asList },
            LookerJson.Default.OAuthClientAppChanges,
            LookerJson.Default.OAuthClientApp,
            cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether the redirect URIs go as <c>redirect_uris</c>. One URI goes as <c>redirect_uri</c>, which every server
    /// understands, unless this one is known to be new; several need a server that is.</summary>
    private async Task<bool> WritesListAsync(string clientGuid, OAuthClientAppChanges changes, CancellationToken cancellationToken)
    {
        if (!changes.RedirectUri.IsGiven)
        {
            return false;
        }

        int count = changes.RedirectUri.Value?.Count ?? 0;
        if (count <= 1)
        {
            return count == 1 && _pipeline.Server.HasRedirectUris == true;
        }

        return await _instance.HasRedirectUrisAsync(cancellationToken).ConfigureAwait(false)
            ? true
            : throw new LookerApiException(
                LookerErrorKind.NotSupported,
                $"The Looker server at {_pipeline.BaseUrl.Authority} accepts one redirect URI for each app; more than one requires release {Operations.RedirectUrisSince} or later.")
            {
                Subject = clientGuid,
                RecommendedAction = "Specify one redirect URI, register one app for each, or update the instance.",
            };
    }

    private OAuthClientApp Seen(OAuthClientApp app)
    {
        Learn(app);
        return app;
    }

    private void Learn(OAuthClientApp app)
    {
        if (app.RedirectUris is not null)
        {
            _pipeline.Server.LearnRedirectUris();
        }
    }
}
