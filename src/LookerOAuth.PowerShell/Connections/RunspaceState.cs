using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace LookerOAuth;

/// <summary>The connections and sandboxes of one runspace. Another runspace has its own, and so a default of its own.</summary>
internal sealed class RunspaceState
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceState> ByRunspace = new();

    private readonly List<LookerConnection> _connections = [];
    private readonly List<LookerSandbox> _sandboxes = [];

    /// <summary>Those of the runspace that the calling thread works for.</summary>
    public static RunspaceState Current => ByRunspace.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The connection that commands use if none is given. Disconnecting it leaves none: falling back
    /// to another would send the next command to an instance that nobody named.</summary>
    public LookerConnection? Default { get; private set; }

    public bool IsEmpty => _connections.Count == 0;

    public CompletionCache Completions { get; } = new();

    public IReadOnlyList<LookerConnection> Connections => _connections;

    /// <summary>A name that no connection has yet: the host, with a number behind it from the second on.</summary>
    public string NewName(string host)
    {
        string name = host;
        for (int number = 2; Find(name) is not null; number++)
        {
            name = $"{host} ({number})";
        }

        return name;
    }

    public LookerConnection? Find(string name) =>
        _connections.Find(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The connection of a name; if there is none, one that was never made, with which nothing can be sent.</summary>
    public LookerConnection Named(string name) => Find(name) ?? LookerConnection.Unconnected(name, Strings.ListConnections);

    /// <summary>Takes a connection and makes it the default.</summary>
    /// <returns>The one of the same name that it replaces; null for none.</returns>
    public LookerConnection? Add(LookerConnection connection)
    {
        LookerConnection? replaced = Find(connection.Name);
        if (replaced is not null)
        {
            _connections.Remove(replaced);
        }

        _connections.Add(connection);
        Default = connection;
        return replaced;
    }

    /// <summary>Makes a connection the default; one of another runspace is held in this one from now on.</summary>
    public void Select(LookerConnection connection)
    {
        if (!_connections.Contains(connection))
        {
            _connections.Add(connection);
        }

        Default = connection;
    }

    public void Remove(LookerConnection connection)
    {
        _connections.Remove(connection);
        if (ReferenceEquals(Default, connection))
        {
            Default = null;
        }
    }

    public void Add(LookerSandbox sandbox) => _sandboxes.Add(sandbox);

    public void Remove(LookerSandbox sandbox) => _sandboxes.Remove(sandbox);

    /// <summary>The sandbox that was started last; null if none runs.</summary>
    public LookerSandbox? LastSandbox => _sandboxes.Count > 0 ? _sandboxes[_sandboxes.Count - 1] : null;

    /// <summary>Forgets the connections and stops the sandboxes.</summary>
    public void Clear()
    {
        foreach (LookerSandbox sandbox in _sandboxes)
        {
            sandbox.Stop();
        }

        _sandboxes.Clear();
        _connections.Clear();
        Default = null;
    }
}
