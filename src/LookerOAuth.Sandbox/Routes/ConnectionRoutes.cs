using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>Database connections, to be read: they tell which external app is in use.</summary>
internal sealed class ConnectionRoutes(LookerState state)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/4.0/connections", Access.Caller, call => Response.JsonList(state.Connections.Rows, call.Fields, Write)),
        new("GET", "/api/4.0/connections/:connection_name", Access.Caller, Get),
    ];

    private static void Write(JsonShape shape, ConnectionRow connection)
    {
        shape.Text("name", connection.Name);
        shape.Text("oauth_application_id", connection.OAuthApplicationId);
        foreach (KeyValuePair<string, JsonElement> property in connection.More)
        {
            shape.Value(property.Key, property.Value);
        }
    }

    private Response Get(Call call) =>
        state.Connections.Find(call.Segment("connection_name")) is { } connection
            ? call.Json(shape => Write(shape, connection))
            : call.NotFound();
}
