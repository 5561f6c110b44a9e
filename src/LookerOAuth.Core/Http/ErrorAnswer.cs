using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>Makes an error of any answer that is no success. Never throws for the shape of a body.</summary>
internal static class ErrorAnswer
{
    /// <summary>Reads an answer.</summary>
    /// <param name="request">The request that it answers.</param>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body as text.</param>
    public static LookerApiException Read(LookerRequest request, HttpResponseMessage response, string body)
    {
        string masked = SecretMask.Apply(body, request);
        Details details = Parse(masked);
        int status = (int)response.StatusCode;
        LookerErrorKind kind = KindOf(request.Operation, status, details);
        return new LookerApiException(kind, Sentence(request, response, kind, details))
        {
            StatusCode = status,
            Method = request.Method.Method,
            Path = request.Path,
            Reason = details.Reason,
            ValidationErrors = details.Errors,
            DocumentationUrl = details.DocumentationUrl,
            RequestId = LogHandler.RequestIdOf(response),
            ResponseBody = BodyText.Beginning(masked),
            RecommendedAction = ActionFor(request, kind, details),
        };
    }

    private static LookerErrorKind KindOf(LookerOperation operation, int status, Details details) => status switch
    {
        >= 300 and < 400 => LookerErrorKind.UnexpectedResponse,
        429 => LookerErrorKind.RateLimited,
        _ when IsLogin(operation) && details.IsHtml && status < 500 => LookerErrorKind.UnexpectedResponse,
        // The vendor's answer to a wrong API key is a 404 with JSON.
        404 when operation == Operations.Login => LookerErrorKind.AuthenticationFailed,
        400 when details.OAuthError is "invalid_grant" => LookerErrorKind.AuthenticationFailed,
        401 => LookerErrorKind.AuthenticationFailed,
        403 => LookerErrorKind.AccessDenied,
        404 when details.Message is "Sinatra::NotFound" => LookerErrorKind.NotSupported,
        404 => LookerErrorKind.NotFound,
        409 => LookerErrorKind.AlreadyExists,
        422 when details.Errors.Any(e => e.Code == "already_exists") => LookerErrorKind.AlreadyExists,
        422 => LookerErrorKind.ValidationFailed,
        >= 500 => LookerErrorKind.ServerError,
        _ => LookerErrorKind.BadRequest,
    };

    private static bool IsLogin(LookerOperation operation) => operation == Operations.Login || operation == Operations.Token;

    private static string Sentence(LookerRequest request, HttpResponseMessage response, LookerErrorKind kind, Details details)
    {
        string host = request.RequestUri!.Authority;
        if (kind == LookerErrorKind.UnexpectedResponse)
        {
            return (int)response.StatusCode is >= 300 and < 400
                ? $"{host} redirects API requests{(response.Headers.Location is { IsAbsoluteUri: true } to ? $" to {to.GetLeftPart(UriPartial.Authority)}" : "")}; a token never follows a redirect."
                : $"There is no Looker API at {host}: it answered the login with a web page.";
        }

        if (kind == LookerErrorKind.NotSupported)
        {
            return request.Operation.Since is { } since
                ? $"The Looker server at {host} does not know {request.Operation.Name}: it needs release {since} or later."
                : $"The Looker server at {host} does not know {request.Operation.Name}: it needs a newer release, or the base URL is wrong.";
        }

        if (kind == LookerErrorKind.AuthenticationFailed)
        {
            return request.Operation switch
            {
                _ when request.Operation == Operations.Login => $"Looker at {host} does not accept this API key.",
                _ when request.Operation == Operations.Token => $"Looker at {host} does not accept the OAuth login any more: log in again{details.Suffix}.",
                _ => $"Looker at {host} does not accept the access token.",
            };
        }

        return $"Looker answered {(int)response.StatusCode} to {request.Method} {request.Path}{details.Suffix}.";
    }

    private static string? ActionFor(LookerRequest request, LookerErrorKind kind, Details details) => kind switch
    {
        LookerErrorKind.AccessDenied when details.Message?.Contains("Google Cloud core") == true =>
            "On Looker (Google Cloud core) only an API-only service account with the Admin role may act as another user, and only as an embed user.",
        LookerErrorKind.UnexpectedResponse when IsLogin(request.Operation) =>
            "Check the base URL: hosted instances answer on port 443, customer-hosted ones often on 19999. An instance may also be asleep or restarting.",
        LookerErrorKind.AuthenticationFailed when request.Operation == Operations.Login =>
            "Check client id and secret against the user's API keys in Looker (Admin > Users > Edit keys), and that the user is enabled on this instance.",
        LookerErrorKind.AuthenticationFailed when request.Operation == Operations.Token =>
            "Run Connect-Looker with -OAuthClientGuid again.",
        _ => null,
    };

    private static Details Parse(string body)
    {
        string trimmed = body.TrimStart();
        if (trimmed.Length == 0)
        {
            return new Details();
        }

        if (trimmed[0] == '<')
        {
            return new Details { IsHtml = true };
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(trimmed);
            return FromJson(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // No JSON, or JSON with half of a surrogate pair in a text.
            return new Details { Message = Shorten(trimmed.Trim()) };
        }
    }

    private static Details FromJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new Details { Message = root.ValueKind == JsonValueKind.String ? Shorten(root.GetString()!) : null };
        }

        return new Details
        {
            Message = TextOf(root, "message") ?? TextOf(root, "error_description"),
            OAuthError = TextOf(root, "error"),
            DocumentationUrl = TextOf(root, "documentation_url"),
            Errors = root.TryGetProperty("errors", out JsonElement errors) && errors.ValueKind == JsonValueKind.Array
                ? [.. errors.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(ToValidationError)]
                : [],
        };
    }

    private static LookerValidationError ToValidationError(JsonElement error) =>
        new(TextOf(error, "field"), TextOf(error, "code"), TextOf(error, "message"));

    /// <summary>A property as text; a value that is no string, as its JSON.</summary>
    private static string? TextOf(JsonElement element, string name) =>
        !element.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => Shorten(value.GetString()!),
            _ => Shorten(value.GetRawText()),
        };

    private static string Shorten(string text) => text.Length <= 500 ? text : text.Substring(0, 500) + "…";

    private sealed class Details
    {
        public string? Message { get; init; }

        public string? OAuthError { get; init; }

        public string? DocumentationUrl { get; init; }

        public bool IsHtml { get; init; }

        /// <summary>An array, on which PowerShell finds an index.</summary>
        public LookerValidationError[] Errors { get; init; } = [];

        /// <summary>What the server said; null where it said nothing.</summary>
        public string? Reason => (Message ?? OAuthError, Errors.Length) switch
        {
            (_, > 0) => string.Join("; ", Errors.Select(e => e.ToString().TrimEnd('.'))),
            ({ Length: > 0 } message, _) => message.TrimEnd('.'),
            _ => IsHtml ? "a web page instead of JSON" : null,
        };

        /// <summary>The reason, to go behind a sentence.</summary>
        public string Suffix => Reason is null ? "" : $": {Reason}";
    }
}
