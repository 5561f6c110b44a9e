using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The group of a client app as a record names it: by id, by name, none, or not at all.</summary>
/// <param name="Id">The id; a given null for no group; not given if the record says nothing, or says it by name.</param>
/// <param name="Name">The name; null if the record has none.</param>
internal readonly record struct GroupChoice(Optional<string> Id, string? Name)
{
    /// <summary>Reads the parameters of a command.</summary>
    /// <exception cref="LookerApiException">The group is named in two ways, or by an empty text: that would open the app to everybody; or
    /// its id came with an object of another instance, where the same id is another group.</exception>
    public static GroupChoice Of(LookerConnectedCommand command, string? groupId, string? groupName, bool noGroup)
    {
        _ = command.Typed("GroupId", groupId);
        _ = command.Typed("GroupName", groupName);
        bool hasId = command.IsGiven("GroupId", groupId);
        bool hasName = command.IsGiven("GroupName", groupName);
        bool isIdTyped = command.IsOnCommandLine("GroupId");
        bool isNameTyped = command.IsOnCommandLine("GroupName");
        if (noGroup)
        {
            return isIdTyped || isNameTyped
                ? throw LookerApiException.InvalidArgument(Strings.NoGroupAndGroup, groupName ?? groupId, Strings.GiveOneGroup)
                : new GroupChoice(new Optional<string>(null), null);
        }

        if (hasId && hasName)
        {
            if (isIdTyped == isNameTyped)
            {
                throw LookerApiException.InvalidArgument(Strings.GroupIdAndName, groupName, Strings.GiveOneGroup);
            }

            // What was typed beats what the pipeline happens to carry.
            hasId = isIdTyped;
            hasName = !hasId;
        }

        if (!hasId && !hasName && command.TextOfRow("Group") is { Length: > 0 } named)
        {
            // The heading of tables and the key of documents.
            return new GroupChoice(default, named);
        }

        if (hasId && command.OtherOriginOf("GroupId") is { } origin)
        {
            throw LookerApiException.InvalidArgument(Strings.GroupOfOtherInstance.With(groupId, origin.Name), groupId, Strings.GiveGroupName);
        }

        return new GroupChoice(hasId ? groupId : default(Optional<string>), hasName ? groupName : null);
    }

    /// <summary>Changes of an app with the group in them: a name is looked up.</summary>
    public Task<OAuthClientAppChanges> ApplyToAsync(
        string clientGuid, OAuthClientAppChanges changes, DirectoryLookup lookup, CancellationToken cancellationToken) =>
        Name is null ? Task.FromResult(changes) : LookUpAsync(Name, clientGuid, changes, lookup, cancellationToken);

    private static async Task<OAuthClientAppChanges> LookUpAsync(
        string name, string clientGuid, OAuthClientAppChanges changes, DirectoryLookup lookup, CancellationToken cancellationToken) =>
        changes with { GroupId = await lookup.GroupIdAsync(name, cancellationToken).OrErrorOf(clientGuid).ConfigureAwait(false) };
}
