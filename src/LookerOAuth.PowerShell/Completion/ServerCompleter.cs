using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Completes what the server knows: within two seconds, once a minute, and silently if that fails.</summary>
/// <typeparam name="T">What the server lists.</typeparam>
public abstract class ServerCompleter<T> : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Func<LookerClient, CancellationToken, IAsyncEnumerable<T>> _list;
    private readonly Func<T, (string? Text, string? ToolTip)> _candidate;

    private protected ServerCompleter(
        Func<LookerClient, CancellationToken, IAsyncEnumerable<T>> list, Func<T, (string? Text, string? ToolTip)> candidate)
    {
        _list = list;
        _candidate = candidate;
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        UserId = TextOf(fakeBoundParameters[nameof(UserId)]);
        UserEmail = TextOf(fakeBoundParameters[nameof(UserEmail)]);
        LookerConnection? connection = ConnectionOf(fakeBoundParameters);
        return connection is null || connection.IsClosed ? [] : CompletionList.Of(Candidates(connection), wordToComplete);
    }

    /// <summary>The id of the user that was typed before; null for none.</summary>
    private protected string? UserId { get; private set; }

    /// <summary>The e-mail address of the user that was typed before; null for none.</summary>
    private protected string? UserEmail { get; private set; }

    /// <summary>Lists what there is to choose from.</summary>
    private protected virtual IAsyncEnumerable<T> List(LookerClient client, CancellationToken cancellationToken) => _list(client, cancellationToken);

    private IReadOnlyList<(string?, string?)> Candidates(LookerConnection connection)
    {
        CompletionCache cache = RunspaceState.Current.Completions;
        (LookerConnection, Type, string?) question = (connection, GetType(), UserId ?? UserEmail);
        if (cache.Find(question) is { } known)
        {
            return known;
        }

        using CancellationTokenSource limit = new(Patience);
        try
        {
            // A completion runs on the pipeline thread with nothing to write: there is nothing to pump.
            List<T> listed = Task.Run(() => List(connection.Client, limit.Token).ToListAsync()).GetAwaiter().GetResult();
            List<(string?, string?)> candidates = listed.ConvertAll(item => _candidate(item));
            cache.Keep(question, candidates);
            return candidates;
        }
        catch (Exception e) when (e is LookerApiException or OperationCanceledException)
        {
            return [];
        }
    }

    private static string? TextOf(object? bound) => bound?.ToString() is { Length: > 0 } text ? text : null;

    private static LookerConnection? ConnectionOf(IDictionary fakeBoundParameters) =>
        !fakeBoundParameters.Contains("Connection") ? RunspaceState.Current.Default
        : (fakeBoundParameters["Connection"].Items()?.FirstOrDefault() ?? fakeBoundParameters["Connection"].Unwrapped()) switch
        {
            LookerConnection connection => connection,
            string name => RunspaceState.Current.Find(name),
            // It cannot be known before the command runs, and the current one may be another.
            _ => null,
        };
}
