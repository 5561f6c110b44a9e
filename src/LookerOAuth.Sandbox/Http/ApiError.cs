using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>The error bodies of the API.</summary>
internal static class ApiError
{
    private const string Documentation = "https://cloud.google.com/looker/docs/";

    public static Answer Unauthenticated() => Plain(401, "Requires authentication.");

    public static Answer NoSuchRoute() => Plain(404, "Sinatra::NotFound");

    public static Answer TooLarge() => Plain(413, "Request Entity Too Large");

    /// <summary>An error that no operation of its own documents.</summary>
    public static Answer Plain(int status, string message, long? retryAfter = null) =>
        Write(status, message, Documentation, retryAfter: retryAfter);

    /// <summary>An error of an operation; its documentation address names status, method and route.</summary>
    public static Answer Of(Route route, int status, string message) => Write(status, message, DocumentationOf(route, status));

    public static Answer Validation(Route route, IReadOnlyList<ValidationFault> faults) =>
        Write(422, "Validation Failed", DocumentationOf(route, 422), faults);

    /// <summary>The body that the API would send with a status; used for faults that have no body of their own.</summary>
    public static Answer ForStatus(int status, long? retryAfter) => status switch
    {
        401 => Write(401, "Requires authentication.", Documentation, retryAfter: retryAfter),
        422 => Write(422, "Validation Failed", Documentation, [ValidationFault.Invalid("base")], retryAfter),
        < 400 => Answer.Text(status, null, "", retryAfter),
        _ => Plain(status, Reason(status), retryAfter),
    };

    private static Answer Write(
        int status, string message, string documentation, IReadOnlyList<ValidationFault>? faults = null, long? retryAfter = null) =>
        Answer.Json(
            FieldSelection.All,
            error =>
            {
                error.Text("message", message);
                if (faults is not null)
                {
                    error.Objects("errors", faults, (shape, fault) =>
                    {
                        shape.Text("field", fault.Field);
                        shape.Text("code", fault.Code);
                        shape.Text("message", fault.Message);
                        shape.Text("documentation_url", documentation);
                    });
                }

                error.Text("documentation_url", documentation);
            },
            status,
            retryAfter);

    private static string DocumentationOf(Route route, int status) =>
        $"{Documentation}r/err/4.0/{status}/{route.DocumentationPath}";

    private static string Reason(int status) => status switch
    {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not found",
        408 => "Request Timeout",
        409 => "The resource already exists",
        413 => "Request Entity Too Large",
        429 => "Too Many Requests",
        500 => "An error has occurred.",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => $"HTTP {status}",
    };
}
