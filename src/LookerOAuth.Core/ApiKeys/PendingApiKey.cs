using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>A key that was created and stays only if what follows works. Else it is removed again, or named if that fails, too.</summary>
internal sealed class PendingApiKey
{
    private readonly ApiKeyOperations _keys;

    private PendingApiKey(ApiKeyOperations keys, CreatedApiKey created)
    {
        _keys = keys;
        Created = created;
    }

    public CreatedApiKey Created { get; }

    private string KeyId => Created.Key.ApiKeyId!;

    private string UserId => Created.Key.UserId!;

    /// <summary>Creates a key. If the response is lost, the keys of the user tell whether one was created whose secret is lost.</summary>
    /// <param name="keys">The API.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="before">The keys that the user has now.</param>
    /// <param name="cancellationToken">Cancels the call while no key can have been created: it ends waits before repeats.</param>
    public static async Task<PendingApiKey> CreateAsync(
        ApiKeyOperations keys, string userId, IReadOnlyList<LookerApiKey> before, CancellationToken cancellationToken)
    {
        CreateApiKeyResponse response;
        try
        {
            response = await keys.PostAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (MayHaveCreated(e))
        {
            string left = await DescribeNewAsync(keys, userId, before).ConfigureAwait(false);
            if (left.Length == 0)
            {
                throw e.Restate($"{e.Message} No API key was created.");
            }

            throw e.Restate($"{e.Message} {left}", subject: userId, action: $"Remove each API key of user {userId} that is not in use.");
        }

        if (response is { ApiKeyId.Length: > 0, ClientId.Length: > 0, ClientSecret.Length: > 0 })
        {
            return new PendingApiKey(keys, new CreatedApiKey(response.WithoutSecret(), response.ClientSecret));
        }

        LookerApiException incomplete = new(LookerErrorKind.UnexpectedResponse, "Looker sent the new API key without its ids or without its secret.");
        throw response.ApiKeyId is { Length: > 0 } id
            ? await UndoAsync(keys, response, id, incomplete, incomplete.Message, "It was removed again.").ConfigureAwait(false)
            : incomplete.Restate(
                $"{incomplete.Message} {await DescribeNewAsync(keys, userId, before).ConfigureAwait(false)}".TrimEnd(),
                subject: userId,
                action: $"Remove each API key of user {userId} that is not in use.");
    }

    /// <summary>Does what has to work for the key to stay.</summary>
    /// <param name="work">What has to work.</param>
    /// <param name="failed">What to say of a failure: what failed, without a full stop; and a sentence for when the key was removed again.</param>
    /// <exception cref="LookerApiException">It did not work. The key is removed again, or the message names it.</exception>
    public async Task KeepIfAsync(Func<Task> work, Func<(string What, string Undone)> failed)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            Exception undone = await UndoAsync(_keys, Created.Key, KeyId, e, "The operation was cancelled.", failed().Undone).ConfigureAwait(false);
            throw undone;
        }
        catch (Exception e)
        {
            (string what, string undone) = failed();
            throw await UndoAsync(_keys, Created.Key, KeyId, e, $"{what}: {e.Message.AsSentence()}", undone).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what the key is for; null for nothing.</summary>
    public async Task SetPurposeAsync(string? purpose)
    {
        if (purpose is { Length: > 0 })
        {
            LookerApiKey changed = await _keys.UpdateAsync(UserId, KeyId, purpose, CancellationToken.None).ConfigureAwait(false);
            Created.Key.Purpose = changed.Purpose;
        }
    }

    /// <summary>Whether a request that failed may have created a key: anything but a refusal.</summary>
    private static bool MayHaveCreated(LookerApiException e) =>
        e.OutcomeUnknown || e.Kind is LookerErrorKind.ServerError or LookerErrorKind.UnexpectedResponse or LookerErrorKind.NotConnected;

    private static async Task<string> DescribeNewAsync(ApiKeyOperations keys, string userId, IReadOnlyList<LookerApiKey> before)
    {
        try
        {
            List<LookerApiKey> now = await keys.ReadAllAsync(userId, CancellationToken.None).ConfigureAwait(false);
            string names = string.Join(", ", now.Where(k => before.All(b => b.ApiKeyId != k.ApiKeyId)).Select(Describe));
            // It is not removed: another program may have created it at the same time.
            return names.Length == 0 ? "" : $"User {userId} has a new API key: {names}. Unless somebody else created it, its secret is lost.";
        }
        catch (LookerApiException e)
        {
            return $"Whether an API key was created for user {userId} cannot be determined: {e.Message}";
        }
    }

    private static async Task<Exception> UndoAsync(
        ApiKeyOperations keys, LookerApiKey key, string keyId, Exception cause, string what, string undone)
    {
        try
        {
            await keys.DeleteSurelyAsync(key.UserId!, keyId).ConfigureAwait(false);
        }
        catch (LookerApiException e)
        {
            return e.Restate(
                $"{what} The new API key could not be removed again and is left behind: {Describe(key)} of user {key.UserId}. {e.Message}",
                subject: key.ClientId ?? keyId,
                action: $"Remove the API key {keyId} of user {key.UserId}.");
        }

        return cause switch
        {
            OperationCanceledException => cause,
            LookerApiException e => e.Restate($"{what} {undone}"),
            _ => new LookerApiException(LookerErrorKind.InvalidArgument, $"{what} {undone}"),
        };
    }

    private static string Describe(LookerApiKey key) => $"id {key.ApiKeyId} (client id '{key.ClientId}')";
}
