using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>
/// Makes every ErrorRecord of the module: ids, categories, sentences and recommended actions stand together here.
/// about_LookerOAuth_Errors lists the same rows.
/// </summary>
internal static class LookerErrors
{
    private static readonly Dictionary<LookerErrorKind, Row> Rows = new()
    {
        [LookerErrorKind.NotConnected] = new("LookerNotConnected", ErrorCategory.ConnectionError, null, () => Strings.ConnectFirst),
        [LookerErrorKind.AuthenticationFailed] = new("LookerAuthenticationFailed", ErrorCategory.AuthenticationError, null, () => Strings.LogInAgain),
        [LookerErrorKind.AccessDenied] = new("LookerAccessDenied", ErrorCategory.PermissionDenied, () => Strings.AccessDenied, () => Strings.CheckPermission),
        [LookerErrorKind.NotFound] = new("LookerNotFound", ErrorCategory.ObjectNotFound, () => Strings.NotFound, () => Strings.CheckNameAndPermission),
        [LookerErrorKind.AlreadyExists] = new("LookerAlreadyExists", ErrorCategory.ResourceExists, () => Strings.AlreadyExists, () => Strings.ChangeExisting),
        [LookerErrorKind.ValidationFailed] = new("LookerValidationFailed", ErrorCategory.InvalidArgument, () => Strings.ValidationFailed, () => Strings.CorrectFields),
        [LookerErrorKind.BadRequest] = new("LookerBadRequest", ErrorCategory.InvalidArgument, () => Strings.BadRequest, () => Strings.CheckRequest),
        [LookerErrorKind.InvalidArgument] = new("LookerInvalidArgument", ErrorCategory.InvalidArgument, null, () => Strings.CorrectArgument),
        [LookerErrorKind.RateLimited] = new("LookerRateLimited", ErrorCategory.LimitsExceeded, () => Strings.RateLimited, () => Strings.SlowDown),
        [LookerErrorKind.ServerError] = new("LookerServerError", ErrorCategory.ResourceUnavailable, () => Strings.ServerError, () => Strings.TryLater),
        [LookerErrorKind.Unreachable] = new("LookerUnreachable", ErrorCategory.ConnectionError, null, () => Strings.CheckNetwork),
        [LookerErrorKind.Timeout] = new("LookerTimeout", ErrorCategory.OperationTimeout, null, () => Strings.RaiseTimeout),
        [LookerErrorKind.UnexpectedResponse] = new("LookerUnexpectedResponse", ErrorCategory.InvalidResult, null, () => Strings.CheckBaseUrl),
        [LookerErrorKind.NotSupported] = new("LookerNotSupported", ErrorCategory.NotImplemented, null, () => Strings.UpdateInstance),
        [LookerErrorKind.InUse] = new("LookerInUse", ErrorCategory.ResourceBusy, null, () => Strings.UseForce),
    };

    /// <summary>The ids, with category and recommended action, for the test that compares them with the about topic.</summary>
    public static IEnumerable<(string Id, ErrorCategory Category, string RecommendedAction)> All
    {
        get
        {
            foreach (Row row in Rows.Values)
            {
                yield return (row.Id, row.Category, row.RecommendedAction());
            }
        }
    }

    /// <summary>Makes the record of an error.</summary>
    /// <param name="e">What went wrong.</param>
    /// <param name="target">The guid, client id or user that it is about; null if the error knows better, or if it is unknown.</param>
    /// <param name="instance">The name of the instance, if it could be another one; else null.</param>
    /// <param name="action">What to type, if the command knows better than the error; else null.</param>
    public static ErrorRecord ToRecord(LookerApiException e, object? target, string? instance = null, string? action = null)
    {
        Row row = Rows[e.Kind];
        object? subject = e.Subject ?? target;
        string sentence = (instance is null ? "" : instance + ": ") + SentenceOf(row, e, subject);
        string recommended = action ?? WithParameter(e.RecommendedAction ?? ActionOf(row, e), e.Option);
        return new ErrorRecord(e, row.Id, row.Category, subject)
        {
            ErrorDetails = new ErrorDetails(sentence.Printable()) { RecommendedAction = recommended },
        };
    }

    /// <summary>A response of the server gets a sentence of its kind, with what the server said behind it. Other errors have their own, and so
    /// has one that was restated by somebody who knew more.</summary>
    private static string SentenceOf(Row row, LookerApiException e, object? subject)
    {
        if (row.Sentence is null || e.StatusCode is null || subject is null || e.InnerException is LookerApiException)
        {
            return e.Message;
        }

        string sentence = row.Sentence().With(subject);
        string reason = string.IsNullOrEmpty(e.Reason) || e.Reason is "Not found" ? "" : $": {e.Reason}";
        return $"{sentence} ({e.StatusCode} to {e.Method} {e.Path}{reason}).";
    }

    private static string ActionOf(Row row, LookerApiException e) =>
        e is { StatusCode: 404, Kind: LookerErrorKind.NotFound, Method: not "GET" } ? $"{row.RecommendedAction()} {Strings.MayNeedAdmin}" : row.RecommendedAction();

    /// <summary>Core names the option that lifts an error; this adds what to type for it.</summary>
    private static string WithParameter(string action, string? option) => option switch
    {
        nameof(LookerClientOptions.AllowUnencrypted) => Strings.WithAllowUnencrypted.With(action),
        nameof(LookerClientOptions.SkipCertificateCheck) => Strings.WithSkipCertificateCheck.With(action),
        nameof(ConnectLookerCommand.SettingsFile) => Strings.WithSettingsFile.With(action),
        _ => action,
    };

    private sealed record Row(string Id, ErrorCategory Category, Func<string>? Sentence, Func<string> RecommendedAction);
}
