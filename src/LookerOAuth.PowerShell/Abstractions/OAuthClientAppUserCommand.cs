using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What Enable- and Disable-LookerOAuthClientAppUser share: apps, and users by id or by e-mail address.</summary>
public abstract class OAuthClientAppUserCommand : LookerConnectedCommand
{
    /// <summary>The parameter set with a user id.</summary>
    protected const string ByUserId = "UserId";

    /// <summary>The parameter set with an e-mail address.</summary>
    protected const string ByUserEmail = "UserEmail";

    /// <summary>The guids under which apps are registered.</summary>
    [Parameter(ParameterSetName = ByUserId, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByUserEmail, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string[]? ClientGuid { get; set; }

    /// <summary>The ids of users.</summary>
    [Parameter(ParameterSetName = ByUserId, Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("user_id")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public string[]? UserId { get; set; }

    /// <summary>The e-mail address of the user.</summary>
    [Parameter(ParameterSetName = ByUserEmail, Mandatory = true)]
    [Alias("user_email")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(UserEmailCompleter))]
    public string? UserEmail { get; set; }

    private protected override string? WhatToType(LookerApiException e) =>
        e.Kind == LookerErrorKind.NotFound && e.Subject is string { } user && user.Contains('@') && !IsOnCommandLine(nameof(UserEmail)) ? Strings.UseUserEmail : null;

    /// <summary>Asks, and starts the work for each app and user.</summary>
    /// <param name="client">The client of the connection.</param>
    /// <param name="action">What is asked; {0} is the user.</param>
    /// <param name="work">The work, for guid and user id.</param>
    private protected void QueueForUsers(LookerClient client, string action, Func<string, string, CancellationToken, Task> work)
    {
        string? email = Typed(nameof(UserEmail), UserEmail);
        ForEachExact(nameof(ClientGuid), ClientGuid, guid =>
        {
            if (email is null)
            {
                ForEachExact(nameof(UserId), UserId, userId =>
                {
                    if (Approve(guid, action.With(userId)))
                    {
                        Queue(userId, ct => work(guid, userId, ct));
                    }
                });
            }
            else if (Approve(guid, action.With(email)))
            {
                DirectoryLookup lookup = LookupOf(client);
                Queue(email, async ct => await work(guid, await lookup.UserIdAsync(email, ct).OrErrorOf(guid, email).ConfigureAwait(false), ct).ConfigureAwait(false));
            }
        });
    }
}
