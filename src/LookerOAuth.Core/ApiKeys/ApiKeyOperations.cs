using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>API keys of users (API 4.0, group User: credentials_api3).</summary>
/// <remarks>Every method throws <see cref="LookerApiException"/> if the request fails or an identifier cannot be one.</remarks>
public sealed class ApiKeyOperations
{
    private static readonly string[] ModelFields = QueryString.FieldsOf(LookerJson.Default.LookerApiKey);

    private readonly LookerClient _client;
    private readonly LookerPipeline _pipeline;

    internal ApiKeyOperations(LookerClient client, LookerPipeline pipeline)
    {
        _client = client;
        _pipeline = pipeline;
    }

    /// <summary>all_user_credentials_api3s: GET /users/{user_id}/credentials_api3. 200, 400, 403, 404, 429.</summary>
    /// <param name="userId">The id of the user; null for the caller.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    public async IAsyncEnumerable<LookerApiKey> ListAsync(
        string? userId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string owner = await UserIdAsync(userId, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<LookerApiKey> keys = _pipeline.StreamAsync(
            Operations.AllUserCredentialsApi3s,
            PathOf(owner) + QueryString.From(("fields", QueryString.Fields(ModelFields))),
            LookerJson.Default.LookerApiKey,
            cancellationToken);
        await foreach (LookerApiKey key in keys.ConfigureAwait(false))
        {
            key.UserId = owner;
            yield return key;
        }
    }

    /// <summary>create_user_credentials_api3: POST /users/{user_id}/credentials_api3, no body. 200, 400, 403, 404, 409, 422, 429.</summary>
    /// <remarks>A purpose is written by a second request, as the API takes none here. If that fails, the key is removed again.</remarks>
    /// <param name="userId">The id of the user; null for the caller.</param>
    /// <param name="purpose">What the key is for; null to say nothing.</param>
    /// <param name="cancellationToken">Cancels the call. A key that was created by then is removed again.</param>
    /// <returns>The key with its secret, which cannot be read again.</returns>
    public async Task<CreatedApiKey> CreateAsync(
        string? userId = null, string? purpose = null, CancellationToken cancellationToken = default)
    {
        string owner = await UserIdAsync(userId, cancellationToken).ConfigureAwait(false);
        List<LookerApiKey> before = await ReadAllAsync(owner, cancellationToken).OrNotFound($"the user {owner}", owner).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        PendingApiKey pending = await PendingApiKey.CreateAsync(this, owner, before, cancellationToken).ConfigureAwait(false);
        await pending.KeepIfAsync(
            async () =>
            {
                await pending.SetPurposeAsync(purpose).ConfigureAwait(false);
                // A caller that has given up would never see the secret.
                cancellationToken.ThrowIfCancellationRequested();
            },
            () => ("The purpose of the new API key could not be written", "The key was removed again.")).ConfigureAwait(false);
        return pending.Created;
    }

    /// <summary>user_credentials_api3: GET /users/{user_id}/credentials_api3/{credentials_api3_id}. 200, 400, 403, 404, 429.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="apiKeyId">The id (not the client id) of the key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<LookerApiKey> GetAsync(string userId, string apiKeyId, CancellationToken cancellationToken = default)
    {
        LookerApiKey key = await _pipeline.SendAsync(
            Operations.UserCredentialsApi3,
            PathOf(userId, apiKeyId) + QueryString.From(("fields", QueryString.Fields(ModelFields))),
            LookerJson.Default.LookerApiKey,
            cancellationToken).OrNotFound(Words(userId, apiKeyId), apiKeyId).ConfigureAwait(false);
        key.UserId = userId;
        return key;
    }

