using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>The requests that were received, in whatever order their responses were sent.</summary>
internal sealed class RequestLog
{
    private readonly object _gate = new();
    private List<SandboxRequest> _requests = [];

    public void Add(SandboxRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests = [];
        }
    }

    /// <summary>The requests so far, in order of arrival.</summary>
    public IReadOnlyList<SandboxRequest> Snapshot()
    {
        SandboxRequest[] copy;
        lock (_gate)
        {
            copy = [.. _requests];
        }

        return [.. copy.OrderBy(request => request.Number)];
    }
}
