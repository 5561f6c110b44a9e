using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>Collects the differences of one app as changes of one action.</summary>
internal sealed class AppDifference
{
    private readonly OAuthConfigurationKind _kind;
    private readonly string _id;
    private readonly bool _isNew;

    public AppDifference(OAuthConfigurationKind kind, string id, bool isNew)
    {
        _kind = kind;
        _id = id;
        _isNew = isNew;
        if (isNew)
        {
            Changes.Add(Change(Action, null, null, null));
        }
    }

    /// <summary>The changes, in the order of the document's keys.</summary>
    public List<OAuthConfigurationChange> Changes { get; } = [];

    private OAuthConfigurationAction Action => _isNew ? OAuthConfigurationAction.Create : OAuthConfigurationAction.Update;

    /// <summary>Notes a property that is not as it should be. Of a new app, what is to be nothing is no difference.</summary>
    public void Add(string property, object? actual, object? desired)
    {
        if (!_isNew || desired is not null)
        {
            Changes.Add(Change(Action, property, actual, desired));
        }
    }

    public OAuthConfigurationChange Change(OAuthConfigurationAction action, string? property, object? actual, object? desired) => new()
    {
        Action = action,
        Kind = _kind,
        Id = _id,
        Property = property,
        Actual = actual,
        Desired = desired,
    };
}