    /// <summary>update_user_credentials_api3: PATCH /users/{user_id}/credentials_api3/{credentials_api3_id}. 200, 400, 403, 404, 422, 429.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="apiKeyId">The id (not the client id) of the key.</param>
    /// <param name="purpose">What the key is for: the only property that can be changed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<LookerApiKey> UpdateAsync(
        string userId, string apiKeyId, string purpose, CancellationToken cancellationToken = default)
    {
        LookerApiKey key = await _pipeline.SendAsync(
            Operations.UpdateUserCredentialsApi3,
            PathOf(userId, apiKeyId),
            new ApiKeyChanges { Purpose = purpose },
            LookerJson.Default.ApiKeyChanges,
            LookerJson.Default.LookerApiKey,
            cancellationToken).OrNotFound(Words(userId, apiKeyId), apiKeyId).ConfigureAwait(false);
        key.UserId = userId;
        return key;
    }

    /// <summary>delete_user_credentials_api3: DELETE /users/{user_id}/credentials_api3/{credentials_api3_id}. 204, 400, 403, 404, 429.</summary>
    /// <param name="userId">The id of the user; null for the caller.</param>
    /// <param name="apiKeyId">The id (not the client id) of the key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task DeleteAsync(string? userId, string apiKeyId, CancellationToken cancellationToken = default)
    {
        string owner = await UserIdAsync(userId, cancellationToken).ConfigureAwait(false);
        try
        {
            await _pipeline.SendAsync(
                Operations.DeleteUserCredentialsApi3, PathOf(owner, apiKeyId), cancellationToken)
                .OrNotFound(Words(owner, apiKeyId), apiKeyId).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e is { Kind: LookerErrorKind.NotFound, MayFollowSuccess: true })
        {
            if (await IsThereAsync(owner, apiKeyId, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    /// <summary>Deletes a key, unless the client itself or one of the connections is logged in with it.</summary>
    /// <param name="userId">The id of the user; null for the caller.</param>
    /// <param name="apiKeyId">The id (not the client id) of the key.</param>
    /// <param name="connections">Connections that must not lose their key; those to other instances do not count.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LookerApiException">The key is in use (<see cref="LookerErrorKind.InUse"/>); nothing was deleted.</exception>
    public async Task DeleteUnusedAsync(
        string? userId, string apiKeyId, IReadOnlyList<LookerConnection> connections, CancellationToken cancellationToken = default)
    {
        string owner = await UserIdAsync(userId, cancellationToken).ConfigureAwait(false);
        if (_client.ApiKeyClientId is not null || connections.Any(c => c.LivesOn(_client.BaseUrl)))
        {
            string? clientId = (await GetAsync(owner, apiKeyId, cancellationToken).ConfigureAwait(false)).ClientId;
            if (clientId is not null && UserOf(clientId, connections) is { } user)
            {
                throw new LookerApiException(
                    LookerErrorKind.InUse, $"The API key {apiKeyId} ('{clientId}') is in use: {user} is logged in with it.")
                {
                    Subject = apiKeyId,
                    RecommendedAction = "Replace the key instead of removing it, or remove it without this check.",
                };
            }
        }

        await DeleteAsync(owner, apiKeyId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Replaces a key by a new one: creates it, logs in with it (a session of its own, ended at once), hands it to the store, and only then
    /// removes the old one. Whatever fails before that, the new key is removed again and the old one stays.
    /// </summary>
    /// <param name="options">Which key to replace.</param>
    /// <param name="store">Keeps the new key's client id and secret where the old one's are. It has failed if it throws.</param>
    /// <param name="cancellationToken">Cancels the rotation, which is then undone.</param>
    /// <returns>What was replaced. If the old key could not be removed, the rotation says so.</returns>
    public Task<LookerApiKeyRotation> RotateAsync(
        ApiKeyRotationOptions options,
        Func<string, SecureString, CancellationToken, Task> store,
        CancellationToken cancellationToken = default) =>
        new ApiKeyRotation(_client, this, options, store).RunAsync(cancellationToken);

    /// <summary>The keys of a user, read as a whole; null for the caller.</summary>
    internal Task<List<LookerApiKey>> ReadAllAsync(string? userId, CancellationToken cancellationToken) =>
        _pipeline.ReadAllAsync(ListAsync(userId, cancellationToken), cancellationToken);

    /// <summary>The user that is meant: the caller, if none is named.</summary>
    internal async Task<string> UserIdAsync(string? userId, CancellationToken cancellationToken) =>
        userId
        ?? (await _client.Directory.GetMeAsync(["id"], cancellationToken).ConfigureAwait(false)).UserId
        ?? throw new LookerApiException(LookerErrorKind.UnexpectedResponse, "Looker did not say who is logged in.");

    /// <summary>The request that creates a key. Once it is sent, only its response knows the key: it is not cancelled.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="cancellationToken">Ends a wait before the request is sent again.</param>
    internal async Task<CreateApiKeyResponse> PostAsync(string userId, CancellationToken cancellationToken)
    {
        LookerRequest request = _pipeline.Create(Operations.CreateUserCredentialsApi3, PathOf(userId));
        request.EndsWaits = cancellationToken;
        CreateApiKeyResponse response = await _pipeline.SendAsync(
            request, LookerJson.Default.CreateApiKeyResponse, CancellationToken.None).ConfigureAwait(false);
        response.UserId = userId;
        return response;
    }

    /// <summary>Deletes a key and makes sure. It cannot be cancelled.</summary>
    /// <remarks>It is no error if the key is gone: the response to an earlier attempt may have been lost.</remarks>
    internal async Task DeleteSurelyAsync(string userId, string apiKeyId)
    {
        try
        {
            await DeleteAsync(userId, apiKeyId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LookerApiException e)
        {
            if (await IsThereAsync(userId, apiKeyId, CancellationToken.None).ConfigureAwait(false))
            {
                ExceptionDispatchInfo.Capture(e).Throw();
            }
        }
    }

    /// <summary>Whether a user has a key; true if that cannot be determined.</summary>
    private async Task<bool> IsThereAsync(string userId, string apiKeyId, CancellationToken cancellationToken)
    {
        try
        {
            return (await ReadAllAsync(userId, cancellationToken).ConfigureAwait(false)).Exists(k => k.ApiKeyId == apiKeyId);
        }
        catch (LookerApiException)
        {
            return true;
        }
    }

    /// <summary>Who is logged in with a key, in words; null for nobody.</summary>
    private string? UserOf(string clientId, IReadOnlyList<LookerConnection> connections) =>
        _client.ApiKeyClientId == clientId ? "this connection itself"
        : connections.FirstOrDefault(c => c.LivesOn(_client.BaseUrl, clientId)) is { } other ? $"the connection '{other.Name}'"
        : null;

    private static string Words(string userId, string apiKeyId) => $"the API key {apiKeyId} of user {userId}";

    private static string PathOf(string userId) => $"users/{Identifier.Escape(userId, "user id")}/credentials_api3";

    private static string PathOf(string userId, string apiKeyId) => $"{PathOf(userId)}/{Identifier.Escape(apiKeyId, "API key id")}";
}
