using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What Get- and New-LookerApiKey share: users by id or by e-mail address, by default the connected one.</summary>
public abstract class ApiKeyUserCommand : LookerConnectedCommand
{
    /// <summary>The parameter set with a user id.</summary>
    protected const string ByUserId = "UserId";

    /// <summary>The parameter set with an e-mail address.</summary>
    protected const string ByUserEmail = "UserEmail";

    /// <summary>The ids of the users whose keys they are.</summary>
    [Parameter(ParameterSetName = ByUserId, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("user_id")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public string[]? UserId { get; set; }

    /// <summary>The e-mail address of the user whose keys they are.</summary>
    [Parameter(ParameterSetName = ByUserEmail, Mandatory = true)]
    [Alias("user_email")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(UserEmailCompleter))]
    public string? UserEmail { get; set; }

    /// <summary>Processes each user that the record names: as typed, in words, and how to get the id (null for the connected user).</summary>
    private protected void ForEachUser(LookerClient client, Action<string, string, Func<CancellationToken, Task<string?>>> process)
    {
        if (Typed(nameof(UserEmail), UserEmail) is { } email)
        {
            DirectoryLookup lookup = LookupOf(client);
            process(email, email, async ct => await lookup.UserIdAsync(email, ct).ConfigureAwait(false));
        }
        else if (IsNamed(nameof(UserId), UserId))
        {
            ForEachExact(nameof(UserId), UserId ?? [""], id => process(id, Strings.UserNamed.With(id), _ => Task.FromResult<string?>(id)));
        }
        else
        {
            process(Strings.TheConnectedUser, Strings.TheConnectedUser, _ => Task.FromResult<string?>(null));
        }
    }
}
