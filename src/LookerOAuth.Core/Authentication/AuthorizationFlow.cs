using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>A code that can be redeemed, with the verifier that proves whose it is.</summary>
internal sealed class AuthorizationCode(string code, string verifier)
{
    public string Code => code;

    public string Verifier => verifier;
}

/// <summary>The part of the PKCE login that happens in a browser: consent page, redirect, state check.</summary>
internal sealed class AuthorizationFlow
{
    private readonly Uri _lookerUrl;
    private readonly OAuthLogin _login;
    private readonly TimeProvider _time;
    private readonly Uri _redirectUri;

    /// <exception cref="LookerApiException">The guid is empty, the redirect URI is none, or no timer takes the time limit.</exception>
    public AuthorizationFlow(Uri lookerUrl, OAuthLogin login, TimeProvider time)
    {
        _ = Identifier.Escape(login.ClientGuid, "client guid");
        if (!Uri.TryCreate(login.RedirectUri, UriKind.Absolute, out Uri? redirectUri) || redirectUri.Scheme == Uri.UriSchemeFile)
        {
            throw LookerApiException.InvalidArgument(
                $"The redirect URI '{login.RedirectUri}' is not an absolute URI.",
                login.RedirectUri,
                "Specify a redirect URI of the app exactly as it is registered, such as http://localhost:7777/callback.");
        }

        _ = Deadline.Checked(login.TimeLimit, "login", nameof(login.TimeLimit));
        _lookerUrl = lookerUrl;
        _login = login;
        _time = time;
        _redirectUri = redirectUri;
    }

    /// <summary>Shows the consent page and waits for the redirect.</summary>
    /// <exception cref="LookerApiException">Denied, forged, too late, or no host that can prompt.</exception>
    public async Task<AuthorizationCode> AuthorizeAsync(CancellationToken cancellationToken)
    {
        ProofKey key = ProofKey.Create();
        string state = ProofKey.RandomText();
        Uri address = AddressOf(key, state);
        using Deadline deadline = new(_login.TimeLimit, _time, cancellationToken);
        try
        {
            IReadOnlyDictionary<string, string> parameters = await RedirectAsync(address, deadline.Token).ConfigureAwait(false);
            return new AuthorizationCode(CodeOf(parameters, state), key.Verifier);
        }
        catch (OperationCanceledException e) when (deadline.IsOver)
        {
            throw new LookerApiException(
                LookerErrorKind.Timeout, $"The login in the browser was not finished within {_login.TimeLimit.TotalMinutes:0.#} minutes.", e)
            {
                Subject = _login.ClientGuid,
                RecommendedAction =
                    "Log in again, and finish the login in time. "
                    + $"If the browser shows an error, check the app's redirect URI: it must be registered exactly as {_login.RedirectUri}.",
            };
        }
    }

    /// <summary>The consent page's address, with exactly the seven parameters that Looker asks for.</summary>
    internal Uri AddressOf(ProofKey key, string state) =>
        new(BaseAddress.ToText(_lookerUrl) + "/auth" + QueryString.From(
            ("response_type", "code"),
            ("client_id", _login.ClientGuid),
            ("redirect_uri", _login.RedirectUri),
            ("scope", "cors_api"),
            ("state", state),
            ("code_challenge_method", "S256"),
            ("code_challenge", key.Challenge)));

    private async Task<IReadOnlyDictionary<string, string>> RedirectAsync(Uri address, CancellationToken cancellationToken)
    {
        if (_redirectUri.Scheme == Uri.UriSchemeHttp && BaseAddress.IsLoopback(_redirectUri))
        {
            using RedirectListener listener = new(_redirectUri);
            await _login.Prompt.ShowAsync(address, cancellationToken).ConfigureAwait(false);
            return await listener.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await _login.Prompt.ShowAsync(address, cancellationToken).ConfigureAwait(false);
        string redirected = await _login.Prompt.AskForRedirectedAddressAsync(cancellationToken).ConfigureAwait(false);
        return RedirectQuery.Parse(redirected);
    }

    private string CodeOf(IReadOnlyDictionary<string, string> parameters, string state)
    {
        if (!parameters.TryGetValue("state", out string? returned) || returned != state)
        {
            throw Failed(
                "The redirect does not belong to this login, because its state is a different one. Its code was not used.",
                "Somebody may have tried to inject a login, or the redirect came from an old browser tab. Log in again.");
        }

        if (parameters.TryGetValue("error", out string? error))
        {
            string description = parameters.TryGetValue("error_description", out string? text) && text.Length > 0 ? $" ({text})" : "";
            throw error == "access_denied"
                ? Failed(
                    $"Access was denied{description}.", "Allow the app on the consent page. If it was not shown, check that the user is in the app's group.")
                : Failed($"Looker refused the login: {error}{description}.", "Check the app's registration: its guid, its redirect URI, and that it is enabled.");
        }

        return parameters.TryGetValue("code", out string? code) && code.Length > 0
            ? code
            : throw Failed("The redirect contains no authorization code.", "Log in again. If you are prompted for the redirected address, enter the complete address.");
    }

    private LookerApiException Failed(string message, string action) =>
        new(LookerErrorKind.AuthenticationFailed, message) { Subject = _login.ClientGuid, RecommendedAction = action };
}
