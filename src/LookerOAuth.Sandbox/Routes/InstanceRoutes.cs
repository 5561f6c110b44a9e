using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>What an instance says of itself.</summary>
internal sealed class InstanceRoutes(LookerState state)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/alive", Access.Open, _ => Response.Text(200, "text/plain;charset=utf-8", "")),
        new("GET", "/versions", Access.Open, Versions),
        new("GET", "/api/4.0/versions", Access.Open, Versions),
        new("GET", "/api/4.0/setting", Access.Admin, Setting),
    ];

    private Response Versions(Call call)
    {
        Action<JsonShape> current = version =>
        {
            version.Text("version", "4.0");
            version.Text("full_version", $"4.0.{state.Release.Year}.{state.Release.Number}");
            version.Text("status", "current");
            version.Text("swagger_url", $"{state.BaseUrl}/api/4.0/swagger.json");
        };
        return call.Json(versions =>
        {
            versions.Text("looker_release_version", state.ReleaseName);
            versions.Object("current_version", current);
            versions.Objects("supported_versions", [current], (shape, write) => write(shape));
            versions.Text("api_server_url", state.BaseUrl);
            versions.Text("web_server_url", state.BaseUrl);
        });
    }

    private Response Setting(Call call) => call.Json(setting =>
    {
        setting.Text("host_url", state.BaseUrl);
        setting.Object("embed_config", embed => embed.Texts("domain_allowlist", state.EmbedDomainAllowlist));
    });
}
