using System;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Shows the connections of this runspace.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.Connection)]
[OutputType(typeof(LookerConnection))]
public sealed class GetLookerConnectionCommand : PSCmdlet
{
    /// <summary>The name; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string?[]? Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? name in Name is { Length: > 0 } ? Name : [null])
        {
            try
            {
                WriteObject(Find(name), enumerateCollection: true);
            }
            catch (LookerApiException e)
            {
                WriteError(LookerErrors.ToRecord(e, name));
            }
        }
    }

    private static LookerConnection[] Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(nameof(Name)), name, Strings.ListConnections);
        }

        Func<string?, bool> matches = Wildcards.Matcher(name!);
        LookerConnection[] found = [.. RunspaceState.Current.Connections.Where(c => matches(c.Name))];
        return found.Length > 0 || Wildcards.AreIn(name)
            ? found
            : throw new LookerApiException(LookerErrorKind.NotFound, Strings.UnknownConnection.With(name!)) { RecommendedAction = Strings.ListConnections };
    }
}
