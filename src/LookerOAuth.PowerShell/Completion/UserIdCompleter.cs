using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes the ids of users.</summary>
public sealed class UserIdCompleter : ServerCompleter
{
    private protected override async Task<IReadOnlyList<(string?, string?)>> AskAsync(LookerClient client, CancellationToken cancellationToken)
    {
        List<(string?, string?)> candidates = [];
        await foreach (User user in client.Directory.ListUsersAsync(["id", "display_name", "email"], cancellationToken).ConfigureAwait(false))
        {
            candidates.Add((user.UserId, user.DisplayName ?? user.Email));
        }

        return candidates;
    }
}
