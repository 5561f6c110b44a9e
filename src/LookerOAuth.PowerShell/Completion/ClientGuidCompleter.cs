using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes the guids of OAuth client apps.</summary>
public sealed class ClientGuidCompleter : ServerCompleter
{
    private protected override async Task<IReadOnlyList<(string?, string?)>> AskAsync(LookerClient client, CancellationToken cancellationToken)
    {
        List<(string?, string?)> candidates = [];
        await foreach (OAuthClientApp app in client.OAuthClientApps.ListAsync(["client_guid", "display_name"], cancellationToken).ConfigureAwait(false))
        {
            candidates.Add((app.ClientGuid, app.DisplayName));
        }

        return candidates;
    }
}
