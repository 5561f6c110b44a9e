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
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            LookerConnection[] found = [.. RunspaceState.Current.Connections.Where(c => pattern.IsMatch(c.Name))];
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                LookerApiException missing = new(LookerErrorKind.NotFound, Strings.UnknownConnection.With(name))
                {
                    RecommendedAction = Strings.ListConnections,
                };
                WriteError(LookerErrors.ToRecord(missing, name));
            }
        }
    }
}
