using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Security;
using System.Threading;

namespace LookerOAuth;

/// <summary>A request with what the handlers must know about it.</summary>
internal sealed class LookerRequest : HttpRequestMessage
{
    public LookerRequest(LookerOperation operation, Uri uri)
        : base(operation.Method, uri)
    {
        Operation = operation;
    }

    /// <summary>The operation requested.</summary>
    public LookerOperation Operation { get; }

    /// <summary>Where the token comes from; null for requests without one.</summary>
    public TokenSource? Tokens { get; init; }

    /// <summary>Its observer; null for none.</summary>
    public ILookerObserver? Observer { get; init; }

    /// <summary>True if the response is read while it arrives, not as a whole.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Ends a wait before the request is repeated, and nothing else; null if that is for the request's own cancellation.</summary>
    public CancellationToken? EndsWaits { get; set; }

    /// <summary>Which attempt it is, from 1: a streamed list that breaks off is another request of the same call.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>True if an earlier attempt may have been carried out although no response came.</summary>
    public bool MayHaveBeenCarriedOut { get; set; }

    /// <summary>The secrets in the body and in the headers: a response that echoes them is masked.</summary>
    public IReadOnlyList<SecureString> Secrets { get; set; } = [];

    /// <summary>The time limit of a streamed response, running since the request was sent; null for responses that are read whole.</summary>
    public Deadline? Deadline { get; set; }

    /// <summary>The path, escaped, without the query.</summary>
    public string Path => RequestUri!.AbsolutePath;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Deadline?.Dispose();
        }

        base.Dispose(disposing);
    }
}
