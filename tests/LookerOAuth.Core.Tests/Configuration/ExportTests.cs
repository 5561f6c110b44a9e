using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ExportTests
{
    private const string Seed = """
        {
          "users": [
            { "id": "1", "email": "admin@example.com", "role_ids": ["2"] }, { "id": "2", "email": "ana@example.com" },
            { "id": "3", "email": "twin@example.com" }, { "id": "4", "email": "twin@example.com" }, { "id": "5" }
          ],
          "groups": [{ "id": "5", "name": "Analysts" }, { "id": "6", "name": "Twins" }, { "id": "7", "name": "Twins" }],
          "oauth_client_apps": [
            { "client_guid": "b", "redirect_uris": ["https://b/2", "https://b/1"], "display_name": "B & Ü+", "enabled": false, "group_id": "6" },
            { "client_guid": "A", "redirect_uri": "http://localhost:1/", "display_name": "A", "description": "costs ${5} or $$", "group_id": "5",
              "activated_users": [{ "id": "4" }, { "id": "2" }, { "id": "5" }] },
            { "client_guid": "c", "redirect_uri": "http://localhost:1/", "display_name": "C" }
          ],
          "external_oauth_applications": [
            { "id": "1", "client_id": "z+/=", "name": "db", "client_secret": "made-up-stored-secret", "dialect_name": "snowflake", "bi_directional_data_access": true }
          ]
        }
        """;

    [Fact]
    public async Task Ids_in_an_export_are_those_of_its_instance_alone()
    {
        using SandboxInstance looker = new(Seed);
        using SandboxInstance other = new(Seed);

        OAuthConfiguration withIds = await looker.Client.Configuration.ExportAsync(new() { IncludeUsers = true });
        OAuthConfiguration withNames = await looker.Client.Configuration.ExportAsync(new() { ClientGuid = guid => guid == "A" });

        Assert.Equal([("A", "user", "4"), ("A", "user", "5"), ("b", "group", "6")], withIds.IdReferences);
        Assert.Empty(withNames.IdReferences);
        _ = await looker.Client.Configuration.PlanAsync(withIds);
        _ = await other.Client.Configuration.PlanAsync(withNames);
        _ = await other.Client.Configuration.PlanAsync(OAuthConfiguration.Parse(withIds.ToJson()));
        LookerApiException e = await TestLooker.FailureOf(other.Client.Configuration.PlanAsync(withIds));
        Assert.Equal((LookerErrorKind.InvalidArgument, "A"), (e.Kind, e.Subject));
        Assert.StartsWith(
            $"The configuration comes from {looker.Server.BaseUrl} and has ids, which may name other users and groups here: A (user 4), A (user 5), b (group 6).",
            e.Message,
            StringComparison.Ordinal);
        Sentences.AssertWhole(e.RecommendedAction!);
        Assert.Equal(e.Message, (await TestLooker.FailureOf(other.Client.Configuration.PlanAsync(withIds.WithVariables(new Dictionary<string, string>())))).Message);
    }

    [Fact]
    public async Task A_document_is_written_in_one_stable_form()
    {
        using SandboxInstance looker = new(Seed);

        string json = await looker.Export(new() { IncludeUsers = true });

        Assert.Equal(
            """
            {
              "$schema": "https://raw.githubusercontent.com/LookerOAuth/LookerOAuth/main/schemas/looker-oauth.schema.json",
              "version": 1,
              "clientApps": {
                "A": {
                  "redirectUri": [
                    "http://localhost:1/"
                  ],
                  "displayName": "A",
                  "description": "costs $${5} or $$",
                  "enabled": true,
                  "group": "Analysts",
                  "users": [
                    "ana@example.com",
                    {
                      "id": "4"
                    },
                    {
                      "id": "5"
                    }
                  ]
                },
                "b": {
                  "redirectUri": [
                    "https://b/1",
                    "https://b/2"
                  ],
                  "displayName": "B & Ü+",
                  "description": null,
                  "enabled": false,
                  "group": {
                    "id": "6"
                  },
                  "users": []
                },
                "c": {
                  "redirectUri": [
                    "http://localhost:1/"
                  ],
                  "displayName": "C",
                  "description": null,
                  "enabled": true,
                  "group": null,
                  "users": []
                }
              },
              "externalApps": {
                "z+/=": {
                  "name": "db",
                  "dialectName": "snowflake",
                  "tenantId": null,
                  "biDirectionalDataAccess": true
                }
              }
            }

            """.ReplaceLineEndings("\n"),
            json);
        Assert.Equal(json, await looker.Export(new() { IncludeUsers = true }));
    }

    [Fact]
    public async Task Users_whose_addresses_differ_in_case_alone_are_exported_by_id()
    {
        using SandboxInstance looker = new("""
            {
              "users": [{ "id": "1", "email": "Ana@example.com" }, { "id": "2", "email": "ana@example.com" }, { "id": "3", "email": "bob@example.com" }],
              "oauth_client_apps": [{
                "client_guid": "a", "redirect_uri": "https://a/", "display_name": "A", "activated_users": [{ "id": "1" }, { "id": "2" }, { "id": "3" }]
              }]
            }
            """);

        string json = await looker.Export(new() { IncludeUsers = true });

        Assert.Contains("\"id\": \"1\"", json, StringComparison.Ordinal);
        Assert.Contains("bob@example.com", json, StringComparison.Ordinal);
        Assert.Empty(await looker.Compare(json, new()));
    }

    [Fact]
    public async Task What_was_exported_equals_what_is_there()
    {
        using SandboxInstance looker = new(Seed);
        string json = await looker.Export(new() { IncludeUsers = true });

        Assert.Empty(await looker.Compare(json, new() { Prune = true, PruneFilter = _ => true }));
    }

    [Fact]
    public async Task Users_are_exported_only_when_asked()
    {
        using SandboxInstance looker = new(Seed);

        Assert.DoesNotContain("users", await looker.Export(), StringComparison.Ordinal);
        Assert.DoesNotContain("GET users", looker.Lines);
    }

    [Fact]
    public async Task No_secret_is_exported()
    {
        using SandboxInstance looker = new(Seed);

        Assert.DoesNotContain("ecret", await looker.Export(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_takes_client_apps_and_no_external_apps()
    {
        using SandboxInstance looker = new(Seed);

        OAuthConfiguration configuration = await looker.Client.Configuration.ExportAsync(new() { ClientGuid = guid => guid is "A" or "b" }, TestContext.Current.CancellationToken);

        Assert.Equal(["A", "b"], configuration.ClientGuids);
        Assert.DoesNotContain("externalApps", configuration.ToJson(), StringComparison.Ordinal);
        Assert.Equal(["GET oauth_client_apps", "GET groups"], looker.Lines);
    }

    [Fact]
    public async Task A_filter_that_nothing_passes_gives_a_document_without_apps()
    {
        using SandboxInstance looker = new(Seed);

        Assert.Contains("\"clientApps\": {}", await looker.Export(new() { ClientGuid = _ => false }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "client_guid,redirect_uri,redirect_uris,display_name,description,enabled,group_id")]
    [InlineData(true, "client_guid,redirect_uri,redirect_uris,display_name,description,enabled,group_id,activated_users(id)")]
    public async Task Only_what_a_document_can_say_is_asked_for(bool includeUsers, string fields)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.Json("[]"));

        await looker.Client.Configuration.ExportAsync(new() { IncludeUsers = includeUsers }, TestContext.Current.CancellationToken);

        Assert.Equal($"GET oauth_client_apps?fields={Uri.EscapeDataString(fields)}", looker.Server.Lines[0]);
    }

    [Fact]
    public async Task An_app_with_an_empty_redirect_URI_does_not_spoil_the_export()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("""[{"client_guid":"a","redirect_uri":"","display_name":"A"},{"client_guid":"b","redirect_uris":[null],"display_name":"B"}]"""),
            Respond.Json("[]"));

        OAuthConfiguration configuration = await looker.Client.Configuration.ExportAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], configuration.ClientGuids);
        Assert.DoesNotContain("redirectUri", configuration.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_that_are_not_visible_are_exported_by_id()
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = "/api/4.0/groups", StatusCode = 403 });

        OAuthConfiguration configuration = await looker.Client.Configuration.ExportAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal("5", configuration.Resolve().ClientApps!.Single(a => a.ClientGuid == "A").Group.Value!.Id);
    }

    [Fact]
    public async Task Groups_that_the_server_fails_to_list_are_an_error()
    {
        using SandboxInstance looker = new(Seed);
        looker.Server.AddFault(new SandboxFault { Path = "/api/4.0/groups", StatusCode = 500 });

        Assert.Equal(LookerErrorKind.ServerError, (await TestLooker.FailureOf(looker.Export())).Kind);
    }
}
