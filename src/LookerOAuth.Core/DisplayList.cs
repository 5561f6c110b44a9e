using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace LookerOAuth;

/// <summary>A list whose text is its elements' texts with commas between, so that a cell of a spreadsheet can be read.</summary>
internal sealed class DisplayList<T> : ReadOnlyCollection<T>
{
    private DisplayList(IList<T> elements)
        : base(elements)
    {
    }

    /// <summary>The elements without nulls; null for null.</summary>
    public static DisplayList<T>? Of(IEnumerable<T?>? elements) => elements switch
    {
        null => null,
        DisplayList<T> shown => shown,
        // What came out of a response belongs to nobody else.
        List<T?> whole when !whole.Contains(default) => new DisplayList<T>(whole!),
        _ => new DisplayList<T>([.. elements.Where(e => e is not null).Select(e => e!)]),
    };

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);
}
