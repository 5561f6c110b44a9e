using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The escape hatch for operations that have no method of their own: with retries, errors and login like the rest.</summary>
public sealed class ApiOperations
{
    private readonly LookerPipeline _pipeline;

    internal ApiOperations(LookerPipeline pipeline)
    {
        _pipeline = pipeline;
    }

    /// <summary>Sends a request below <c>/api/4.0</c>.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below <c>/api/4.0</c>, with or without a leading slash, escaped as it is to be sent; may have a query.</param>
    /// <param name="query">More query parameters, not yet escaped; null for none.</param>
    /// <param name="body">The body as JSON text; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="secrets">The secrets in the body: they are masked wherever it is shown.</param>
    /// <returns>The response's JSON; null if it has no body.</returns>
    /// <exception cref="LookerApiException">The path leaves the API, or the request failed, or the response is no JSON.</exception>
    public async Task<JsonElement?> SendAsync(
        HttpMethod method,
        string path,
        IEnumerable<KeyValuePair<string, string?>>? query = null,
        string? body = null,
        CancellationToken cancellationToken = default,
        params SecureString[] secrets)
    {
        string target = PathBelowApi(path);
        string parameters = QueryString.From(query ?? []);
        if (parameters.Length > 0 && target.Contains('?'))
        {
            parameters = "&" + parameters.Substring(1);
        }

        LookerOperation operation = new($"{method} /{target.Split('?')[0]}", method)
        {
            Creates = method == HttpMethod.Post,
            ChangesClientApps = method != HttpMethod.Get,
        };
        HttpContent? json = body is null ? null : LookerPipeline.JsonContent(Encoding.UTF8.GetBytes(body));
        using LookerRequest request = _pipeline.Create(operation, target + parameters, json, [.. secrets, .. SecretMask.SecretsIn(body)]);
        using HttpResponseMessage response = await _pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] text = await LookerPipeline.ReadUtf8Async(response, cancellationToken).ConfigureAwait(false);
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw RequestFailure.Unexpected(request, response, text, e);
        }
    }

    private static string PathBelowApi(string path)
    {
        string trimmed = (path ?? "").Trim();
        // A query may hold secrets: what is refused is shown without it.
        string shown = trimmed.Split('?', '#')[0];
        if (shown.StartsWith("//", StringComparison.Ordinal) || shown.Contains("://") || shown.Contains('\\') || trimmed.Contains('#'))
        {
            throw Refused(shown, $"'{shown}' is not a path below /api/4.0.");
        }

        string target = trimmed.TrimStart('/');
        const string Prefix = "api/4.0/";
        if (target.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            target = target.Substring(Prefix.Length);
        }

        string pathAlone = target.Split('?')[0];
        if (pathAlone.Trim('/').Length == 0)
        {
            throw Refused(shown, "The path is empty.");
        }

        // Servers and proxies differ in what they unescape, and how often, before they fold: no spelling of a folder is let through.
        foreach (string segment in Unescaped(pathAlone).Split('/', '\\'))
        {
            if (segment is "." or "..")
            {
                throw Refused(shown, $"'{shown}' leaves /api/4.0: '{segment}' is a relative path segment.");
            }
        }

        return target;
    }

    /// <summary>A text in which nothing is escaped any more, however often it was.</summary>
    private static string Unescaped(string text)
    {
        string before;
        do
        {
            before = text;
            text = Uri.UnescapeDataString(before);
        }
        while (text != before);

        return text;
    }

    private static LookerApiException Refused(string path, string message) =>
        LookerApiException.InvalidArgument(message, path, "Specify a path below /api/4.0, such as 'users/1' or '/versions'.");
}
