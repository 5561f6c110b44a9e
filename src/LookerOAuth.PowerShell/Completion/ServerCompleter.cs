using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes what the server knows: within two seconds, once a minute, and silently if that fails.</summary>
public abstract class ServerCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        LookerConnection? connection = ConnectionOf(fakeBoundParameters);
        return connection is null || connection.IsClosed ? [] : CompletionList.Of(Candidates(connection), wordToComplete);
    }

    /// <summary>Asks the server for the candidates, each with its tool tip.</summary>
    private protected abstract Task<IReadOnlyList<(string?, string?)>> AskAsync(LookerClient client, CancellationToken cancellationToken);

    private IReadOnlyList<(string?, string?)> Candidates(LookerConnection connection)
    {
        CompletionCache cache = RunspaceState.Current.Completions;
        if (cache.Find(connection, GetType()) is { } known)
        {
            return known;
        }

        using CancellationTokenSource limit = new(Patience);
        try
        {
            // A completion runs on the pipeline thread with nothing to write: there is nothing to pump.
            IReadOnlyList<(string?, string?)> asked = Task.Run(() => AskAsync(connection.Client, limit.Token)).GetAwaiter().GetResult();
            cache.Keep(connection, GetType(), asked);
            return asked;
        }
        catch (Exception e) when (e is LookerApiException or OperationCanceledException)
        {
            return [];
        }
    }

    private static LookerConnection? ConnectionOf(IDictionary fakeBoundParameters) =>
        fakeBoundParameters["Connection"] switch
        {
            LookerConnection connection => connection,
            PSObject { BaseObject: LookerConnection connection } => connection,
            string name => RunspaceState.Current.Find(name),
            _ => RunspaceState.Current.Default,
        };
}
