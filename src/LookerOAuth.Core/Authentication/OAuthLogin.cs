using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>A person's login to an OAuth client app with the authorization code flow and PKCE.</summary>
public sealed record OAuthLogin
{
    /// <summary>The guid under which the app is registered.</summary>
    public required string ClientGuid { get; init; }

    /// <summary>A redirect URI of the app, exactly as it is registered.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Shows the page to the person.</summary>
    public required IAuthorizationPrompt Prompt { get; init; }

    /// <summary>How long the person may take: up to 49 days. 5 minutes.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>The person's side of an OAuth login.</summary>
public interface IAuthorizationPrompt
{
    /// <summary>Shows the consent page: opens a browser, or prints the address.</summary>
    /// <param name="address">The address of the consent page.</param>
    /// <param name="cancellationToken">Cancels the login.</param>
    Task ShowAsync(Uri address, CancellationToken cancellationToken);

    /// <summary>Asks for the address that the browser was redirected to, for redirect URIs that nobody can listen on.</summary>
    /// <param name="cancellationToken">Cancels the login.</param>
    /// <returns>The redirected address as the person copied it.</returns>
    /// <exception cref="LookerApiException">The host cannot prompt.</exception>
    Task<string> AskForRedirectedAddressAsync(CancellationToken cancellationToken);
}
