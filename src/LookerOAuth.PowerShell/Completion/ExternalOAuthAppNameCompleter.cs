using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes the names of external OAuth apps.</summary>
public sealed class ExternalOAuthAppNameCompleter : ServerCompleter
{
    private protected override async Task<IReadOnlyList<(string?, string?)>> AskAsync(LookerClient client, CancellationToken cancellationToken)
    {
        List<(string?, string?)> candidates = [];
        await foreach (ExternalOAuthApp app in client.ExternalOAuthApps.ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            candidates.Add((app.Name, app.ClientId));
        }

        return candidates;
    }
}
