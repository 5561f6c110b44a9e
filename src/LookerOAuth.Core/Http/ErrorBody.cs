using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LookerOAuth;

/// <summary>What the body of an error says. Reading it never fails, whatever its shape.</summary>
internal sealed class ErrorBody
{
    /// <summary>The title of the page with which the front end of a hosted instance replaces every 404.</summary>
    private const string HostedPageTitle = "Looker Not Found (404)";

    /// <summary>The same for clients that accept JSON alone.</summary>
    private const string HostedMessage = "The resource you're looking for could not be found";

    private static readonly Regex Title = new("<title[^<>]*>([^<]*)<", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>A body that says nothing.</summary>
    public static ErrorBody None { get; } = new();

    /// <summary>The server's message; null if there is none.</summary>
    public string? Message { get; private init; }

    /// <summary>The code of an OAuth error, such as <c>invalid_grant</c>; null if there is none.</summary>
    public string? OAuthError { get; private init; }

    /// <summary>The vendor's page about the error; null if there is none.</summary>
    public string? DocumentationUrl { get; private init; }

    /// <summary>True for a web page.</summary>
    public bool IsHtml { get; private init; }

    /// <summary>The title of a web page; null if it has none, and for anything else.</summary>
    public string? PageTitle { get; private init; }

    /// <summary>True for a JSON object, which is how Looker itself tells of errors.</summary>
    public bool IsObject { get; private init; }

    /// <summary>True for the 404 of a hosted instance's front end, as a page or as JSON.</summary>
    public bool IsHostedNotFound { get; private init; }

    /// <summary>The faults that it names; an array, on which PowerShell finds an index.</summary>
    public LookerValidationError[] Errors { get; private init; } = [];

    /// <summary>What the server said; null if it said nothing.</summary>
    public string? Reason
    {
        get
        {
            IEnumerable<string> said = Errors.Length > 0 ? Errors.Select(e => e.ToString()) : [Message ?? OAuthError ?? ""];
            string reason = string.Join("; ", said.Select(text => text.TrimEnd('.')).Where(text => text.Length > 0));
            return reason.Length > 0 ? reason : IsHtml ? $"{Page} instead of JSON" : null;
        }
    }

    /// <summary>A web page in words: its title is often the only sign of who responded.</summary>
    public string Page => PageTitle is null ? "a web page" : $"a web page ('{PageTitle}')";

    /// <summary>The reason, to be appended to a sentence.</summary>
    public string Suffix => Reason is null ? "" : $": {Reason}";

    /// <summary>Reads a body.</summary>
    /// <param name="text">The body.</param>
    /// <param name="mask">Takes the secrets out of a text that people will see; null to leave texts as they are.</param>
    public static ErrorBody Parse(string text, Func<string, string>? mask = null)
    {
        Func<string, string> shown = mask is null ? Shorten : t => Shorten(mask(t));
        string trimmed = text.TrimStart();
        if (trimmed.Length == 0)
        {
            return None;
        }

        if (trimmed[0] == '<')
        {
            string? title = TitleOf(trimmed);
            return new ErrorBody { IsHtml = true, PageTitle = title is null ? null : shown(title), IsHostedNotFound = title?.Contains(HostedPageTitle) == true };
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(trimmed);
            return FromJson(document.RootElement, shown);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // No JSON, or JSON with half of a surrogate pair in a text.
            return new ErrorBody { Message = shown(trimmed.Trim()) };
        }
    }

    private static string? TitleOf(string page)
    {
        string text = WebUtility.HtmlDecode(Title.Match(page).Groups[1].Value);
        string line = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? null : line;
    }

    private static ErrorBody FromJson(JsonElement root, Func<string, string> shown)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ErrorBody { Message = root.ValueKind == JsonValueKind.String ? shown(root.GetString()!) : null };
        }

        string? message = TextOf(root, "message", shown);
        return new ErrorBody
        {
            IsObject = true,
            IsHostedNotFound = TextOf(root, "message", Shorten)?.TrimEnd('.') == HostedMessage,
            Message = message ?? TextOf(root, "error_description", shown),
            OAuthError = TextOf(root, "error", shown),
            DocumentationUrl = TextOf(root, "documentation_url", shown),
            Errors = root.TryGetProperty("errors", out JsonElement errors) && errors.ValueKind == JsonValueKind.Array
                ? [.. errors.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => ToValidationError(e, shown)).Where(e => e.ToString().Length > 0)]
                : [],
        };
    }

    private static LookerValidationError ToValidationError(JsonElement error, Func<string, string> shown) =>
        new(TextOf(error, "field", shown), TextOf(error, "code", shown), TextOf(error, "message", shown));

    /// <summary>A property as text; a value that is no string, as its JSON. Null for a text without a word.</summary>
    private static string? TextOf(JsonElement element, string name, Func<string, string> shown) =>
        !element.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? shown(text) : null,
            _ => shown(value.GetRawText()),
        };

    private static string Shorten(string text) => text.Length <= 500 ? text : text.Substring(0, 500) + "…";
}
