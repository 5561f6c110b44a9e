using System;
using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>A request to Looker that failed, with everything that the server said about it. Never holds a secret.</summary>
#pragma warning disable CA1032 // An exception without a kind would be an error without an id.
public sealed class LookerApiException : Exception
#pragma warning restore CA1032
{
    /// <summary>An error of one kind.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">One sentence for a person.</param>
    /// <param name="innerException">The cause, or null.</param>
    public LookerApiException(LookerErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public LookerErrorKind Kind { get; }

    /// <summary>The HTTP status code; null where no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The HTTP method; null where nothing was to be sent.</summary>
    public string? Method { get; init; }

    /// <summary>The path of the request, such as <c>/api/4.0/login</c>; null where nothing was to be sent.</summary>
    public string? Path { get; init; }

    /// <summary>The server's own words, without what is around them; null where it said nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>The faults that the server found, all at once; empty where it named none.</summary>
    public IReadOnlyList<LookerValidationError> ValidationErrors { get; init; } = [];

    /// <summary>The vendor's page about the error; null where the answer named none.</summary>
    public string? DocumentationUrl { get; init; }

    /// <summary>The request id to give to the vendor's support (header <c>X-B3-TraceId</c>); null where the answer had none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The first 2 KB of the answer, secrets masked; null where no answer came.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>What a person can do about it, where this error knows better than its kind; else null.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>What the error is about (a guid, a client id, a user), where this error knows better than the command; else null.</summary>
    public string? Subject { get; init; }

    internal static LookerApiException InvalidArgument(string message, string? subject = null, string? action = null) =>
        new(LookerErrorKind.InvalidArgument, message) { Subject = subject, RecommendedAction = action };
}
