namespace LookerOAuth;

/// <summary>The login to judge, as far as it is known. What is null is not checked.</summary>
public sealed record OAuthLoginAttempt
{
    /// <summary>The redirect URI exactly as the app sends it.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Who logs in, by id.</summary>
    public string? UserId { get; init; }

    /// <summary>Who logs in, by e-mail address; ignored if <see cref="UserId"/> is given.</summary>
    public string? UserEmail { get; init; }
}
