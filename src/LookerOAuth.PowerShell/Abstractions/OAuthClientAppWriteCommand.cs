using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What New- and Set-LookerOAuthClientApp share: the group by id or by name, and the changes made of parameters.</summary>
public abstract class OAuthClientAppWriteCommand : LookerPipelineCommand
{
    /// <summary>The group as the record names it; not given where it names none.</summary>
    /// <exception cref="LookerApiException">It is named in two ways.</exception>
    internal (Optional<string> GroupId, string? GroupName) Group(string? groupId, string? groupName, bool noGroup)
    {
        bool hasId = IsGiven("GroupId", groupId);
        bool hasName = IsGiven("GroupName", groupName);
        if (hasId && hasName)
        {
            if (IsOnCommandLine("GroupId") == IsOnCommandLine("GroupName"))
            {
                throw LookerApiException.InvalidArgument(Strings.GroupIdAndName, groupName, Strings.GiveOneGroup);
            }

            // What was typed beats what the pipeline happens to carry.
            hasId = IsOnCommandLine("GroupId");
            hasName = !hasId;
        }

        if (!noGroup)
        {
            return (hasId ? groupId : default(Optional<string>), hasName ? groupName : null);
        }

        return IsOnCommandLine("GroupId") || IsOnCommandLine("GroupName")
            ? throw LookerApiException.InvalidArgument(Strings.NoGroupAndGroup, groupName ?? groupId, Strings.GiveOneGroup)
            : (new Optional<string>(null), null);
    }

    /// <summary>Changes with the group's name turned into its id. Each name is asked for once in a pipeline.</summary>
    internal Func<CancellationToken, Task<OAuthClientAppChanges>> WithGroup(
        LookerClient client, OAuthClientAppChanges changes, string? groupName)
    {
        if (groupName is null)
        {
            return _ => Task.FromResult(changes);
        }

        DirectoryLookup lookup = LookupOf(client);
        return async ct =>
        {
            Group group = await lookup.GroupAsync(groupName, ct).ConfigureAwait(false);
            return changes with { GroupId = group.GroupId };
        };
    }
}
