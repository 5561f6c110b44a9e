using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Login and logout, the requests behind every token.</summary>
internal static class SessionOperations
{
    /// <summary>login: POST /login, form body. 200, 400, 404 (a wrong key), 429.</summary>
    public static Task<AccessToken> LoginAsync(
        LookerPipeline pipeline, string clientId, SecureString clientSecret, ILookerObserver? observer, CancellationToken cancellationToken)
    {
        LookerRequest request = pipeline.For(tokens: null, observer)
            .Create(Operations.Login, "login", LoginForm(clientId, clientSecret), [clientSecret]);
        return AcquireAsync(pipeline, request, cancellationToken);
    }

    /// <summary>login_user: POST /login/{user_id}, no body, the admin's token. 200, 400, 403, 404, 429.</summary>
    public static Task<AccessToken> LoginUserAsync(
        LookerPipeline pipeline, TokenSource admin, string userId, ILookerObserver? observer, CancellationToken cancellationToken)
    {
        LookerRequest request = pipeline.For(admin, observer)
            .Create(Operations.LoginUser, $"login/{Identifier.Escape(userId, "user id")}");
        return AcquireAsync(pipeline, request, cancellationToken);
    }

    /// <summary>logout: DELETE /logout with one token. 204; a token that is dead already (401, 404) is no error.</summary>
    public static async Task LogoutAsync(
        LookerPipeline pipeline, AccessToken token, ILookerObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.For(new StaticTokenSource(pipeline, token), observer)
                .SendAsync(Operations.Logout, "logout", cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e.Kind is LookerErrorKind.AuthenticationFailed or LookerErrorKind.NotFound)
        {
        }
    }

    private static async Task<AccessToken> AcquireAsync(LookerPipeline pipeline, LookerRequest request, CancellationToken cancellationToken)
    {
        TokenResponse response = await pipeline.SendAsync(request, LookerJson.Default.TokenResponse, cancellationToken).ConfigureAwait(false);
        return response.ToAccessToken(request, pipeline.Time);
    }

    private static ByteArrayContent LoginForm(string clientId, SecureString clientSecret)
    {
        // Escaped by hand: FormUrlEncodedContent would keep the secret in strings that nobody clears.
        using FormWriter form = new();
        form.Add("client_id", clientId.ToCharArray());
        clientSecret.Use(secret => form.Add("client_secret", secret));
        ByteArrayContent content = new(form.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return content;
    }
}
