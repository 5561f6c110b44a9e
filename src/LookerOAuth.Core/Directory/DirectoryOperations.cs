using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Lookups of groups and users (API 4.0, groups Group and User).</summary>
/// <remarks>
/// Every method throws <see cref="LookerApiException"/> if the request fails or an identifier cannot be one. Every request names the fields
/// that it wants: a whole user is several KB, and a list of whole users is one of the slowest requests that there are.
/// </remarks>
public sealed class DirectoryOperations
{
    private readonly LookerPipeline _pipeline;

    internal DirectoryOperations(LookerPipeline pipeline)
    {
        _pipeline = pipeline;
    }

    // Read from a model when first needed: every login asks who the caller is, and few sessions ask for groups.
    private static string[] GroupFields => field ??= QueryString.FieldsOf(LookerJson.Default.Group);

    private static string[] UserFields => field ??= QueryString.FieldsOf(LookerJson.Default.User);

    /// <summary>all_groups: GET /groups. 200, 400, 404, 429.</summary>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    public IAsyncEnumerable<Group> ListGroupsAsync(
        IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.AllGroups,
            "groups" + QueryString.From(("fields", Fields(fields, GroupFields))),
            LookerJson.Default.Group,
            cancellationToken);

    /// <summary>group: GET /groups/{group_id}. 200, 400, 404, 429.</summary>
    /// <param name="groupId">The id of the group.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Group> GetGroupAsync(
        string groupId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(
            Operations.Group,
            $"groups/{Identifier.Escape(groupId, "group id")}" + QueryString.From(("fields", Fields(fields, GroupFields))),
            LookerJson.Default.Group,
            cancellationToken);

    /// <summary>search_groups: GET /groups/search. The server compares like SQL's LIKE, case-insensitively.</summary>
    /// <param name="name">What to look for; <c>%</c> and <c>_</c> are wildcards.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    public IAsyncEnumerable<Group> SearchGroupsAsync(
        string name, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.SearchGroups,
            "groups/search" + QueryString.From(("name", name), ("fields", Fields(fields, GroupFields))),
            LookerJson.Default.Group,
            cancellationToken);

    /// <summary>The one group with a name: an exact match, else the only one that matches case-insensitively.</summary>
    /// <param name="name">The name.</param>
    /// <param name="fields">The properties to return besides the id, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LookerApiException">Nobody has the name (<see cref="LookerErrorKind.NotFound"/>), or several do
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); the message lists what was found.</exception>
    public Task<Group> FindGroupAsync(
        string name, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        FindOneAsync("group", "name", name, wanted => _pipeline.ReadAllAsync(SearchGroupsAsync(name, wanted, cancellationToken), cancellationToken), fields, g => g.Name, g => g.GroupId, (g, wanted) => g.Keep(wanted));

    /// <summary>all_users: GET /users. 200, 400, 404, 429.</summary>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    public IAsyncEnumerable<User> ListUsersAsync(
        IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.AllUsers,
            "users" + QueryString.From(("fields", Fields(fields, UserFields))),
            LookerJson.Default.User,
            cancellationToken);

    /// <summary>user: GET /users/{user_id}. 200, 400, 404, 429.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<User> GetUserAsync(
        string userId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(
            Operations.User,
            $"users/{Identifier.Escape(userId, "user id")}" + QueryString.From(("fields", Fields(fields, UserFields))),
            LookerJson.Default.User,
            cancellationToken);

    /// <summary>search_users: GET /users/search. The server compares like SQL's LIKE, case-insensitively.</summary>
    /// <param name="email">What to look for; <c>%</c> and <c>_</c> are wildcards.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    public IAsyncEnumerable<User> SearchUsersAsync(
        string email, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.StreamAsync(
            Operations.SearchUsers,
            "users/search" + QueryString.From(("email", email), ("fields", Fields(fields, UserFields))),
            LookerJson.Default.User,
            cancellationToken);

    /// <summary>search_users by group: GET /users/search?group_id=. The direct members of a group.</summary>
    /// <param name="groupId">The id of the group.</param>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    public IAsyncEnumerable<User> ListGroupUsersAsync(
        string groupId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default)
    {
        // An empty id would be ignored by the server, and everybody returned.
        _ = Identifier.Escape(groupId, "group id");
        return _pipeline.StreamAsync(
            Operations.SearchUsers,
            "users/search" + QueryString.From(("group_id", groupId), ("fields", Fields(fields, UserFields))),
            LookerJson.Default.User,
            cancellationToken);
    }

    /// <summary>The one user with an e-mail address: an exact match, else the only one that matches case-insensitively.</summary>
    /// <param name="email">The address.</param>
    /// <param name="fields">The properties to return besides the id, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LookerApiException">Nobody has the address (<see cref="LookerErrorKind.NotFound"/>), or several do
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); the message lists what was found.</exception>
    public Task<User> FindUserAsync(
        string email, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        FindOneAsync("user", "email", email, wanted => _pipeline.ReadAllAsync(SearchUsersAsync(email, wanted, cancellationToken), cancellationToken), fields, u => u.Email, u => u.UserId, (u, wanted) => u.Keep(wanted));

    /// <summary>me: GET /user. The caller. 200, 400, 404, 429.</summary>
    /// <param name="fields">The properties to ask for, in the API's spelling; null for those of the model.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<User> GetMeAsync(IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(
            Operations.Me,
            "user" + QueryString.From(("fields", Fields(fields, UserFields))),
            LookerJson.Default.User,
            cancellationToken);

    /// <summary>The groups, read as a whole.</summary>
    internal Task<List<Group>> ReadAllGroupsAsync(IReadOnlyCollection<string> fields, CancellationToken cancellationToken) =>
        _pipeline.ReadAllAsync(ListGroupsAsync(fields, cancellationToken), cancellationToken);

    /// <summary>The users, read as a whole.</summary>
    internal Task<List<User>> ReadAllUsersAsync(IReadOnlyCollection<string> fields, CancellationToken cancellationToken) =>
        _pipeline.ReadAllAsync(ListUsersAsync(fields, cancellationToken), cancellationToken);

    private static string? Fields(IReadOnlyCollection<string>? fields, string[] model) =>
        QueryString.Fields(fields is { Count: > 0 } ? fields : model);

    private static async Task<T> FindOneAsync<T>(
        string kind,
        string property,
        string wanted,
        Func<IReadOnlyCollection<string>?, Task<List<T>>> search,
        IReadOnlyCollection<string>? fields,
        Func<T, string?> textOf,
        Func<T, string?> idOf,
        Action<T, IReadOnlyCollection<string>?> keep)
        where T : class
    {
        string words = property == "email" ? "e-mail address" : property;
        if (string.IsNullOrWhiteSpace(wanted))
        {
            throw LookerApiException.InvalidArgument($"The {kind}'s {words} is empty.", wanted, $"Specify the {words} of a {kind}.");
        }

        string[]? compared = fields is { Count: > 0 } ? [.. new[] { "id", property }.Union(fields)] : null;
        List<T> found = await search(compared).ConfigureAwait(false);

        // The server takes _ and % for wildcards, and _ is common in e-mail addresses: what it found is compared again.
        List<T> matches = NameMatch.Find(found, wanted, textOf);
        if (matches.Count == 1)
        {
            keep(matches[0], fields);
            return matches[0];
        }

        string list = string.Join(", ", (matches.Count > 0 ? matches : found).Take(10).Select(f => $"'{textOf(f)}' (id {idOf(f)})"));
        throw matches.Count == 0
            ? new LookerApiException(
                LookerErrorKind.NotFound,
                $"No {kind} with the {words} '{wanted}' was found{(list.Length == 0 ? "" : $"; similar: {list}")}.")
            {
                Subject = wanted,
            }
            : LookerApiException.InvalidArgument(
                $"Several {kind}s have the {words} '{wanted}': {list}.", wanted, $"Specify the {kind}'s id instead of the {words}.");
    }
}
