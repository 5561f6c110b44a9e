using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>The published schema and the reader know the same document.</summary>
public sealed class SchemaTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(File.ReadAllText(SchemaPath()));

    public static TheoryData<string, string[]> Shapes => new()
    {
        { "", [.. DocumentObject.KeysOf(DesiredConfiguration.Read)] },
        { "clientApp", [.. DocumentObject.KeysOf(app => OAuthClientAppDocument.Read("a", app))] },
        { "externalApp", [.. DocumentObject.KeysOf(app => ExternalOAuthAppDocument.Read("a", app))] },
        { "idReference", [NameOrId.IdKey] },
        { "secretReference", [ExternalOAuthAppDocument.SecretKey] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Schema_and_reader_know_the_same_keys_and_refuse_others(string definition, string[] keys)
    {
        JsonElement shape = definition.Length == 0 ? Schema : Schema.GetProperty("$defs").GetProperty(definition);

        Assert.Equal(keys, shape.GetProperty("properties").EnumerateObject().Select(p => p.Name));
        Assert.False(shape.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void Every_reference_in_the_schema_leads_somewhere()
    {
        string[] references = [.. Strings(Schema, "$ref")];

        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.True(Schema.GetProperty("$defs").TryGetProperty(r["#/$defs/".Length..], out _), r));
    }

    [Fact]
    public void The_reader_takes_the_example_of_the_documentation()
    {
        const string Example = """
            {
              "$schema": "../schemas/looker-oauth.schema.json",
              "version": 1,
              "clientApps": {
                "gemini-cli": { "redirectUri": ["http://localhost:7777/oauth/callback"], "displayName": "Gemini CLI",
                                "description": "Ask Looker from a terminal", "enabled": true, "group": "Analysts", "users": ["ana@example.com"] }
              },
              "externalApps": {
                "abc123": { "name": "${snowflakeDatabase}", "dialectName": "snowflake", "tenantId": null, "clientSecret": { "secret": "snowflake-oauth" } }
              }
            }
            """;

        OAuthConfiguration configuration = OAuthConfiguration.Parse(Example);

        Assert.Equal(["gemini-cli"], configuration.ClientGuids);
        Assert.Equal(["abc123"], configuration.ExternalClientIds);
        Assert.Equal(["snowflakeDatabase"], configuration.VariableNames);
        Assert.Equal(["snowflake-oauth"], configuration.SecretNames);
    }

    private static IEnumerable<string> Strings(JsonElement element, string key) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(
            p => p.Name == key && p.Value.ValueKind == JsonValueKind.String ? [p.Value.GetString()!] : Strings(p.Value, key)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Strings(e, key)),
        _ => [],
    };

    /// <summary>The schema in the folder where the tests are run from, or above it: source paths are not kept in builds.</summary>
    private static string SchemaPath()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "schemas", "looker-oauth.schema.json");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("schemas/looker-oauth.schema.json is nowhere above the tests.");
    }
}
