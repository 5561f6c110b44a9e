using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Values as PowerShell hands them over: bare, or wrapped in a <see cref="PSObject"/>.</summary>
internal static class PipedValue
{
    /// <summary>The value itself.</summary>
    public static object? Unwrapped(this object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>The items of a list, unwrapped; null for what is no list. A text is none.</summary>
    public static IEnumerable<object?>? Items(this object? value) =>
        value.Unwrapped() is IEnumerable items and not string ? items.Cast<object?>().Select(Unwrapped) : null;
}
