using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;

namespace LookerOAuth;

/// <summary>Makes the failure of a request, from the request and its response, or from the exception that ended it. No other code does.</summary>
internal static class RequestFailure
{
    private const string Ports = "the API is on port 443 of Looker-hosted instances, and often on 19999 of customer-hosted and older ones";

    private const string KeyChecks =
        "client id and secret against the user's API keys in Looker (Admin > Users > Edit Keys; on Google Cloud core Account > API Keys), and that the user is enabled";

    /// <summary>Whether an exception says that the connection broke, or never came about.</summary>
    public static bool IsBroken(Exception e) => e is HttpRequestException or IOException or ObjectDisposedException;

    /// <summary>A response that is no success.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="body">The response's body as text.</param>
    /// <param name="now">The time, for a response that does not tell its own.</param>
    public static LookerApiException From(LookerRequest request, HttpResponseMessage response, string body, DateTimeOffset now)
    {
        // A secret that is an ordinary word would mask the names and codes that tell what happened.
        ErrorBody error = ErrorBody.Parse(body, text => SecretMask.Apply(text, request));
        int status = (int)response.StatusCode;
        LookerErrorKind kind = KindOf(request.Operation, status, ErrorBody.Parse(body));
        bool isHidden = kind == LookerErrorKind.NotFound && (error.IsHostedNotFound || error.IsHtml);
        return new LookerApiException(kind, Sentence(request, response, kind, error))
        {
            StatusCode = status,
            Method = request.Method.Method,
            Path = request.Path,
            Reason = isHidden ? null : error.Reason,
            ValidationErrors = error.Errors,
            DocumentationUrl = error.DocumentationUrl,
            RequestId = LogHandler.RequestIdOf(response),
            ResponseBody = BodyText.Beginning(SecretMask.Apply(body, request)),
            RecommendedAction = ActionFor(request.Operation, status, kind, error),
            OutcomeUnknown = MayHaveCreated(request.Operation) && RetryPolicy.MayHaveBeenCarriedOut(response.StatusCode),
            MayFollowSuccess = request.MayHaveBeenCarriedOut,
            RetryAfter = RetryPolicy.RetryAfter(response, now),
            IsRouteInDoubt = error.IsHostedNotFound && kind == LookerErrorKind.NotFound,
        };
    }

    /// <summary>The same failure, now that the server's release is known to lack the operation.</summary>
    public static LookerApiException NotSupported(LookerRequest request, LookerApiException failure) =>
        failure.Restate(NotSupportedSentence(request), LookerErrorKind.NotSupported);

    /// <summary>A successful response that is not what the operation returns.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="body">As much of the response's body as is known.</param>
    /// <param name="cause">What reading it ended with; null if it was read.</param>
    public static LookerApiException Unexpected(LookerRequest request, HttpResponseMessage response, byte[] body, Exception? cause)
    {
        string text = SecretMask.Apply(BodyText.Decode(body, response.Content.Headers.ContentType), request);
        ErrorBody parsed = ErrorBody.Parse(text);
        string what = text.Length == 0 ? "nothing instead of JSON"
            : parsed.IsHtml ? $"{parsed.Page} instead of JSON"
            : text.Trim() is ['{' or '[' or '"', ..] or "null" ? "JSON that is not what this operation returns"
            : "something else instead of JSON";
        string host = request.RequestUri!.Authority;
        int status = (int)response.StatusCode;
        string sentence = request.Operation.IsLogin
            ? $"There is no Looker API at {host}: it responded to the login with {status} and {what}."
            : $"Looker at {host} responded to {request.Method} {request.Path} with {status} and {what}.";
        return Unexpected(request, response, sentence, BodyText.Beginning(text), cause);
    }

    /// <summary>A successful response that is larger than any of this API.</summary>
    public static LookerApiException TooLarge(LookerRequest request, HttpResponseMessage response, string what, int limit) =>
        Unexpected(
            request,
            response,
            $"Looker at {request.RequestUri!.Authority} responded to {request.Method} {request.Path} with {what} larger than {limit / 1024 / 1024} MB, more than any response of this API.",
            body: null,
            cause: null);

