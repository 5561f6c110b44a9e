using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes the client ids of external OAuth apps.</summary>
public sealed class ClientIdCompleter : ServerCompleter
{
    private protected override async Task<IReadOnlyList<(string?, string?)>> AskAsync(LookerClient client, CancellationToken cancellationToken)
    {
        List<(string?, string?)> candidates = [];
        await foreach (ExternalOAuthApp app in client.ExternalOAuthApps.ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            candidates.Add((app.ClientId, app.Name));
        }

        return candidates;
    }
}
