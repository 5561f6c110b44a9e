namespace LookerOAuth;

/// <summary>Ends connections on behalf of a command.</summary>
internal static class ConnectionClosing
{
    /// <summary>Logs a connection out and forgets it. A logout that fails is a warning: the connection is gone anyway.</summary>
    public static void Close(this LookerCommand command, LookerConnection connection)
    {
        ILookerObserver observer = RunspaceState.Current.Connections.Count > 1 ? command.Naming(connection.Name) : command;
        RunspaceState.Current.Remove(connection);
        try
        {
            command.Await(ct => connection.CloseAsync(observer, ct));
        }
        catch (LookerApiException e)
        {
            command.WriteWarning(Strings.DisconnectFailed.With(connection.Name, e.Message));
        }
    }
}
