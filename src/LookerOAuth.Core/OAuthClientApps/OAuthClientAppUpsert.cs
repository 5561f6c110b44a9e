using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// Registers or updates many client apps. The first few are asked for one by one; then one list tells about all others, so that an app
/// that is as it should be costs no request any more. Safe for many callers at once; several requests for one guid run one after another.
/// </summary>
/// <remarks>Every app is returned with the same properties, new, changed or left alone: by default all but the activated users, which can
/// be many. It holds what the list said, until anything else changes client apps over the connection. Make a new one for each run.</remarks>
public sealed class OAuthClientAppUpsert
{
    /// <summary>How many apps are asked for one by one: for so few, a list of all could be the longer way.</summary>
    private const int OneByOne = 3;

    private readonly OAuthClientAppOperations _apps;
    private readonly IReadOnlyCollection<string> _fields;
    private readonly SharedTask<ConcurrentDictionary<string, OAuthClientApp?>?> _list;
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _written = new(StringComparer.Ordinal);
    private int _asked;

    internal OAuthClientAppUpsert(OAuthClientAppOperations apps, IReadOnlyCollection<string>? fields)
    {
        _apps = apps;
        _fields = fields is { Count: > 0 } ? fields : [.. OAuthClientAppChanges.AllFields, "tokens_invalid_before", "can"];
        _list = new SharedTask<ConcurrentDictionary<string, OAuthClientApp?>?>(ListAsync);
    }

    /// <summary>Registers an app, or updates the one that is there. An app that is as it should be is left alone.</summary>
    /// <param name="clientGuid">The guid of the app.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The app as the server has it. One that was left alone is as the list showed it.</returns>
    /// <exception cref="LookerApiException">A request failed, or an identifier cannot be one.</exception>
    public Task<OAuthClientApp> RegisterOrUpdateAsync(
        string clientGuid, OAuthClientAppChanges properties, CancellationToken cancellationToken = default) =>
        RegisterOrUpdateAsync(clientGuid, () => Task.FromResult(properties), cancellationToken);

    /// <summary>The same with properties that take a request: the order of several calls for one guid stays that of the calls.</summary>
    internal async Task<OAuthClientApp> RegisterOrUpdateAsync(
        string clientGuid, Func<Task<OAuthClientAppChanges>> propertiesOf, CancellationToken cancellationToken)
    {
        _ = Identifier.Escape(clientGuid, "client guid");
        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before;
        lock (_running)
        {
            _running.TryGetValue(clientGuid, out before);
            _running[clientGuid] = done.Task;
        }

        try
        {
            if (before is not null)
            {
                await before.ConfigureAwait(false);
            }

            return await RunAsync(clientGuid, await propertiesOf().ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_running)
            {
                if (_running[clientGuid] == done.Task)
                {
                    _running.Remove(clientGuid);
                }
            }

            done.SetResult(true);
        }
    }

    private async Task<OAuthClientApp> RunAsync(string clientGuid, OAuthClientAppChanges properties, CancellationToken cancellationToken)
    {
        bool isAlone = Interlocked.Increment(ref _asked) <= OneByOne;
        if (isAlone)
        {
            // The list may be older than what is written here.
            _written[clientGuid] = true;
        }

        if (isAlone || _written.ContainsKey(clientGuid)
            || _apps.OthersHaveChangedApps
            || await _list.GetAsync(cancellationToken).ConfigureAwait(false) is not { } known
            || _apps.OthersHaveChangedApps)
        {
            return await _apps.RegisterOrUpdateAsync(clientGuid, properties, _fields, cancellationToken).ConfigureAwait(false);
        }

        bool isListed = known.TryGetValue(clientGuid, out OAuthClientApp? current);
        OAuthClientAppChanges changes = current is null ? properties : properties.Except(current);
        if (current is not null && changes.IsEmpty)
        {
            return current.Only(_fields);
        }

        // From now on the list is out of date for this app.
        known[clientGuid] = null;
        try
        {
            return current is not null
                ? await _apps.UpdateAsync(clientGuid, changes, _fields, cancellationToken).ConfigureAwait(false)
                : isListed
                ? await _apps.RegisterOrUpdateAsync(clientGuid, properties, _fields, cancellationToken).ConfigureAwait(false)
                : await _apps.RegisterAsync(clientGuid, properties, _fields, cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when ((current is not null && e.Kind == LookerErrorKind.NotFound)
            || (!isListed && e is { Kind: LookerErrorKind.AlreadyExists, OutcomeUnknown: false }))
        {
            // Somebody else removed or registered it meanwhile.
            return await _apps.RegisterOrUpdateAsync(clientGuid, properties, _fields, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All apps by guid; null if they cannot be listed.</summary>
    private async Task<ConcurrentDictionary<string, OAuthClientApp?>?> ListAsync(CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, OAuthClientApp?> known = new(StringComparer.Ordinal);
        try
        {
            IReadOnlyCollection<string> fields = [.. _fields.Union(OAuthClientAppChanges.AllFields)];
            foreach (OAuthClientApp app in await _apps.ReadAllAsync(fields, cancellationToken).ConfigureAwait(false))
            {
                if (app.ClientGuid is { } guid)
                {
                    known[guid] = app;
                }
            }
        }
        catch (LookerApiException)
        {
            // What is wrong, the requests for the single apps tell.
            return null;
        }

        return known;
    }
}
