using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Lookups of a name for a record.</summary>
internal static class LookupExtensions
{
    /// <summary>Names the record in the error of a lookup: of many rows, only some have the name.</summary>
    /// <param name="lookup">The lookup.</param>
    /// <param name="record">What the name is needed for.</param>
    /// <param name="subject">What the error is about; null for the record.</param>
    public static async Task<string> OrErrorOf(this Task<string> lookup, string record, string? subject = null)
    {
        try
        {
            return await lookup.ConfigureAwait(false);
        }
        catch (LookerApiException e)
        {
            throw e.Restate(Strings.WithPrefix.With(record, e.Message), subject: subject ?? record);
        }
    }
}
