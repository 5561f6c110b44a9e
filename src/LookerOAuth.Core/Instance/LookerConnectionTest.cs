using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>What a test of a connection found.</summary>
public sealed class LookerConnectionTest : LookerResource
{
    /// <summary>Whether the server answers and the login is valid.</summary>
    public bool Succeeded { get; private init; }

    /// <summary>Who is logged in, with roles and groups; null if that could not be determined.</summary>
    public User? User { get; private init; }

    /// <summary>The release, such as "26.22.9"; null if the server did not say.</summary>
    public string? Version { get; private init; }

    /// <summary>The API's address as the server knows it; null if it did not say.</summary>
    public string? ApiUrl { get; private init; }

    /// <summary>The web page's address as the server knows it, else as the connection does; null for a name that no connection has.</summary>
    public string? LookerUrl { get; private init; }

    /// <summary>How long the server took to tell its version, without waits and earlier attempts; null if it did not answer.</summary>
    public TimeSpan? Latency { get; private init; }

    /// <summary>What is wrong and what to do about it; null if nothing is.</summary>
    public string? Problem { get; private init; }

    internal override IEnumerable<LookerResource> Parts => User is null ? [] : [User];

    /// <summary>Asks the server for its version, and who is logged in. A failure is a finding, not an error.</summary>
    /// <param name="connection">The connection; a disconnected one is reported as such.</param>
    /// <param name="observer">The observer of what happens on the wire; null for none.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    public static async Task<LookerConnectionTest> RunAsync(
        LookerConnection connection, ILookerObserver? observer = null, CancellationToken cancellationToken = default)
    {
        if (connection.IsClosed)
        {
            LookerApiException closed = connection.ClosedError();
            return Result(
                connection, versions: null, latency: null, user: null, problem: $"{closed.Message} {closed.RecommendedAction ?? "Connect again."}");
        }

        LatencyObserver timed = new(observer);
        LookerClient client = connection.Client.Observed(timed);
        LookerVersions? versions = null;
        TimeSpan? latency = null;
        try
        {
            versions = await client.Instance.GetVersionsAsync(cancellationToken).ConfigureAwait(false);
            latency = timed.Latest;
            User user = await client.Directory.GetMeAsync(null, cancellationToken).ConfigureAwait(false);
            return Result(connection, versions, latency, user, problem: null);
        }
        catch (LookerApiException e)
        {
            return Result(connection, versions, latency, user: null, problem: e.RecommendedAction is { } action ? $"{e.Message} {action}" : e.Message);
        }
    }

    private static LookerConnectionTest Result(
        LookerConnection connection, LookerVersions? versions, TimeSpan? latency, User? user, string? problem) =>
        new()
        {
            Succeeded = problem is null,
            User = user,
            Version = versions?.ReleaseVersion,
            ApiUrl = versions?.ApiUrl,
            LookerUrl = versions?.LookerUrl ?? (connection.IsUnknown ? null : BaseAddress.ToText(connection.Client.LookerUrl)),
            Latency = latency,
            Problem = problem,
        };

    /// <summary>Keeps how long the latest response took, and passes everything on.</summary>
    private sealed class LatencyObserver(ILookerObserver? next) : ILookerObserver
    {
        public TimeSpan? Latest { get; private set; }

        public bool WantsBodies => next is { WantsBodies: true };

        public void Report(LookerEvent e)
        {
            if (e is LookerResponseReceived received)
            {
                Latest = received.Elapsed;
            }

            next?.Report(e);
        }
    }
}
