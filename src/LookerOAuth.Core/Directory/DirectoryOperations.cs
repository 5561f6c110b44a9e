using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Lookups of groups and users (API 4.0, groups Group and User).</summary>
/// <remarks>Every method throws <see cref="LookerApiException"/> where the request fails or an identifier cannot be one.</remarks>
public sealed class DirectoryOperations
{
    private readonly LookerPipeline _pipeline;

    internal DirectoryOperations(LookerPipeline pipeline)
    {
        _pipeline = pipeline;
    }

    /// <summary>all_groups: GET /groups. 200, 400, 404, 429.</summary>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IAsyncEnumerable<Group> ListGroupsAsync(
        IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.AllGroups,
            "groups" + QueryString.From(("fields", QueryString.Fields(fields))),
            LookerJson.Default.Group,
            cancellationToken);

    /// <summary>group: GET /groups/{group_id}. 200, 400, 404, 429.</summary>
    /// <param name="groupId">The id of the group.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Group> GetGroupAsync(
        string groupId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(
            Operations.Group,
            $"groups/{Identifier.Escape(groupId, "group id")}" + QueryString.From(("fields", QueryString.Fields(fields))),
            LookerJson.Default.Group,
            cancellationToken);

    /// <summary>search_groups: GET /groups/search. The server compares like SQL's LIKE, without regard to case.</summary>
    /// <param name="name">What to look for; <c>%</c> and <c>_</c> are wildcards.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IAsyncEnumerable<Group> SearchGroupsAsync(
        string name, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.SearchGroups,
            "groups/search" + QueryString.From(("name", name), ("fields", QueryString.Fields(fields))),
            LookerJson.Default.Group,
            cancellationToken);

    /// <summary>The one group with a name, to the letter (but for case, where only one remains that way).</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="LookerApiException">Nobody has the name (<see cref="LookerErrorKind.NotFound"/>), or several do
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); the message lists what was found.</exception>
    public Task<Group> FindGroupAsync(string name, CancellationToken cancellationToken = default) =>
        FindOneAsync(
            "group", "name", name, Operations.SearchGroups, "groups/search", LookerJson.Default.Group, g => g.Name, g => g.GroupId, cancellationToken);

    /// <summary>all_users: GET /users. 200, 400, 404, 429.</summary>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IAsyncEnumerable<User> ListUsersAsync(
        IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.AllUsers,
            "users" + QueryString.From(("fields", QueryString.Fields(fields))),
            LookerJson.Default.User,
            cancellationToken);

    /// <summary>user: GET /users/{user_id}. 200, 400, 404, 429.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<User> GetUserAsync(
        string userId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(
            Operations.User,
            $"users/{Identifier.Escape(userId, "user id")}" + QueryString.From(("fields", QueryString.Fields(fields))),
            LookerJson.Default.User,
            cancellationToken);

    /// <summary>search_users: GET /users/search. The server compares like SQL's LIKE, without regard to case.</summary>
    /// <param name="email">What to look for; <c>%</c> and <c>_</c> are wildcards.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IAsyncEnumerable<User> SearchUsersAsync(
        string email, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.SearchUsers,
            "users/search" + QueryString.From(("email", email), ("fields", QueryString.Fields(fields))),
            LookerJson.Default.User,
            cancellationToken);

    /// <summary>The one user with an e-mail address (which has no regard to case).</summary>
    /// <param name="email">The address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="LookerApiException">Nobody has the address (<see cref="LookerErrorKind.NotFound"/>), or several do
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); the message lists what was found.</exception>
    public Task<User> FindUserAsync(string email, CancellationToken cancellationToken = default) =>
        FindOneAsync(
            "user", "email", email, Operations.SearchUsers, "users/search", LookerJson.Default.User, u => u.Email, u => u.UserId, cancellationToken);

    /// <summary>me: GET /user. The caller. 200, 400, 404, 429.</summary>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<User> GetMeAsync(IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(
            Operations.Me,
            "user" + QueryString.From(("fields", QueryString.Fields(fields))),
            LookerJson.Default.User,
            cancellationToken);

    private async Task<T> FindOneAsync<T>(
        string kind,
        string property,
        string wanted,
        LookerOperation operation,
        string path,
        JsonTypeInfo<T> type,
        Func<T, string?> textOf,
        Func<T, string?> idOf,
        CancellationToken cancellationToken)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(wanted))
        {
            throw LookerApiException.InvalidArgument($"The {kind}'s {property} is empty.", wanted, $"Give the {property} of a {kind}.");
        }

        List<T> found = [];
        IAsyncEnumerable<T> answers = _pipeline.StreamAsync(operation, path + QueryString.From((property, wanted)), type, cancellationToken);
        await foreach (T answer in answers.ConfigureAwait(false))
        {
            found.Add(answer);
        }

        // The server takes _ and % for wildcards, and _ is common in e-mail addresses: what it found is compared again.
        List<T> same = found.FindAll(f => string.Equals(textOf(f), wanted, StringComparison.OrdinalIgnoreCase));
        List<T> exact = same.FindAll(f => textOf(f) == wanted);
        List<T> matches = exact.Count > 0 ? exact : same;
        if (matches.Count == 1)
        {
            return matches[0];
        }

        string list = string.Join(", ", (matches.Count > 0 ? matches : found).Take(10).Select(f => $"'{textOf(f)}' (id {idOf(f)})"));
        throw matches.Count == 0
            ? new LookerApiException(
                LookerErrorKind.NotFound,
                $"No {kind} with the {property} '{wanted}' was found{(list.Length == 0 ? "" : $"; similar: {list}")}.")
            {
                Subject = wanted,
            }
            : LookerApiException.InvalidArgument(
                $"Several {kind}s have the {property} '{wanted}': {list}.", wanted, $"Give the {kind}'s id instead of the {property}.");
    }
}
