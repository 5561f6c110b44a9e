using System;
using System.Security;

namespace LookerOAuth;

/// <summary>A way to log in. Made by its static methods; shows no secret.</summary>
public abstract class LookerCredential
{
    private protected LookerCredential()
    {
    }

    /// <summary>The kind of login, for people to read.</summary>
    public abstract LookerAuthenticationType AuthenticationType { get; }

    /// <summary>A user's API key.</summary>
    /// <param name="clientId">The key's client id.</param>
    /// <param name="clientSecret">The key's secret.</param>
    public static LookerCredential ApiKey(string clientId, SecureString clientSecret) => new ApiKeyCredential(clientId, clientSecret);

    /// <summary>A token from elsewhere. It is never renewed.</summary>
    /// <param name="accessToken">The token.</param>
    public static LookerCredential AccessToken(SecureString accessToken) => new AccessTokenCredential(accessToken);

    /// <summary>An OAuth login (PKCE) of a person, through a browser.</summary>
    /// <param name="login">The app to log in to, and how to show the page.</param>
    public static LookerCredential OAuth(OAuthLogin login) => new OAuthCredential(login);

    internal abstract TokenSource CreateTokenSource(LookerPipeline pipeline, Uri lookerUrl);

    private sealed class ApiKeyCredential(string clientId, SecureString clientSecret) : LookerCredential
    {
        public override LookerAuthenticationType AuthenticationType => LookerAuthenticationType.ApiKey;

        internal override TokenSource CreateTokenSource(LookerPipeline pipeline, Uri lookerUrl)
        {
            if (string.IsNullOrWhiteSpace(clientId) || clientSecret.Length == 0)
            {
                throw LookerApiException.InvalidArgument(
                    string.IsNullOrWhiteSpace(clientId) ? "The API key's client id is empty." : "The API key's client secret is empty.",
                    clientId,
                    "Specify both parts of the API key (Looker: Admin > Users > Edit Keys; Google Cloud core: Account > API Keys).");
            }

            return new ApiKeyTokenSource(pipeline, clientId, clientSecret);
        }
    }

    private sealed class AccessTokenCredential(SecureString accessToken) : LookerCredential
    {
        public override LookerAuthenticationType AuthenticationType => LookerAuthenticationType.AccessToken;

        internal override TokenSource CreateTokenSource(LookerPipeline pipeline, Uri lookerUrl)
        {
            string token = accessToken.Reveal();
            foreach (char character in token)
            {
                if (character is <= ' ' or > '~')
                {
                    token = "";
                    break;
                }
            }

            return token.Length > 0
                ? new StaticTokenSource(pipeline, new AccessToken(token, null, pipeline.Time))
                : throw LookerApiException.InvalidArgument(
                    "The access token is empty or contains characters that a token cannot have.", null, "Specify only the token, without 'Bearer' or 'token' before it.");
        }
    }

    private sealed class OAuthCredential(OAuthLogin login) : LookerCredential
    {
        public override LookerAuthenticationType AuthenticationType => LookerAuthenticationType.OAuth;

        internal override TokenSource CreateTokenSource(LookerPipeline pipeline, Uri lookerUrl) => new OAuthTokenSource(pipeline, lookerUrl, login);
    }
}
