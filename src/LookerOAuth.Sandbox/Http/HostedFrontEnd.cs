using System;

namespace LookerOAuth.Sandbox;

/// <summary>What stands before a hosted instance (a Kubernetes ingress). It replaces every 404 by one of its own.</summary>
internal static class HostedFrontEnd
{
    private const string Json = """{ "message": "The resource you're looking for could not be found" }""";

    private const string Page = """
        <!DOCTYPE html>
        <html>
        <head>
            <title>Looker Not Found (404)</title>
        </head>
        <body>
            <h1>We can't find that page</h1>
            <p>Check the address, or ask your Looker administrator.</p>
        </body>
        </html>
        """;

    /// <summary>The response that reaches the client.</summary>
    /// <param name="response">What Looker answered.</param>
    /// <param name="accept">The request's <c>Accept</c>. JSON is for exactly <c>application/json</c>; a list, <c>*/*</c> or none gets a page.</param>
    public static Response Relay(Response response, string? accept)
    {
        if (response.Status == 404)
        {
            Response notFound = accept == "application/json" ? Response.Text(404, "application/json", Json) : Response.Text(404, "text/html", Page);
            return notFound with { IsFromFrontEnd = true };
        }

        bool isJson = response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true;
        return isJson ? response with { ContentType = "application/json" } : response;
    }
}
