using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Tokens of a person's login: a browser once, the refresh token from then on.</summary>
internal sealed class OAuthTokenSource : TokenSource
{
    private readonly AuthorizationFlow _flow;
    private readonly OAuthLogin _login;
    private bool _hasLoggedIn;
    private SecureString? _refreshToken;

    public OAuthTokenSource(LookerPipeline pipeline, Uri lookerUrl, OAuthLogin login)
        : base(pipeline)
    {
        _login = login;
        _flow = new AuthorizationFlow(lookerUrl, login, pipeline.Time);
    }

    /// <summary>A refresh may already have replaced the refresh token on the server: its response must not be lost.</summary>
    protected override bool RenewalOutlivesCallers => _hasLoggedIn;

    protected override async Task<AccessToken> AcquireAsync(ILookerObserver? observer, CancellationToken cancellationToken)
    {
        if (_hasLoggedIn)
        {
            // Never a second browser: the run may be unattended by now.
            return await RefreshAsync(observer, cancellationToken).ConfigureAwait(false);
        }

        AuthorizationCode code = await _flow.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
        OAuthTokenRequest body = new()
        {
            GrantType = "authorization_code",
            ClientId = _login.ClientGuid,
            RedirectUri = _login.RedirectUri,
            Code = code.Code.Seal(),
            CodeVerifier = code.Verifier.Seal(),
        };
        AccessToken token = await RequestAsync(body, observer, cancellationToken).ConfigureAwait(false);
        _hasLoggedIn = true;
        return token;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _refreshToken?.Dispose();
        }
    }

    private Task<AccessToken> RefreshAsync(ILookerObserver? observer, CancellationToken cancellationToken) =>
        _refreshToken is { } refreshToken
            ? RequestAsync(
                new OAuthTokenRequest { GrantType = "refresh_token", ClientId = _login.ClientGuid, RefreshToken = refreshToken },
                observer,
                cancellationToken)
            : throw new LookerApiException(
                LookerErrorKind.AuthenticationFailed, "The OAuth login has expired, and Looker issued no refresh token. Log in again.");

    /// <summary>POST {base_url}/api/token: no version in the path, no application id, no Authorization header.</summary>
    private async Task<AccessToken> RequestAsync(OAuthTokenRequest body, ILookerObserver? observer, CancellationToken cancellationToken)
    {
        LookerRequest request = Pipeline.For(tokens: null, observer)
            .Create(Operations.Token, "api/token", body, LookerJson.Default.OAuthTokenRequest);
        TokenResponse response = await Pipeline.SendAsync(request, LookerJson.Default.TokenResponse, cancellationToken).ConfigureAwait(false);
        AccessToken token = response.ToAccessToken(request, Pipeline.Time);
        // A refresh may answer without a refresh token: the old one goes on.
        _refreshToken = response.RefreshToken is { Length: > 0 } refreshToken ? refreshToken.Seal() : _refreshToken;
        return token;
    }
}