    /// <summary>A login that succeeded and has no token that a header could carry.</summary>
    public static LookerApiException NoToken(LookerRequest request) =>
        new(
            LookerErrorKind.UnexpectedResponse,
            $"Looker at {request.RequestUri!.Authority} returned no valid access token.")
        {
            Method = request.Method.Method,
            Path = request.Path,
            RecommendedAction =
                $"Another service may respond there instead of Looker, or a gateway may change Looker's responses: ask its operator. Otherwise check the base URL: {Ports}.",
        };

    /// <summary>A request that ended without a response.</summary>
    public static LookerApiException Unreachable(LookerRequest request, Exception cause)
    {
        bool isTls = RetryPolicy.IsTlsFailure(cause);
        string why = isTls
            ? "its certificate is not trusted, or there is no common TLS version"
            : (RetryPolicy.CauseOf<SocketException>(cause) ?? cause.GetBaseException()).Message.TrimEnd('.');
        return new LookerApiException(LookerErrorKind.Unreachable, $"Looker at {request.RequestUri!.Authority} cannot be reached: {why}.", cause)
        {
            Method = request.Method.Method,
            Path = request.Path,
            RecommendedAction = isTls
                ? "Install the instance's certificate authority on this machine, or skip the check of certificates for an instance that you trust."
                : RetryPolicy.IsRefusedByProxy(cause) ? "Check the credential for the proxy: user name and password."
                : null,
            Option = isTls ? nameof(LookerClientOptions.SkipCertificateCheck) : null,
            OutcomeUnknown = MayHaveCreated(request.Operation) && RetryPolicy.MayHaveBeenSent(cause),
        };
    }

    /// <summary>A request whose response did not arrive as a whole within the time limit.</summary>
    public static LookerApiException Late(LookerRequest request, TimeSpan limit, Exception cause) =>
        new(
            LookerErrorKind.Timeout,
            $"Looker at {request.RequestUri!.Authority} did not finish its response to {request.Method} {request.Path} within {limit.TotalSeconds:0.#} s.",
            cause)
        {
            Method = request.Method.Method,
            Path = request.Path,
            Option = nameof(LookerClientOptions.Timeout),
            OutcomeUnknown = MayHaveCreated(request.Operation),
        };

    private static LookerApiException Unexpected(
        LookerRequest request, HttpResponseMessage response, string message, string? body, Exception? cause) =>
        new(LookerErrorKind.UnexpectedResponse, message, cause)
        {
            StatusCode = (int)response.StatusCode,
            Method = request.Method.Method,
            Path = request.Path,
            RequestId = LogHandler.RequestIdOf(response),
            ResponseBody = body,
            RecommendedAction = ActionFor(request.Operation, (int)response.StatusCode, LookerErrorKind.UnexpectedResponse, ErrorBody.None),
        };

    /// <summary>Whether a lost response may be that of a thing that is there now. What a login makes is a session, on the way to the request.</summary>
    private static bool MayHaveCreated(LookerOperation operation) => operation is { Creates: true, IsLogin: false };

    private static LookerErrorKind KindOf(LookerOperation operation, int status, ErrorBody error) => status switch
    {
        >= 300 and < 400 => LookerErrorKind.UnexpectedResponse,
        429 => LookerErrorKind.RateLimited,
        404 when error.Message is "Sinatra::NotFound" => LookerErrorKind.NotSupported,
        // The vendor's response to a wrong API key is a 404: with JSON, or with what a hosted instance makes of any 404.
        404 when operation.IsLogin => error.IsHostedNotFound || (error is { IsObject: true, Message: not null } && operation == Operations.Login)
            ? LookerErrorKind.AuthenticationFailed
            : LookerErrorKind.UnexpectedResponse,
        < 500 when operation.IsLogin && error.IsHtml => LookerErrorKind.UnexpectedResponse,
        400 when error.OAuthError is "invalid_grant" => LookerErrorKind.AuthenticationFailed,
        401 => LookerErrorKind.AuthenticationFailed,
        403 => LookerErrorKind.AccessDenied,
        404 => LookerErrorKind.NotFound,
        409 => LookerErrorKind.AlreadyExists,
        422 when error.Errors.Any(e => e.Code == "already_exists") => LookerErrorKind.AlreadyExists,
        422 => LookerErrorKind.ValidationFailed,
        >= 500 => LookerErrorKind.ServerError,
        _ => LookerErrorKind.BadRequest,
    };

