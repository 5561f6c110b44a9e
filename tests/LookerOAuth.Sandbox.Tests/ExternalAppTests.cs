using System;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class ExternalAppTests
{
    private const string Apps = "external_oauth_applications";
    private const string Snow = """{"name":"SNOW","client_id":"abc+/=","client_secret":"hush","dialect_name":"snowflake"}""";

    [Fact]
    public async Task A_new_app_gets_an_id_and_never_shows_its_secret()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", Apps, Snow);

        Assert.Equal(200, reply.Status);
        Assert.Equal(("1", "SNOW", "abc+/=", "snowflake"), (reply.Text("id"), reply.Text("name"), reply.Text("client_id"), reply.Text("dialect_name")));
        Assert.Equal("2026-03-01T12:00:00.000+00:00", reply.Text("created_at"));
        Assert.DoesNotContain("hush", reply.Content + (await looker.ApiAsync(Apps)).Content, StringComparison.Ordinal);
        Assert.False(reply.Has("client_secret"));
    }

    [Fact]
    public async Task All_missing_fields_come_at_once()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", Apps, """{"bi_directional_data_access":"no"}""");

        Assert.Equal(422, reply.Status);
        Assert.Equal(["client_id:missing_field", "name:missing_field", "client_secret:missing_field", "bi_directional_data_access:invalid"], reply.Errors);
    }

    [Fact]
    public async Task The_same_client_id_again_is_409()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.ApiAsync("POST", Apps, Snow);

        Reply reply = await looker.ApiAsync("POST", Apps, Snow);

        Assert.Equal(409, reply.Status);
        Assert.EndsWith("already exists", reply.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a,b")]
    [InlineData("?name=one", "a")]
    [InlineData("?client_id=B", "b")]
    [InlineData("?name=One&client_id=b", "")]
    [InlineData("?name=On%25", "")]
    public async Task The_list_is_filtered_by_name_and_client_id_in_any_case(string query, string clientIds)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "external_oauth_applications": [{"client_id":"a","name":"One"},{"client_id":"b","name":"Two"}] """);

        Assert.Equal(clientIds, string.Join(",", (await looker.ApiAsync(Apps + query)).Texts("client_id")));
    }

    [Fact]
    public async Task An_update_finds_its_app_by_client_id_as_one_segment()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.ApiAsync("POST", Apps, Snow);

        Reply reply = await looker.ApiAsync("PATCH", Apps + "/abc%2B%2F%3D", """{"client_secret":"new","tenant_id":"t","bi_directional_data_access":true,"client_id":"other"}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal(("abc+/=", "SNOW", "t"), (reply.Text("client_id"), reply.Text("name"), reply.Text("tenant_id")));
        Assert.True(reply.Json.GetProperty("bi_directional_data_access").GetBoolean());
    }

    [Theory]
    [InlineData("""{"client_secret":null}""", "client_secret:missing_field")]
    [InlineData("""{"name":"","client_secret":5}""", "name:missing_field client_secret:invalid")]
    public async Task An_update_that_empties_what_is_required_is_422(string json, string faults)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.ApiAsync("POST", Apps, Snow);

        Assert.Equal(faults, string.Join(" ", (await looker.ApiAsync("PATCH", Apps + "/abc%2B%2F%3D", json)).Errors));
    }

    [Fact]
    public async Task Updating_an_unknown_app_is_404()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(404, (await looker.ApiAsync("PATCH", Apps + "/none", """{"client_secret":"x"}""")).Status);
    }

    [Fact]
    public async Task A_delete_is_204_also_when_missing()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.ApiAsync("POST", Apps, Snow);

        Assert.Equal(204, (await looker.ApiAsync("DELETE", Apps + "/abc%2B%2F%3D")).Status);
        Assert.Equal("[]", (await looker.ApiAsync(Apps)).Content);
        Assert.Equal(204, (await looker.ApiAsync("DELETE", Apps + "/abc%2B%2F%3D")).Status);
    }

    [Fact]
    public async Task A_user_state_is_created_once_a_pair()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.ApiAsync("POST", Apps, Snow);
        const string State = """{"user_id":"2","oauth_application_id":"1","access_token":"at","access_token_expires_at":"2026-04-01T00:00:00Z"}""";

        Reply first = await looker.ApiAsync("POST", Apps + "/user_state", State);
        Reply second = await looker.ApiAsync("POST", Apps + "/user_state", State);

        Assert.Equal((200, """{"user_id":"2","oauth_application_id":"1"}"""), (first.Status, first.Content));
        Assert.Equal(409, second.Status);
    }

    [Theory]
    [InlineData("{}", "user_id:missing_field oauth_application_id:missing_field access_token:missing_field access_token_expires_at:missing_field")]
    [InlineData("""{"user_id":"2","oauth_application_id":1,"access_token":"at","access_token_expires_at":"soon"}""", "access_token_expires_at:invalid")]
    public async Task All_faults_of_a_user_state_come_at_once(string json, string faults)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", Apps + "/user_state", json);

        Assert.Equal(422, reply.Status);
        Assert.Equal(faults, string.Join(" ", reply.Errors));
    }

    [Theory]
    [InlineData("99", "1")]
    [InlineData("2", "99")]
    public async Task A_user_state_of_nobody_or_nothing_is_404(string userId, string appId)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.ApiAsync("POST", Apps, Snow);

        Reply reply = await looker.ApiAsync("POST", Apps + "/user_state",
            $$"""{"user_id":"{{userId}}","oauth_application_id":"{{appId}}","access_token":"at","access_token_expires_at":"2026-04-01T00:00:00Z"}""");

        Assert.Equal(404, reply.Status);
    }

    [Theory]
    [InlineData("7.18", "GET", Apps)]
    [InlineData("21.4", "POST", Apps + "/user_state")]
    [InlineData("24.12", "PATCH", Apps + "/a")]
    [InlineData("25.22", "DELETE", Apps + "/a")]
    public async Task An_older_server_does_not_know_the_newer_operations(string release, string method, string path)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync($$""" "release": "{{release}}", "external_oauth_applications": [{"client_id":"a"}] """);

        Reply reply = await looker.ApiAsync(method, path, method == "GET" ? null : "{}");

        Assert.Equal((404, "Sinatra::NotFound"), (reply.Status, reply.Text("message")));
    }

    [Theory]
    [InlineData("24.8", false, false)]
    [InlineData("24.10", true, false)]
    [InlineData("25.18", true, false)]
    [InlineData("25.20", true, true)]
    public async Task An_older_server_lacks_the_newer_properties(string release, bool tenant, bool biDirectional)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync($$""" "release": "{{release}}" """);

        Reply reply = await looker.ApiAsync("POST", Apps, """{"name":"A","client_id":"a","client_secret":"s","tenant_id":"t","bi_directional_data_access":true}""");

        Assert.Equal((200, tenant, biDirectional), (reply.Status, reply.Has("tenant_id"), reply.Has("bi_directional_data_access")));
    }

    [Fact]
    public async Task An_older_server_does_not_look_at_the_newer_properties()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(""" "release": "24.8" """);

        Reply reply = await looker.ApiAsync("POST", Apps, """{"name":"A","client_id":"a","client_secret":"s","tenant_id":5,"bi_directional_data_access":"x"}""");

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Who_is_no_admin_sees_nothing_and_writes_nothing()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync(""" "external_oauth_applications": [{"client_id":"a"}] """);

        Assert.Equal("[]", (await looker.ApiAsync(Apps)).Content);
        Assert.Equal(404, (await looker.ApiAsync("POST", Apps, Snow)).Status);
        Assert.Equal(404, (await looker.ApiAsync("PATCH", Apps + "/a", "{}")).Status);
        Assert.Equal(404, (await looker.ApiAsync("DELETE", Apps + "/a")).Status);
        Assert.Equal(404, (await looker.ApiAsync("POST", Apps + "/user_state", "{}")).Status);
    }
}
