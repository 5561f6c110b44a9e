using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>What anybody may ask of an instance.</summary>
internal sealed class InstanceEndpoints(LookerState state, string baseUrl)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/alive", Access.Open, _ => Answer.Text(200, "text/plain;charset=utf-8", "")),
        new("GET", "/versions", Access.Open, Versions),
        new("GET", "/api/4.0/versions", Access.Open, Versions),
    ];

    private Answer Versions(Call call)
    {
        Action<JsonShape> current = version =>
        {
            version.Text("version", "4.0");
            version.Text("full_version", $"4.0.{state.Release.Year}.{state.Release.Number}");
            version.Text("status", "current");
            version.Text("swagger_url", $"{baseUrl}/api/4.0/swagger.json");
        };
        return call.Json(versions =>
        {
            versions.Text("looker_release_version", state.ReleaseName);
            versions.Object("current_version", current);
            versions.Objects("supported_versions", [current], (shape, write) => write(shape));
            versions.Text("api_server_url", baseUrl);
            versions.Text("web_server_url", baseUrl);
        });
    }
}
