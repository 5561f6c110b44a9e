using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets users, to find the id that an activation or a sudo login needs.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.User, DefaultParameterSetName = ByEmail)]
[OutputType(typeof(User))]
public sealed class GetLookerUserCommand : LookerConnectedCommand
{
    private const string ByEmail = "Email";
    private const string ByName = "Name";
    private const string ById = "UserId";

    /// <summary>The e-mail address, exact unless it has wildcards. By default all users.</summary>
    [Parameter(ParameterSetName = ByEmail, Position = 0)]
    [SupportsWildcards]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(UserEmailCompleter))]
    public string? Email { get; set; }

    /// <summary>The first and last name, exact unless it has wildcards.</summary>
    [Parameter(ParameterSetName = ByName, Mandatory = true)]
    [SupportsWildcards]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string Name { get; set; } = "*";

    /// <summary>The ids of users.</summary>
    [Parameter(ParameterSetName = ById, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "user_id")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public string[]? UserId { get; set; }

    /// <summary>The ids of groups, to get their direct members only.</summary>
    [Parameter(ParameterSetName = ByEmail, ValueFromPipelineByPropertyName = true)]
    [Alias("group_id")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public string[]? GroupId { get; set; }

    /// <summary>The properties to ask for; by default all. The id is always among them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FieldsCompleter<User>))]
    public string[]? Fields { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        IReadOnlyCollection<string>? fields = ApiFields<User>.From(this, Fields);
        switch (ParameterSetName)
        {
            case ById:
                ForEachExact(nameof(UserId), UserId, id => Emit(id, ct => client.Directory.GetUserAsync(id, fields, ct)));
                break;
            case ByName:
                ForEachPattern(
                    nameof(Name),
                    [Name],
                    name => GetByName(client, fields, name),
                    matches => GetMatching(client, fields, "display_name", user => matches(user.DisplayName)));
                break;
            default:
                GetByEmail(client, fields);
                break;
        }
    }

    private void GetByEmail(LookerClient client, IReadOnlyCollection<string>? fields)
    {
        Func<string?, bool>? isWanted = Typed(nameof(Email), Email) is { } typed ? Wildcards.Matcher(typed) : null;
        if (IsNamed(nameof(GroupId), GroupId))
        {
            ForEachExact(nameof(GroupId), GroupId, id => GetMembers(client, fields, id, isWanted));
        }
        else if (isWanted is null)
        {
            EmitAll(ct => client.Directory.ListUsersAsync(fields, ct));
        }
        else
        {
            ForEachPattern(
                nameof(Email),
                [Email],
                email => Emit(email, ct => client.Directory.FindUserAsync(email, fields, ct)),
                matches => GetMatching(client, fields, "email", user => matches(user.Email)));
        }
    }

    private void GetMembers(LookerClient client, IReadOnlyCollection<string>? fields, string groupId, Func<string?, bool>? isWanted)
    {
        if (isWanted is null)
        {
            EmitAll(ct => client.Directory.ListGroupUsersAsync(groupId, fields, ct));
            return;
        }

        IReadOnlyCollection<string>? withEmail = With("email", fields);
        GetWanted(
            filter => EmitAll(ct => client.Directory.ListGroupUsersAsync(groupId, withEmail, ct), Showing(fields, filter)),
            user => isWanted(user.Email),
            Wildcards.AreIn(Email) ? null : NotThere(Strings.NobodyInGroup.With(groupId, Email), Email!));
    }

    private void GetByName(LookerClient client, IReadOnlyCollection<string>? fields, string name) =>
        GetWanted(
            filter => GetMatching(client, fields, "display_name", filter),
            user => string.Equals(user.DisplayName, name, StringComparison.OrdinalIgnoreCase),
            NotThere(Strings.NobodyHasName.With(name), name));

    /// <summary>Writes users while they arrive.</summary>
    /// <param name="list">Writes those that the filter lets through.</param>
    /// <param name="isWanted">Which are wanted.</param>
    /// <param name="notFound">The error if none is; null if that is no error.</param>
    private static void GetWanted(Action<Func<User, bool>> list, Func<User, bool> isWanted, LookerApiException? notFound)
    {
        bool found = false;
        list(user =>
        {
            bool wanted = isWanted(user);
            found |= wanted;
            return wanted;
        });
        if (!found && notFound is not null)
        {
            throw notFound;
        }
    }

    private static LookerApiException NotThere(string message, string subject) =>
        new(LookerErrorKind.NotFound, message) { Subject = subject, RecommendedAction = Strings.UseWildcards };

    private void GetMatching(LookerClient client, IReadOnlyCollection<string>? fields, string filtered, Func<User, bool> matches) =>
        EmitAll(ct => client.Directory.ListUsersAsync(With(filtered, fields), ct), Showing(fields, matches));

    /// <summary>The filter, and then the user without the field that only the filter needed.</summary>
    private static Func<User, bool> Showing(IReadOnlyCollection<string>? fields, Func<User, bool> filter) => user =>
    {
        bool wanted = filter(user);
        user.Keep(fields);
        return wanted;
    };

    /// <summary>A filter needs its field, even if nobody asked to see it.</summary>
    private static IReadOnlyCollection<string>? With(string filtered, IReadOnlyCollection<string>? fields) => fields is null ? null : [.. fields, filtered];
}