    private static string Sentence(LookerRequest request, HttpResponseMessage response, LookerErrorKind kind, ErrorBody error)
    {
        string host = request.RequestUri!.Authority;
        int status = (int)response.StatusCode;
        LookerOperation operation = request.Operation;
        switch (kind)
        {
            case LookerErrorKind.UnexpectedResponse when status is >= 300 and < 400:
                string target = response.Headers.Location is { IsAbsoluteUri: true, Scheme: "http" or "https" } to ? $" to {to.GetLeftPart(UriPartial.Authority)}" : "";
                return operation.Login == LookerLogin.None && !operation.IsLogin
                    ? $"{host} redirects this request{target}."
                    : $"{host} redirects API requests{target}. Redirects are not followed, so that a token is never sent to another host.";

            case LookerErrorKind.UnexpectedResponse:
                string what = error.IsHtml ? error.Page : error.Message is { Length: > 0 } text ? $"'{text}'" : "an unexpected body";
                return $"There is no Looker API at {host}: it responded to the login with {status} and {what}.";

            case LookerErrorKind.NotSupported:
                return NotSupportedSentence(request);

            case LookerErrorKind.AuthenticationFailed when operation == Operations.Login && error.IsHostedNotFound:
                return $"{host} responded to the login with 404: either Looker does not accept this API key, or no instance runs at this host.";

            case LookerErrorKind.AuthenticationFailed when operation == Operations.Login:
                // A 404 says "Not found", which would only mislead beside this.
                return $"Looker at {host} does not accept this API key{(status == 404 ? "" : error.Suffix)}.";

            case LookerErrorKind.AuthenticationFailed when operation == Operations.Token && error.IsHostedNotFound:
                return $"{host} responded to the OAuth login with 404: either Looker does not know the app, or no instance runs at this host.";

            case LookerErrorKind.AuthenticationFailed when operation == Operations.Token:
                return $"Looker at {host} does not accept the OAuth login{error.Suffix}. Log in again.";

            case LookerErrorKind.AuthenticationFailed:
                return $"Looker at {host} does not accept the access token{error.Suffix}.";

            case LookerErrorKind.NotFound when error.IsHostedNotFound || error.IsHtml:
                return $"Looker responded with {status} to {request.Method} {request.Path}: the object does not exist, or the connected user may not see it.";

            default:
                return $"Looker responded with {status} to {request.Method} {request.Path}{error.Suffix}.";
        }
    }

    private static string NotSupportedSentence(LookerRequest request)
    {
        string server = $"The Looker server at {request.RequestUri!.Authority}";
        return request.Operation.Since is { } since
            ? $"{server} does not support {request.Operation.Name}, which requires release {since} or later."
            : $"{server} does not support {request.Operation.Name}: it requires a newer release, or the address is wrong.";
    }

    private static string? ActionFor(LookerOperation operation, int status, LookerErrorKind kind, ErrorBody error) => kind switch
    {
        LookerErrorKind.AccessDenied when error.Message?.Contains("Google Cloud core") == true =>
            "On Looker (Google Cloud core) only an API-only service account with the Admin role may act as another user, and only as an embed user.",
        LookerErrorKind.UnexpectedResponse or LookerErrorKind.AccessDenied when operation.IsLogin && status is 401 or 403 =>
            $"A gateway, or an allowlist of IP addresses, may block this machine: ask its operator. Otherwise check the base URL: {Ports}.",
        LookerErrorKind.UnexpectedResponse when operation.IsLogin && status is < 300 or >= 400 =>
            $"Check the base URL: {Ports}. An instance may also be asleep or restarting, or a proxy or a login page may respond instead.",
        LookerErrorKind.UnexpectedResponse when operation.IsLogin => "If you trust the address that it redirects to, specify that one as the base URL.",
        LookerErrorKind.AlreadyExists when operation == Operations.CreateExternalOAuthApplication => ExternalOAuthAppOperations.IfTaken,
        LookerErrorKind.NotSupported when operation.IsLogin => $"Check the base URL ({Ports}), and that the instance has API 4.0.",
        LookerErrorKind.AuthenticationFailed when operation == Operations.Login && error.IsHostedNotFound =>
            $"The key: check {KeyChecks}. The host: open the base URL in a browser; {Ports}.",
        LookerErrorKind.AuthenticationFailed when operation == Operations.Login => $"Check {KeyChecks} on this instance.",
        _ => null,
    };
}
