using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes API keys: those of the user that was typed before, else those of the connected one.</summary>
public abstract class ApiKeyCompleter : ServerCompleter<LookerApiKey>
{
    private protected ApiKeyCompleter(Func<LookerApiKey, (string? Text, string? ToolTip)> candidate)
        : base((client, ct) => client.ApiKeys.ListAsync(null, ct), candidate)
    {
    }

    private protected override async IAsyncEnumerable<LookerApiKey> List(
        LookerClient client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? userId = UserId;
        if (userId is null && UserEmail is { } email)
        {
            userId = (await client.Directory.FindUserAsync(email, ["id", "email"], cancellationToken).ConfigureAwait(false)).UserId;
        }

        await foreach (LookerApiKey key in client.ApiKeys.ListAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            yield return key;
        }
    }
}

/// <summary>Completes the ids of API keys.</summary>
public sealed class ApiKeyIdCompleter() : ApiKeyCompleter(key => (key.ApiKeyId, key.Purpose ?? key.ClientId));

/// <summary>Completes the client ids of API keys.</summary>
public sealed class ApiKeyClientIdCompleter() : ApiKeyCompleter(key => (key.ClientId, key.Purpose ?? key.ApiKeyId));
