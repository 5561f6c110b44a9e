using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class SeedTests
{
    [Fact]
    public async Task The_default_has_users_and_groups_and_nothing_else()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(["admin@example.com", "ana@example.com", "ben_builder@example.com"], (await looker.ApiAsync("users")).Texts("email"));
        Assert.Equal(["Analysts", "Developers"], (await looker.ApiAsync("groups")).Texts("name"));
        Assert.Equal("[][][]",
            (await looker.ApiAsync("oauth_client_apps")).Content
            + (await looker.ApiAsync("external_oauth_applications")).Content
            + (await looker.ApiAsync("connections")).Content);
    }

    [Fact]
    public async Task A_seed_in_the_shapes_of_the_api_is_taken_whole()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync("""
            "release": "26.22",
            "users": [{"id":10,"first_name":"A","email":"a@x","credentials_api3":[{"id":"1","client_id":"other-key"}],"locale":"de","ui_state":{"a":"b"},"can":{"show":true}}],
            "groups": [{"id":20,"name":"G","user_ids":[10],"externally_managed":true,"user_count":9}],
            "api_keys": [{"client_id":"k","client_secret":"s","user_id":10}],
            "oauth_client_apps": [{"client_guid":"a","redirect_uri":"http://a/cb","display_name":"A","enabled":false,"group_id":20,
              "tokens_invalid_before":"2026-01-01T00:00:00Z","activated_users":[{"id":10,"first_name":"A"}],"can":{"show":true}}],
            "external_oauth_applications": [{"id":"5","name":"N","client_id":"c","client_secret":"s","created_at":"2026-01-01T00:00:00Z"}]
            """);

        Reply user = await looker.ApiAsync("user?fields=id,locale,group_ids,credentials_api3(client_id)");
        Assert.Equal("""{"id":"10","group_ids":["20"],"credentials_api3":[{"client_id":"k"},{"client_id":"other-key"}],"locale":"de"}""", user.Content);
        Assert.Equal("""[{"id":"20","user_count":1,"externally_managed":true}]""", (await looker.ApiAsync("groups?fields=id,user_count,externally_managed")).Content);
        Assert.Equal(
            """[{"redirect_uris":["http://a/cb"],"enabled":false,"group_id":"20","tokens_invalid_before":"2026-01-01T00:00:00.000+00:00","activated_users":[{"id":"10"}]}]""",
            (await looker.ApiAsync("oauth_client_apps?fields=redirect_uris,enabled,group_id,tokens_invalid_before,activated_users(id)")).Content);
        Assert.Equal(["5"], (await looker.ApiAsync("external_oauth_applications")).Texts("id"));
    }

    [Fact]
    public async Task Missing_ids_are_assigned_around_those_that_are_there()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "users": [{"email":"a@x"},{"id":"2","email":"b@x"},{"email":"c@x"}], "external_oauth_applications": [{"client_id":"a","id":"4"},{"client_id":"b"}] """);

        Assert.Equal(["1", "2", "3"], (await looker.ApiAsync("users")).Texts("id"));
        Assert.Equal(["4", "1"], (await looker.ApiAsync("external_oauth_applications")).Texts("id"));
        Assert.Equal("5", (await looker.ApiAsync("POST", "external_oauth_applications", """{"name":"n","client_id":"c","client_secret":"s"}""")).Text("id"));
    }

    [Fact]
    public async Task A_membership_may_stand_with_the_user()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "users": [{"id":"1","group_ids":["9","404"]}], "groups": [{"id":"9","name":"G"}] """);

        Assert.Equal("""[{"user_count":1}]""", (await looker.ApiAsync("groups?fields=user_count")).Content);
        Assert.Equal("""{"group_ids":["9","404"]}""", (await looker.ApiAsync("user?fields=group_ids")).Content);
    }

    [Fact]
    public async Task A_user_is_no_admin_only_when_roles_are_given_and_lack_that_one()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(""" "users": [{"id":"1","role_ids":[3,2]}] """);
        Assert.Equal(200, (await looker.ApiAsync("POST", "login/1")).Status);

        using RunningSandbox analyst = await RunningSandbox.LoggedInAsync(""" "users": [{"id":"1","role_ids":[]}] """);
        Assert.Equal(404, (await analyst.ApiAsync("POST", "login/1")).Status);
    }

    [Theory]
    [InlineData("""{"userz":[]}""", "$.userz: unknown key")]
    [InlineData("""{"users":[{"id":"1"},{"emial":"x"}]}""", "$.users[1].emial: unknown key")]
    [InlineData("""{"groups":[{"name":5}]}""", "$.groups[0].name: expected text, found a number")]
    [InlineData("""{"users":{}}""", "$.users: expected a list, found an object")]
    [InlineData("""{"users":["x"]}""", "$.users[0]: expected an object, found text")]
    [InlineData("""{"users":[{"is_disabled":"no"}]}""", "$.users[0].is_disabled: expected true or false, found text")]
    [InlineData("""{"users":[{"id":"1"},{"id":1}]}""", "$.users[1].id: '1' is there twice")]
    [InlineData("""{"groups":[{"id":"1"},{"id":"1"}]}""", "$.groups[1].id: '1' is there twice")]
    [InlineData("""{"groups":[{"user_ids":["99"]}]}""", "$.groups[0].user_ids: there is no user '99'")]
    [InlineData("""{"groups":[{"user_ids":[true]}]}""", "$.groups[0].user_ids[0]: expected text or a number, found true")]
    [InlineData("""{"api_keys":[{"client_id":"a"}]}""", "$.api_keys[0].client_secret: missing or empty")]
    [InlineData("""{"api_keys":[{"client_id":"a","client_secret":"s"},{"client_id":"a","client_secret":"s"}]}""", "$.api_keys[1].client_id: 'a' is there twice")]
    [InlineData("""{"api_keys":[{"client_id":"a","client_secret":"s","user_id":"99"}]}""", "$.api_keys[0].user_id: there is no user '99'")]
    [InlineData("""{"oauth_client_apps":[{"client_guid":"a"},{"client_guid":"a"}]}""", "$.oauth_client_apps[1].client_guid: 'a' is there twice")]
    [InlineData("""{"oauth_client_apps":[{"display_name":"a"}]}""", "$.oauth_client_apps[0].client_guid: missing or empty")]
    [InlineData("""{"oauth_client_apps":[{"client_guid":"a","tokens_invalid_before":"soon"}]}""", "$.oauth_client_apps[0].tokens_invalid_before: expected a date and time, found text")]
    [InlineData("""{"oauth_client_apps":[{"client_guid":"a","activated_users":[{"user":"1"}]}]}""", "$.oauth_client_apps[0].activated_users[0].user: unknown key")]
    [InlineData("""{"external_oauth_applications":[{"client_id":"a"},{"client_id":"a"}]}""", "$.external_oauth_applications[1].client_id: 'a' is there twice")]
    [InlineData("""{"connections":[{"oauth_application_id":"1"}]}""", "$.connections[0].name: missing or empty")]
    [InlineData("""{"release":"latest"}""", "$.release: 'latest' is not a release")]
    [InlineData("""{"release":"26.22","release":"26.20"}""", "$.release: duplicate key")]
    [InlineData("[]", "$: expected an object, found a list")]
    public void A_fault_names_its_place(string json, string fault)
    {
        SandboxSeedException error = Assert.Throws<SandboxSeedException>(() => SandboxSeed.Parse(json));

        Assert.StartsWith(fault, error.Errors[0], StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        SandboxSeedException error = Assert.Throws<SandboxSeedException>(() => SandboxSeed.Parse("""{"a":1,"users":[{"b":1}],"groups":[{"name":[]}]}"""));

        Assert.Equal(3, error.Errors.Count);
    }

    [Fact]
    public void Invalid_json_names_its_line()
    {
        SandboxSeedException error = Assert.Throws<SandboxSeedException>(() => SandboxSeed.Parse("{\n  \"users\": [\n}"));

        Assert.StartsWith("line 3, position 1", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_is_loaded_from_a_file_and_named_in_its_faults()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, """{"release":"25.0"}""", RunningSandbox.Cancelled);
            using RunningSandbox looker = RunningSandbox.Start(with: options => options with { Seed = SandboxSeed.Load(path) });
            Assert.Equal("25.0", (await looker.GetAsync("/versions")).Text("looker_release_version"));

            await File.WriteAllTextAsync(path, """{"x":1}""", RunningSandbox.Cancelled);
            Assert.Contains(path, Assert.Throws<SandboxSeedException>(() => SandboxSeed.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_is_missing_is_an_io_error() =>
        Assert.ThrowsAny<IOException>(() => SandboxSeed.Load(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));

    [Fact]
    public void Text_that_is_no_unicode_is_named_with_its_place()
    {
        SandboxSeedException error = Assert.Throws<SandboxSeedException>(() =>
            SandboxSeed.Parse("""{"users":[{"id":"1","ui_state":{"a":["\ud800"]}}],"groups":[{"\udfff":1}]}"""));

        Assert.Equal(["$.users[0].ui_state.a[0]: not valid Unicode", "$.groups[0]: not valid Unicode"], error.Errors);
    }
}
