using System;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Says what was not found, where an address names several things, or one that does not exist yet.</summary>
internal static class NotFoundExtensions
{
    /// <summary>The result of a call whose 404 is about one of several things: the server does not say which.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What was not found, in words: "the client app 'a' or the user 7".</param>
    /// <param name="subject">Which of them most likely.</param>
    public static Task<T> OrNotFound<T>(this Task<T> call, string what, string subject) =>
        RestateAsync(call, (e, source) => e.Restate($"Looker did not find {what}, or the connected user may not see it {source}.", subject: subject));

    /// <inheritdoc cref="OrNotFound{T}(Task{T}, string, string)"/>
    public static Task OrNotFound(this Task call, string what, string subject)
    {
        return AsResult().OrNotFound(what, subject);

        async Task<bool> AsResult()
        {
            await call.ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>The result of a creation: there is nothing yet that could be missing, so a 404 means that the caller may not create it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What is created, in words: "the client app 'a'".</param>
    /// <param name="subject">What is created.</param>
    public static Task<T> OrNotAllowed<T>(this Task<T> call, string what, string subject) =>
        RestateAsync(call, (e, source) => e.Restate(
            $"The connected user does not have permission to create {what} {source}.",
            subject: subject,
            action: "Log in as a user with the Admin role."));

    private static async Task<T> RestateAsync<T>(Task<T> call, Func<LookerApiException, string, LookerApiException> restate)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (LookerApiException e) when (e is { Kind: LookerErrorKind.NotFound, StatusCode: { } status })
        {
            throw restate(e, $"({status} to {e.Method} {e.Path})");
        }
    }
}
