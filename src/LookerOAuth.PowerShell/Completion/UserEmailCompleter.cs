using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes the e-mail addresses of users.</summary>
public sealed class UserEmailCompleter : ServerCompleter
{
    private protected override async Task<IReadOnlyList<(string?, string?)>> AskAsync(LookerClient client, CancellationToken cancellationToken)
    {
        List<(string?, string?)> candidates = [];
        await foreach (User user in client.Directory.ListUsersAsync(["id", "display_name", "email"], cancellationToken).ConfigureAwait(false))
        {
            candidates.Add((user.Email, user.DisplayName));
        }

        return candidates;
    }
}
