using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Adds the token, and repeats a request once if the server does not accept it any more.</summary>
internal sealed class AuthenticationHandler : DelegatingHandler
{
    public AuthenticationHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LookerRequest lookerRequest = (LookerRequest)request;
        if (lookerRequest.Tokens is not { } tokens)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        // Asking without a login shows the versions of a server that does not accept the login.
        AccessToken? token = lookerRequest.Operation.Login == LookerLogin.Optional && tokens.Current is not { IsExpired: false }
            ? null
            : await tokens.GetAsync(lookerRequest.Observer, cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response = await SendWithAsync(token, request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || (token is not null && !tokens.CanRenew))
        {
            return response;
        }

        // A 401 says that nothing was done, so every method can be repeated.
        response.Dispose();
        token = token is null
            ? await tokens.GetAsync(lookerRequest.Observer, cancellationToken).ConfigureAwait(false)
            : await tokens.RenewAsync(token, lookerRequest.Observer, cancellationToken).ConfigureAwait(false);
        return await SendWithAsync(token, request, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendWithAsync(AccessToken? token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = token?.Header;
        return base.SendAsync(request, cancellationToken);
    }
}
