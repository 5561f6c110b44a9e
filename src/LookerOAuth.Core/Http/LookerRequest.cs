using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Security;

namespace LookerOAuth;

/// <summary>A request with what the handlers must know about it.</summary>
internal sealed class LookerRequest : HttpRequestMessage
{
    public LookerRequest(HttpMethod method, Uri uri, LookerOperation operation)
        : base(method, uri)
    {
        Operation = operation;
    }

    /// <summary>The operation that the request stands for.</summary>
    public LookerOperation Operation { get; }

    /// <summary>Where the token comes from; null for requests without one.</summary>
    public TokenSource? Tokens { get; init; }

    /// <summary>Who hears of it; null for nobody.</summary>
    public ILookerObserver? Observer { get; init; }

    /// <summary>True where a second arrival of the same request would create a second thing.</summary>
    public bool Creates { get; init; }

    /// <summary>True where the answer is read as it arrives, not as a whole.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>The secrets in the body: an answer that echoes them is masked.</summary>
    public IReadOnlyList<SecureString> Secrets { get; init; } = [];

    /// <summary>The time limit of a streamed answer, running since the request was sent; null for answers that are read whole.</summary>
    public Deadline? Deadline { get; set; }

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
