using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What Enable- and Disable-LookerOAuthClientAppUser share: an app, and a user by id or by e-mail address.</summary>
public abstract class OAuthClientAppUserCommand : LookerPipelineCommand
{
    /// <summary>The parameter set with a user id.</summary>
    protected const string ByUserId = "UserId";

    /// <summary>The parameter set with an e-mail address.</summary>
    protected const string ByUserEmail = "UserEmail";

    /// <summary>The guid under which the app is registered.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string? ClientGuid { get; set; }

    /// <summary>The id of the user.</summary>
    [Parameter(ParameterSetName = ByUserId, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("user_id")]
    [AllowEmptyString]
    [AllowNull]
    public string? UserId { get; set; }

    /// <summary>The e-mail address of the user.</summary>
    [Parameter(ParameterSetName = ByUserEmail, Mandatory = true)]
    [Alias("user_email")]
    [AllowEmptyString]
    public string? UserEmail { get; set; }

    /// <summary>Asks, and starts the work for one user.</summary>
    /// <param name="client">The client of the record's connection.</param>
    /// <param name="action">What is asked; {0} stands for the user.</param>
    /// <param name="work">The work, for guid and user id.</param>
    private protected void QueueForUser(LookerClient client, string action, Func<string, string, CancellationToken, Task> work)
    {
        string guid = ClientGuid ?? "";
        string user = UserEmail ?? UserId ?? "";
        if (!ShouldProcess(guid, action.With(user)))
        {
            return;
        }

        if (UserEmail is not { } email)
        {
            Queue(guid, ct => work(guid, user, ct));
            return;
        }

        DirectoryLookup lookup = LookupOf(client);
        Queue(guid, async ct =>
        {
            User found = await lookup.UserAsync(email, ct).ConfigureAwait(false);
            await work(guid, found.UserId!, ct).ConfigureAwait(false);
        });
    }
}
