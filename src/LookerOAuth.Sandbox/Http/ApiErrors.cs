using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>The error bodies of the API, as a release writes them.</summary>
internal sealed class ApiErrors(Release release)
{
    // Where the general documentation is, and the pages about errors of one operation: the vendor moved them twice.
    private readonly string _documentation =
        release >= Release.CloudDocumentation ? "https://cloud.google.com/looker/docs/" : "https://docs.looker.com/";

    private readonly string _operationDocumentation =
        release >= Release.DocsCloudDocumentation ? "https://docs.cloud.google.com/looker/docs/"
        : release >= Release.CloudDocumentation ? "https://cloud.google.com/looker/docs/"
        : "https://docs.looker.com/";

    public Response Unauthenticated() => Plain(401, "Requires authentication.");

    public Response NoSuchRoute() => Plain(404, "Sinatra::NotFound");

    public Response TooLarge() => Plain(413, "Request Entity Too Large");

    /// <summary>An error that no operation of its own documents.</summary>
    public Response Plain(int status, string message, long? retryAfter = null) =>
        Write(status, message, _documentation, retryAfter: retryAfter);

    /// <summary>An error of an operation; its documentation address names status, method and route.</summary>
    public Response Of(Route route, int status, string message) => Write(status, message, DocumentationOf(route, status));

    public Response Validation(Route route, IReadOnlyList<ValidationError> faults) =>
        Write(422, "Validation Failed", DocumentationOf(route, 422), faults);

    /// <summary>The body that the API would send with a status; used for faults that have no body of their own.</summary>
    public Response ForStatus(int status, long? retryAfter) => status switch
    {
        401 => Write(401, "Requires authentication.", _documentation, retryAfter: retryAfter),
        422 => Write(422, "Validation Failed", _documentation, [ValidationError.Invalid("base")], retryAfter),
        < 400 => Response.Text(status, null, "", retryAfter),
        _ => Plain(status, Reason(status), retryAfter),
    };

    private static Response Write(
        int status, string message, string documentation, IReadOnlyList<ValidationError>? faults = null, long? retryAfter = null) =>
        Response.Json(
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

    private string DocumentationOf(Route route, int status) =>
        $"{_operationDocumentation}r/err/4.0/{status}/{route.DocumentationPath}";

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
