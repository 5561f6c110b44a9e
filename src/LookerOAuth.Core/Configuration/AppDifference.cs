using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>Collects the differences of one app as changes of one action.</summary>
internal sealed class AppDifference
{
    private readonly OAuthConfigurationKind _kind;
    private readonly string _id;
    private readonly bool _isNew;
    private readonly List<OAuthConfigurationChange> _changes = [];

    public AppDifference(OAuthConfigurationKind kind, string id, bool isNew)
    {
        _kind = kind;
        _id = id;
        _isNew = isNew;
        if (isNew)
        {
            _changes.Add(Change(Action, null, null, null));
        }
    }

    /// <summary>The changes, in the order of the document's keys.</summary>
    public IReadOnlyList<OAuthConfigurationChange> Changes => _changes;

    /// <summary>The document's keys of the changes: <c>displayName, enabled</c>.</summary>
    public string Keys => string.Join(", ", _changes.Select(c => c.Property));

    private OAuthConfigurationAction Action => _isNew ? OAuthConfigurationAction.Create : OAuthConfigurationAction.Update;

    /// <summary>Adds a property if it is missing.</summary>
    public void Add<T>(string key, Optional<T> missing, object? actual) => Add(key, missing, actual, missing.Value);

    /// <summary>Adds a property if it is missing. Of a new app, what is to be nothing is no difference; empty text is nothing, too.</summary>
    /// <param name="key">The document's key.</param>
    /// <param name="missing">What the app lacks; not given if nothing.</param>
    /// <param name="actual">What the instance has, as a plan shows it.</param>
    /// <param name="desired">What the document asks for, as a plan shows it.</param>
    public void Add<T>(string key, Optional<T> missing, object? actual, object? desired)
    {
        if (missing.IsGiven && (!_isNew || NullIfEmpty(desired) is not null))
        {
            _changes.Add(Change(Action, key, NullIfEmpty(actual), NullIfEmpty(desired)));
        }
    }

    /// <summary>One change of another action.</summary>
    public static OAuthConfigurationChange Change(
        OAuthConfigurationAction action, OAuthConfigurationKind kind, string id, string? property = null, object? actual = null, object? desired = null) => new()
        {
            Action = action,
            Kind = kind,
            Id = id,
            Property = property,
            Actual = actual,
            Desired = desired,
        };

    private OAuthConfigurationChange Change(OAuthConfigurationAction action, string? property, object? actual, object? desired) =>
        Change(action, _kind, _id, property, actual, desired);

    private static object? NullIfEmpty(object? value) => value is "" ? null : value;
}
