using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>How the scripted server meets a request.</summary>
internal delegate Task<HttpResponseMessage> Script(SentRequest request, CancellationToken cancellationToken);

/// <summary>A transport that answers from a script, and keeps what was sent.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly ConcurrentQueue<Script> _scripts = new();
    private readonly ConcurrentQueue<SentRequest> _requests = new();
    private Script? _otherwise;

    public IReadOnlyList<SentRequest> Requests => [.. _requests];

    /// <summary>All requests as "METHOD target".</summary>
    public IReadOnlyList<string> Lines => [.. _requests.Select(r => r.Line)];

    /// <summary>All requests as "METHOD path": their lines without the queries.</summary>
    public IReadOnlyList<string> Paths => [.. _requests.Select(r => r.Line.Split('?')[0])];

    public SentRequest Last => _requests.Last();

    public bool IsDisposed { get; private set; }

    /// <summary>Adds answers, one a request, in order.</summary>
    public ScriptedHandler Then(params Script[] scripts)
    {
        foreach (Script script in scripts)
        {
            _scripts.Enqueue(script);
        }

        return this;
    }

    /// <summary>Answers whatever comes after the queued answers.</summary>
    public ScriptedHandler Otherwise(Script script)
    {
        _otherwise = script;
        return this;
    }

    /// <summary>How many requests had this method and target.</summary>
    public int Count(string line) => _requests.Count(r => r.Line == line);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SentRequest sent = await SentRequest.OfAsync(request, cancellationToken);
        _requests.Enqueue(sent);
        Script script = _scripts.TryDequeue(out Script? next)
            ? next
            : _otherwise ?? throw new InvalidOperationException($"The script has no response to {sent.Line}.");
        HttpResponseMessage response = await script(sent, cancellationToken);
        response.RequestMessage = request;
        // A handler of .NET Framework always sets one; a response that a script makes has none there.
        response.Content ??= new ByteArrayContent([]);
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
