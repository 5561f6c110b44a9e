using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets users, to find the id that an activation or a sudo login needs.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.User, DefaultParameterSetName = ByEmail)]
[OutputType(typeof(User))]
public sealed class GetLookerUserCommand : LookerPipelineCommand
{
    private const string ByEmail = "Email";
    private const string ByName = "Name";
    private const string ById = "UserId";

    /// <summary>The e-mail address, exact unless it has wildcards. By default all users.</summary>
    [Parameter(ParameterSetName = ByEmail, Position = 0)]
    [SupportsWildcards]
    [AllowEmptyString]
    public string? Email { get; set; }

    /// <summary>The first and last name, exact unless it has wildcards.</summary>
    [Parameter(ParameterSetName = ByName, Mandatory = true)]
    [SupportsWildcards]
    public string Name { get; set; } = "*";

    /// <summary>The id of the user.</summary>
    [Parameter(ParameterSetName = ById, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "user_id")]
    [AllowEmptyString]
    [AllowNull]
    public string? UserId { get; set; }

    /// <summary>The properties to ask for; by default all. The id is always among them.</summary>
    [Parameter]
    public string[]? Fields { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        IReadOnlyCollection<string>? fields = ApiFields.From(Fields, "id", nameof(User.UserId));
        LookerConnection connection = ResolveConnection();
        if (ParameterSetName == ById)
        {
            string id = UserId ?? "";
            Queue(id, ct => client.Directory.GetUserAsync(id, fields, ct), user => Write(user, connection));
        }
        else if (ParameterSetName == ByEmail && !string.IsNullOrEmpty(Email) && !WildcardPattern.ContainsWildcardCharacters(Email))
        {
            string email = Email!;
            Queue(email, ct => client.Directory.FindUserAsync(email, fields, ct), user => Write(user, connection));
        }
        else
        {
            WriteMatching(client, fields, connection);
        }
    }

    private void WriteMatching(LookerClient client, IReadOnlyCollection<string>? fields, LookerConnection connection)
    {
        bool byName = ParameterSetName == ByName;
        string wanted = byName ? Name : string.IsNullOrEmpty(Email) ? "*" : Email!;
        WildcardPattern pattern = new(wanted, WildcardOptions.IgnoreCase);
        Func<User, bool>? filter = wanted == "*" ? null : user => pattern.IsMatch((byName ? user.DisplayName : user.Email) ?? "");
        bool found = false;
        WriteAll(
            ct => client.Directory.ListUsersAsync(fields is null ? null : [.. fields, byName ? "display_name" : "email"], ct),
            filter,
            user =>
            {
                found = true;
                Write(user, connection);
            });
        if (!found && !WildcardPattern.ContainsWildcardCharacters(wanted))
        {
            Report(
                new LookerApiException(LookerErrorKind.NotFound, Strings.NobodyHasName.With(wanted)) { RecommendedAction = Strings.UseWildcards },
                wanted);
        }
    }
}
