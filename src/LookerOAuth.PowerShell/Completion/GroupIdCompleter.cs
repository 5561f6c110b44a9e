using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes the ids of groups.</summary>
public sealed class GroupIdCompleter : ServerCompleter
{
    private protected override async Task<IReadOnlyList<(string?, string?)>> AskAsync(LookerClient client, CancellationToken cancellationToken)
    {
        List<(string?, string?)> candidates = [];
        await foreach (Group group in client.Directory.ListGroupsAsync(["id", "name"], cancellationToken).ConfigureAwait(false))
        {
            candidates.Add((group.GroupId, group.Name));
        }

        return candidates;
    }
}
