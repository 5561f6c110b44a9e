using System;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Creates things although responses get lost: what may have been carried out is looked up, and sent again if it was not.</summary>
internal static class LostResponse
{
    /// <summary>Creates a thing.</summary>
    /// <param name="create">Sends the request that creates it.</param>
    /// <param name="find">Reads the thing; null if it is not there.</param>
    /// <param name="ours">What was found, as the response would have shown it; null if it is not what the request would have created.</param>
    /// <param name="ifTaken">What a person can do if it is there and not ours; null for what the kind of error says.</param>
    /// <param name="waitToRepeat">Waits before the request is repeated, that many times, after a failure; false if it may not be.</param>
    /// <exception cref="LookerApiException">The request failed; or its response was lost, and then the thing is there but not ours
    /// (<see cref="LookerErrorKind.AlreadyExists"/>), or cannot be read.</exception>
    public static async Task<T> CreateAsync<T>(
        Func<Task<T>> create, Func<Task<T?>> find, Func<T, T?> ours, string? ifTaken, Func<int, LookerApiException, Task<bool>> waitToRepeat)
        where T : class
    {
        bool isLost = false;
        for (int attempt = 1; ; attempt++)
        {
            LookerApiException failure;
            try
            {
                return await create().ConfigureAwait(false);
            }
            catch (LookerApiException e) when (e.OutcomeUnknown || (isLost && e.Kind == LookerErrorKind.AlreadyExists))
            {
                // A request that was lost may arrive late: then the next one finds the thing there.
                failure = e;
                isLost = true;
            }

            T? found;
            try
            {
                found = await find().ConfigureAwait(false);
            }
            catch (LookerApiException)
            {
                // Whether it is there remains unknown: the failure of the creation says more.
                throw failure;
            }

            if (found is not null)
            {
                return ours(found) ?? throw failure.Restate(
                    $"{failure.Message} The object exists, but differs from what was sent; somebody else may have created it.",
                    LookerErrorKind.AlreadyExists,
                    action: ifTaken);
            }

            // A server that did not respond in time is not asked again and again.
            if (!failure.OutcomeUnknown || failure.Kind == LookerErrorKind.Timeout || !await waitToRepeat(attempt, failure).ConfigureAwait(false))
            {
                throw failure;
            }
        }
    }
}
