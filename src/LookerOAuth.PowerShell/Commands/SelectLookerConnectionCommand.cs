using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Makes a connection the current one of this runspace: the one that commands use if none is given.</summary>
[Cmdlet(VerbsCommon.Select, LookerNouns.Connection, DefaultParameterSetName = ByName)]
[OutputType(typeof(LookerConnection))]
public sealed class SelectLookerConnectionCommand : PSCmdlet
{
    private const string ByName = "Name";
    private const string ByObject = "Connection";

    /// <summary>The name of the connection.</summary>
    [Parameter(ParameterSetName = ByName, Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string? Name { get; set; }

    /// <summary>The connection.</summary>
    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [ConnectionName]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public LookerConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        LookerConnection? connection = Connection ?? RunspaceState.Current.Find(Name ?? "");
        if (Connection is null && string.IsNullOrWhiteSpace(Name))
        {
            WriteError(LookerErrors.ToRecord(
                LookerApiException.InvalidArgument(Strings.EmptyParameter.With(ParameterSetName), null, Strings.GiveConnection), target: null));
        }
        else if (connection is null or { IsUnknown: true })
        {
            string name = connection?.Name ?? Name!;
            WriteError(LookerErrors.ToRecord(
                new LookerApiException(LookerErrorKind.NotFound, Strings.UnknownConnection.With(name)) { RecommendedAction = Strings.ListConnections }, name));
        }
        else if (connection.IsClosed)
        {
            WriteError(LookerErrors.ToRecord(connection.ClosedError(), connection.Name));
        }
        else if (RunspaceState.Current.Find(connection.Name) is { } namesake && !ReferenceEquals(namesake, connection))
        {
            // It is another runspace's. With two of one name, rows that were exported from one would act on the other.
            WriteError(LookerErrors.ToRecord(
                LookerApiException.InvalidArgument(Strings.NameIsTaken.With(connection.Name, namesake.BaseUrl), connection.Name, Strings.ConnectUnderAnotherName),
                connection.Name));
        }
        else
        {
            RunspaceState.Current.Select(connection);
            WriteObject(connection);
        }
    }
}
