using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Adds the token, and repeats a request with a new one if the server does not accept it any more.</summary>
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

        // A 401 says that nothing was done, so every method can be repeated. It is final if the token was acquired after the first one: what
        // another request had renewed before that may have expired, too. So there are two repeats at most, and one for a request that is alone.
        AccessToken? known = tokens.Current;
        bool isFinal = false;
        while (response.StatusCode == HttpStatusCode.Unauthorized && !isFinal && (token is null || tokens.CanRenew))
        {
            response.Dispose();
            token = token is null
                ? await tokens.GetAsync(lookerRequest.Observer, cancellationToken).ConfigureAwait(false)
                : await tokens.RenewAsync(token, lookerRequest.Observer, cancellationToken).ConfigureAwait(false);
            isFinal = !ReferenceEquals(token, known);
            response = await SendWithAsync(token, request, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private Task<HttpResponseMessage> SendWithAsync(AccessToken? token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = token?.Header;
        return base.SendAsync(request, cancellationToken);
    }
}
