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

    private LookerApiException(LookerApiException same, LookerErrorKind kind, string message)
        : this(kind, message, same)
    {
        StatusCode = same.StatusCode;
        Method = same.Method;
        Path = same.Path;
        Reason = same.Reason;
        ValidationErrors = same.ValidationErrors;
        DocumentationUrl = same.DocumentationUrl;
        RequestId = same.RequestId;
        ResponseBody = same.ResponseBody;
        RecommendedAction = same.RecommendedAction;
        Subject = same.Subject;
        Option = same.Option;
        ConnectionName = same.ConnectionName;
        OutcomeUnknown = same.OutcomeUnknown;
        MayFollowSuccess = same.MayFollowSuccess;
        IsBrokenOff = same.IsBrokenOff;
        IsRouteInDoubt = same.IsRouteInDoubt;
        RetryAfter = same.RetryAfter;
    }

    /// <summary>What went wrong.</summary>
    public LookerErrorKind Kind { get; }

    /// <summary>The HTTP status code; null if no response came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The HTTP method; null if nothing was to be sent.</summary>
    public string? Method { get; init; }

    /// <summary>The path of the request, such as <c>/api/4.0/login</c>; null if nothing was to be sent.</summary>
    public string? Path { get; init; }

    /// <summary>The server's own words, without what is around them; null if it said nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>The validation errors that the server found, all at once; empty if it named none.</summary>
    public IReadOnlyList<LookerValidationError> ValidationErrors { get; init; } = [];

    /// <summary>The vendor's page about the error; null if the response named none.</summary>
    public string? DocumentationUrl { get; init; }

    /// <summary>The request id to give to the vendor's support (header <c>X-B3-TraceId</c>); null if the response had none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The first 2 KB of the response, secrets masked; null if no response came.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>What a person can do about it, if this error knows better than its kind; else null.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>What the error is about (a guid, a client id, a user), if this error knows better than the command; else null.</summary>
    public string? Subject { get; init; }

    /// <summary>The option of this library that would lift the error, such as <c>AllowUnencrypted</c>; null if none would.</summary>
    public string? Option { get; init; }

    /// <summary>The name of the connection that was used; null if there is none, or if the caller did not name it.</summary>
    public string? ConnectionName { get; internal set; }

    /// <summary>True if a request that creates something may have been carried out although no response came.</summary>
    internal bool OutcomeUnknown { get; init; }

    /// <summary>True if an earlier attempt of the request may have been carried out although no response came: this one may only tell so.</summary>
    internal bool MayFollowSuccess { get; init; }

    /// <summary>True if a list broke off after some of its elements had arrived.</summary>
    internal bool IsBrokenOff { get; set; }

    /// <summary>The wait that the response asked for before a repeat; null if it did not.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>True if the server's release may lack the operation: its 404 does not tell that from a thing that is not there.</summary>
    internal bool IsRouteInDoubt { get; init; }

    internal static LookerApiException InvalidArgument(string message, string? subject = null, string? action = null, string? option = null) =>
        new(LookerErrorKind.InvalidArgument, message) { Subject = subject, RecommendedAction = action, Option = option };

    /// <summary>Whether a failure tells nothing about what was asked for: whoever needs it next asks again.</summary>
    internal static bool IsNoAnswer(Exception failure) => failure is not LookerApiException
    {
        Kind: LookerErrorKind.NotFound or LookerErrorKind.AccessDenied or LookerErrorKind.NotSupported or LookerErrorKind.InvalidArgument,
    };

    /// <summary>The same failure in another sentence, with this one as its cause. What is not given stays.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="kind">What went wrong; null for the same.</param>
    /// <param name="subject">What the error is about; null for the same.</param>
    /// <param name="action">What a person can do about it; null for the same.</param>
    /// <param name="option">The option that would lift the error; null for the same.</param>
    internal LookerApiException Restate(
        string message, LookerErrorKind? kind = null, string? subject = null, string? action = null, string? option = null) =>
        new(this, kind ?? Kind, message)
        {
            Subject = subject ?? Subject,
            RecommendedAction = action ?? RecommendedAction,
            Option = option ?? Option,
        };
}
