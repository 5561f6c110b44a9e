using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Finds groups and users by name, each name once, for work that names the same few over and over.</summary>
internal sealed class DirectoryLookup
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Group>>> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<User>>> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly DirectoryOperations _directory;

    public DirectoryLookup(DirectoryOperations directory)
    {
        _directory = directory;
    }

    /// <inheritdoc cref="DirectoryOperations.FindGroupAsync"/>
    public Task<Group> GroupAsync(string name, CancellationToken cancellationToken) =>
        OnceAsync(_groups, name, () => _directory.FindGroupAsync(name, cancellationToken));

    /// <inheritdoc cref="DirectoryOperations.FindUserAsync"/>
    public Task<User> UserAsync(string email, CancellationToken cancellationToken) =>
        OnceAsync(_users, email, () => _directory.FindUserAsync(email, cancellationToken));

    private static Task<T> OnceAsync<T>(ConcurrentDictionary<string, Lazy<Task<T>>> known, string name, Func<Task<T>> find) =>
        known.GetOrAdd(name, _ => new Lazy<Task<T>>(find)).Value;
}
