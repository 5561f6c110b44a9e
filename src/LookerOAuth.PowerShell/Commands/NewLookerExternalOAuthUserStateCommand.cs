using System;
using System.Management.Automation;
using System.Security;

namespace LookerOAuth;

/// <summary>Stores a user's login at an external OAuth app. It cannot be read or changed later.</summary>
[Cmdlet(
    VerbsCommon.New,
    LookerNouns.ExternalOAuthUserState,
    DefaultParameterSetName = ByUserId,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ExternalOAuthUserState))]
public sealed class NewLookerExternalOAuthUserStateCommand : LookerConnectedCommand
{
    private const string ByUserId = "UserId";
    private const string ByUserEmail = "UserEmail";

    /// <summary>The id of the external app.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("oauth_application_id")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(ExternalOAuthAppIdCompleter))]
    public string? ExternalOAuthAppId { get; set; }

    /// <summary>The id of the user.</summary>
    [Parameter(ParameterSetName = ByUserId, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("user_id")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public string? UserId { get; set; }

    /// <summary>The e-mail address of the user.</summary>
    [Parameter(ParameterSetName = ByUserEmail, Mandatory = true)]
    [Alias("user_email")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(UserEmailCompleter))]
    public string? UserEmail { get; set; }

    /// <summary>The user's token at the database.</summary>
    [Parameter(Mandatory = true)]
    [Alias("access_token")]
    public SecureString AccessToken { get; set; } = new();

    /// <summary>When that token expires.</summary>
    [Parameter(Mandatory = true)]
    [Alias("access_token_expires_at")]
    public DateTimeOffset AccessTokenExpiresAt { get; set; }

    /// <summary>The token that renews it.</summary>
    [Parameter]
    [Alias("refresh_token")]
    public SecureString? RefreshToken { get; set; }

    /// <summary>When the refresh token expires.</summary>
    [Parameter]
    [Alias("refresh_token_expires_at")]
    public DateTimeOffset? RefreshTokenExpiresAt { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string appId = Exact(nameof(ExternalOAuthAppId), ExternalOAuthAppId);
        string? email = Typed(nameof(UserEmail), UserEmail);
        string user = email ?? Exact(nameof(UserId), UserId);
        if (Approve(appId, Strings.CreateExternalOAuthUserState.With(user)))
        {
            ExternalOAuthUserStateCreation state = new()
            {
                ExternalOAuthAppId = appId,
                UserId = user,
                AccessToken = Typed(nameof(AccessToken), AccessToken)!,
                AccessTokenExpiresAt = AccessTokenExpiresAt,
                RefreshToken = Typed(nameof(RefreshToken), RefreshToken),
                RefreshTokenExpiresAt = RefreshTokenExpiresAt,
            };
            DirectoryLookup lookup = LookupOf(client);
            Emit(user, async ct => await client.ExternalOAuthApps.CreateUserStateAsync(
                email is null ? state : state with { UserId = await lookup.UserIdAsync(email, ct).OrErrorOf(appId, email).ConfigureAwait(false) }, ct).ConfigureAwait(false));
        }
    }
}
