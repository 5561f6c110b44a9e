using System.Collections.Generic;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What .NET has for sequences that arrive only since .NET 10.</summary>
internal static class AsyncEnumerableExtensions
{
    /// <summary>The elements as a list, once the last one has arrived.</summary>
    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> elements)
    {
        List<T> list = [];
        await foreach (T element in elements.ConfigureAwait(false))
        {
            list.Add(element);
        }

        return list;
    }
}
