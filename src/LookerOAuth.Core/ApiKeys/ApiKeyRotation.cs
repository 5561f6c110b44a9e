using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// Replaces an API key so that nobody is locked out: there is a working key at every moment, and no key is left behind that no error names.
/// </summary>
internal sealed class ApiKeyRotation
{
    private readonly LookerClient _client;
    private readonly ApiKeyOperations _keys;
    private readonly ApiKeyRotationOptions _options;
    private readonly Func<string, SecureString, CancellationToken, Task> _store;

    public ApiKeyRotation(
        LookerClient client, ApiKeyOperations keys, ApiKeyRotationOptions options, Func<string, SecureString, CancellationToken, Task> store)
    {
        _client = client;
        _keys = keys;
        _options = options;
        _store = store;
    }

    /// <inheritdoc cref="ApiKeyOperations.RotateAsync"/>
    public async Task<LookerApiKeyRotation> RunAsync(CancellationToken cancellationToken)
    {
        string oldClientId = _options.ClientId ?? OwnClientId();
        string userId = await _keys.UserIdAsync(_options.UserId, cancellationToken).ConfigureAwait(false);
        List<LookerApiKey> before = await _keys.ReadAllAsync(userId, cancellationToken)
            .OrNotFound($"the user {userId}", userId).ConfigureAwait(false);
        LookerApiKey old = before.FirstOrDefault(k => k.ClientId == oldClientId)
            ?? throw new LookerApiException(LookerErrorKind.NotFound, $"User {userId} has no API key with the client id '{oldClientId}'.")
            {
                Subject = oldClientId,
                RecommendedAction = "Check the client id. If the key belongs to another user, specify that user.",
            };
        cancellationToken.ThrowIfCancellationRequested();

        // From here on a cancellation counts between two steps and between two attempts only: what is cut off might leave an unknown key.
        PendingApiKey pending = await PendingApiKey.CreateAsync(_keys, userId, before, cancellationToken).ConfigureAwait(false);
        CreatedApiKey created = pending.Created;
        string failed = "";
        string undone = "It was removed again, and the old key is still valid.";
        await pending.KeepIfAsync(ProveAndStoreAsync, () => (failed, undone)).ConfigureAwait(false);

        // Before the old key goes: the request that removes it may already need a new token.
        _client.ReplaceApiKey(oldClientId, created.Key.ClientId!, created.ClientSecret);
        foreach (LookerConnection connection in _options.Connections)
        {
            if (connection.LivesOn(_client.BaseUrl, oldClientId))
            {
                connection.Client.ReplaceApiKey(oldClientId, created.Key.ClientId!, created.ClientSecret);
            }
        }

        LookerApiKeyRotation rotation = new()
        {
            UserId = userId,
            OldClientId = oldClientId,
            NewClientId = created.Key.ClientId!,
        };
        await RemoveOldAsync(old, rotation).ConfigureAwait(false);
        return rotation;

        async Task ProveAndStoreAsync()
        {
            failed = "The purpose of the new API key could not be written";
            cancellationToken.ThrowIfCancellationRequested();
            await pending.SetPurposeAsync(old.Purpose).ConfigureAwait(false);

            failed = "The login with the new API key failed";
            cancellationToken.ThrowIfCancellationRequested();
            await _client.TryApiKeyAsync(created.Key.ClientId!, created.ClientSecret).ConfigureAwait(false);

            failed = "The new API key could not be stored";
            undone += " If the store saved the new key anyway, store the old one again.";
            cancellationToken.ThrowIfCancellationRequested();
            await StoreAsync(created, oldClientId, cancellationToken).ConfigureAwait(false);
        }
    }

    private string OwnClientId()
    {
        if (_client.RunsAs is { } other)
        {
            throw LookerApiException.InvalidArgument(
                $"The connection acts as user {other}, but the API key that it is logged in with belongs to another user.",
                other,
                "Log in without acting as another user to replace your own key, or specify the client id of one of that user's keys.");
        }

        return _client.ApiKeyClientId
            ?? throw LookerApiException.InvalidArgument(
                "The connection is not logged in with an API key, and no key to replace was specified.", null, "Specify the client id of the key to replace.");
    }

    /// <summary>What a store says of its failure may hold the secret that it was given: that is masked, and nothing else of it is kept.</summary>
    private async Task StoreAsync(CreatedApiKey created, string oldClientId, CancellationToken cancellationToken)
    {
        try
        {
            await _store(created.Key.ClientId!, created.ClientSecret, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new LookerApiException(LookerErrorKind.InvalidArgument, SecretMask.Remove(e.Message, created.ClientSecret.Reveal()))
            {
                Subject = oldClientId,
                RecommendedAction = "Correct the store and run the rotation again.",
            };
        }
    }

    private async Task RemoveOldAsync(LookerApiKey old, LookerApiKeyRotation rotation)
    {
        if (_options.KeepOld)
        {
            return;
        }

        try
        {
            await _keys.DeleteSurelyAsync(rotation.UserId, old.ApiKeyId!).ConfigureAwait(false);
            rotation.OldRemoved = true;
        }
        catch (LookerApiException e)
        {
            rotation.Failure = e.Restate(
                $"The new API key '{rotation.NewClientId}' works and is stored, but the old one could not be removed: id {old.ApiKeyId} (client id '{old.ClientId}') of user {rotation.UserId}. {e.Message}",
                subject: old.ClientId,
                action: $"Remove the API key {old.ApiKeyId} of user {rotation.UserId}.");
        }
    }
}
