using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>Rows by key, in the order in which they came. Rows are immutable; readers of all rows get an array that never changes.</summary>
internal sealed class Table<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly Dictionary<string, (long Number, T Row)> _rows = new(StringComparer.Ordinal);
    private long _lastNumber;
    private T[]? _snapshot;

    public IReadOnlyList<T> Rows
    {
        get
        {
            lock (_gate)
            {
                return _snapshot ??= [.. _rows.Values.OrderBy(entry => entry.Number).Select(entry => entry.Row)];
            }
        }
    }

    public T? Find(string key)
    {
        lock (_gate)
        {
            return _rows.TryGetValue(key, out (long Number, T Row) entry) ? entry.Row : null;
        }
    }

    public bool TryAdd(string key, T row)
    {
        lock (_gate)
        {
            if (_rows.ContainsKey(key))
            {
                return false;
            }

            _rows.Add(key, (++_lastNumber, row));
            _snapshot = null;
            return true;
        }
    }

    /// <summary>Changes a row in its place; null when it is not there (any more).</summary>
    public T? Update(string key, Func<T, T> change)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(key, out (long Number, T Row) entry))
            {
                return null;
            }

            T changed = change(entry.Row);
            _rows[key] = (entry.Number, changed);
            _snapshot = null;
            return changed;
        }
    }

    public T? Remove(string key)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(key, out (long Number, T Row) entry))
            {
                return null;
            }

            _rows.Remove(key);
            _snapshot = null;
            return entry.Row;
        }
    }
}
