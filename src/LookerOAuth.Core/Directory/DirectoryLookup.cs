using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Finds groups and users by name, each name once, for work that names the same few over and over.</summary>
internal sealed class DirectoryLookup
{
    private static readonly string[] Id = ["id"];

    // Names that differ in case alone can be two users' or two groups': each is asked for by itself.
    private readonly ConcurrentDictionary<string, SharedTask<Group>> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SharedTask<User>> _users = new(StringComparer.Ordinal);
    private readonly DirectoryOperations _directory;

    public DirectoryLookup(DirectoryOperations directory)
    {
        _directory = directory;
    }

    /// <summary>The id of a group.</summary>
    /// <inheritdoc cref="DirectoryOperations.FindGroupAsync"/>
    public async Task<string> GroupIdAsync(string name, CancellationToken cancellationToken)
    {
        SharedTask<Group> search = _groups.GetOrAdd(name, _ => new(ct => _directory.FindGroupAsync(name, Id, ct), LookerApiException.IsNoAnswer));
        return (await search.GetAsync(cancellationToken).ConfigureAwait(false)).GroupId ?? throw WithoutId($"group '{name}'");
    }

    /// <summary>The id of a user.</summary>
    /// <inheritdoc cref="DirectoryOperations.FindUserAsync"/>
    public async Task<string> UserIdAsync(string email, CancellationToken cancellationToken)
    {
        SharedTask<User> search = _users.GetOrAdd(email, _ => new(ct => _directory.FindUserAsync(email, Id, ct), LookerApiException.IsNoAnswer));
        return (await search.GetAsync(cancellationToken).ConfigureAwait(false)).UserId ?? throw WithoutId($"user '{email}'");
    }

    private static LookerApiException WithoutId(string what) =>
        new(LookerErrorKind.UnexpectedResponse, $"Looker sent the {what} without an id.");
}
