using System;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class ApiKeyRoutesTests
{
    [Fact]
    public async Task The_keys_of_a_user_are_listed_without_their_secrets()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(RunningSandbox.WithAnalyst);

        Reply reply = await looker.ApiAsync("users/2/credentials_api3");

        JsonElement key = Assert.Single(reply.Json.EnumerateArray());
        Assert.Equal("analyst-key", key.GetProperty("client_id").GetString());
        Assert.Equal("2", key.GetProperty("id").GetString());
        Assert.Equal("api3", key.GetProperty("type").GetString());
        Assert.Equal("2026-03-01T12:00:00.000+00:00", key.GetProperty("created_at").GetString());
        Assert.Equal(JsonValueKind.Null, key.GetProperty("purpose").ValueKind);
        Assert.False(key.GetProperty("is_disabled").GetBoolean());
        Assert.Equal(looker.Server.BaseUrl + "/api/4.0/users/2/credentials_api3/2", key.GetProperty("url").GetString());
        Assert.Equal(JsonValueKind.Object, key.GetProperty("can").ValueKind);
        Assert.False(key.TryGetProperty("client_secret", out _));
    }

    [Fact]
    public async Task A_created_key_logs_its_user_in_at_once()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply created = await looker.ApiAsync("POST", "users/2/credentials_api3");
        await looker.LogInAsync(created.Text("client_id"), created.Text("client_secret"));

        Assert.Equal(200, created.Status);
        Assert.Equal("2", created.Text("id"));
        Assert.Equal("2", (await looker.ApiAsync("user")).Text("id"));
    }

    [Fact]
    public async Task Only_the_response_to_POST_has_the_secret()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        Reply created = await looker.ApiAsync("POST", "users/2/credentials_api3");
        string secret = created.Text("client_secret")!;

        foreach (string path in (string[])["users/2/credentials_api3", "users/2/credentials_api3/2", "users/2", "users?fields=credentials_api3"])
        {
            Reply reply = await looker.ApiAsync(path);
            Assert.Contains(created.Text("client_id")!, reply.Content, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, reply.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("client_secret", reply.Content, StringComparison.Ordinal);
        }

        Reply patched = await looker.ApiAsync("PATCH", "users/2/credentials_api3/2", """{"purpose":"Nightly"}""");
        Assert.DoesNotContain("client_secret", patched.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_differ_in_id_client_id_and_secret()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply one = await looker.ApiAsync("POST", "users/2/credentials_api3");
        Reply two = await looker.ApiAsync("POST", "users/3/credentials_api3");

        Assert.Equal(("2", "3"), (one.Text("id"), two.Text("id")));
        Assert.NotEqual(one.Text("client_id"), two.Text("client_id"));
        Assert.NotEqual(one.Text("client_secret"), two.Text("client_secret"));
    }

    [Fact]
    public async Task A_deleted_key_logs_nobody_in_any_more()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        Reply created = await looker.ApiAsync("POST", "users/2/credentials_api3");
        string? clientId = created.Text("client_id"), secret = created.Text("client_secret");

        Reply deleted = await looker.ApiAsync("DELETE", "users/2/credentials_api3/2");
        Reply login = await looker.PostFormAsync("/api/4.0/login", ("client_id", clientId!), ("client_secret", secret!));

        Assert.Equal((204, 404), (deleted.Status, login.Status));
        Assert.Equal("[]", (await looker.ApiAsync("users/2/credentials_api3")).Content);
        Assert.Equal(404, (await looker.ApiAsync("users/2/credentials_api3/2")).Status);
        Assert.Equal(404, (await looker.ApiAsync("users/credential/api3/" + clientId)).Status);
    }

    [Fact]
    public async Task A_token_outlives_the_key_that_brought_it()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply deleted = await looker.ApiAsync("DELETE", "users/1/credentials_api3/1");

        Assert.Equal((204, 200), (deleted.Status, (await looker.ApiAsync("user")).Status));
    }

    [Fact]
    public async Task Purpose_alone_can_be_changed()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply changed = await looker.ApiAsync(
            "PATCH", "users/1/credentials_api3/1", """{"purpose":"Nightly sync","client_id":"other","is_disabled":true,"id":"9"}""");
        Reply again = await looker.ApiAsync("users/1/credentials_api3/1");

        Assert.Equal(200, changed.Status);
        Assert.Equal(changed.Content, again.Content);
        Assert.Equal(("Nightly sync", "sandbox-client-id", "1"), (again.Text("purpose"), again.Text("client_id"), again.Text("id")));
        Assert.False(again.Json.GetProperty("is_disabled").GetBoolean());
    }

    [Fact]
    public async Task A_purpose_that_is_no_text_is_422_and_null_clears_it()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply refused = await looker.ApiAsync("PATCH", "users/1/credentials_api3/1", """{"purpose":7}""");
        Reply noObject = await looker.ApiAsync("PATCH", "users/1/credentials_api3/1", "[]");
        await looker.ApiAsync("PATCH", "users/1/credentials_api3/1", """{"purpose":"x"}""");
        Reply cleared = await looker.ApiAsync("PATCH", "users/1/credentials_api3/1", """{"purpose":null}""");

        Assert.Equal((422, 400), (refused.Status, noObject.Status));
        Assert.Equal(["purpose:invalid"], refused.Errors);
        Assert.Null(cleared.Text("purpose"));
    }

    [Theory]
    [InlineData("GET", "users/99/credentials_api3")]
    [InlineData("POST", "users/99/credentials_api3")]
    [InlineData("GET", "users/1/credentials_api3/99")]
    [InlineData("GET", "users/2/credentials_api3/1")]
    [InlineData("PATCH", "users/2/credentials_api3/1")]
    [InlineData("DELETE", "users/2/credentials_api3/1")]
    [InlineData("DELETE", "users/1/credentials_api3/99")]
    public async Task A_key_or_user_that_is_not_there_is_404(string method, string path)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync(method, path, method == "PATCH" ? "{}" : null);

        Assert.Equal((404, "Not found"), (reply.Status, reply.Text("message")));
    }

    [Fact]
    public async Task Without_the_admin_role_a_caller_manages_keys_of_their_own_alone()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync();

        Assert.Equal(200, (await looker.ApiAsync("users/2/credentials_api3")).Status);
        Assert.Equal(200, (await looker.ApiAsync("POST", "users/2/credentials_api3")).Status);
        Assert.Equal(404, (await looker.ApiAsync("users/1/credentials_api3")).Status);
        Assert.Equal(404, (await looker.ApiAsync("POST", "users/1/credentials_api3")).Status);
        Assert.Equal(404, (await looker.ApiAsync("DELETE", "users/1/credentials_api3/1")).Status);
    }

    [Fact]
    public async Task Fields_select_properties_of_keys()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal("""[{"id":"1","client_id":"sandbox-client-id"}]""", (await looker.ApiAsync("users/1/credentials_api3?fields=id,client_id")).Content);
        Assert.Equal("""{"id":"2"}""", (await looker.ApiAsync("POST", "users/1/credentials_api3?fields=id")).Content);
    }

    [Fact]
    public async Task The_seed_tells_how_old_a_key_is_what_for_and_whether_it_counts()
    {
        using RunningSandbox looker = RunningSandbox.Start("""
            "api_keys": [
              { "client_id": "admin-key", "client_secret": "s1" },
              { "id": 17, "client_id": "old-key", "client_secret": "s2", "user_id": "2", "purpose": "Old", "created_at": "2019-05-06T07:08:09Z", "is_disabled": true }
            ]
            """);
        await looker.LogInAsync();

        Reply key = await looker.ApiAsync("users/2/credentials_api3/17");
        Reply login = await looker.PostFormAsync("/api/4.0/login", ("client_id", "old-key"), ("client_secret", "s2"));
        Reply created = await looker.ApiAsync("POST", "users/2/credentials_api3");

        Assert.Equal(("Old", "2019-05-06T07:08:09.000+00:00"), (key.Text("purpose"), key.Text("created_at")));
        Assert.True(key.Json.GetProperty("is_disabled").GetBoolean());
        Assert.Equal(404, login.Status);
        Assert.Equal("18", created.Text("id"));
    }

    [Fact]
    public async Task Keys_that_a_seeded_user_lists_are_there_but_log_nobody_in()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync("""
            "users": [{ "id": "1", "credentials_api3": [{ "id": "4", "client_id": "listed-key" }, { "id": "5", "client_id": "sandbox-client-id" }] }]
            """);

        Assert.Equal(["sandbox-client-id", "listed-key"], (await looker.ApiAsync("users/1/credentials_api3")).Texts("client_id"));
        Assert.Equal("1", (await looker.ApiAsync("users/credential/api3/listed-key")).Text("id"));
        Assert.Equal(404, (await looker.PostFormAsync("/api/4.0/login", ("client_id", "listed-key"))).Status);
        Assert.Equal(404, (await looker.PostFormAsync("/api/4.0/login", ("client_id", "listed-key"), ("client_secret", ""))).Status);
    }

    [Fact]
    public async Task The_secret_of_a_login_with_a_new_key_is_masked_in_the_record()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        Reply created = await looker.ApiAsync("POST", "users/2/credentials_api3");

        await looker.LogInAsync(created.Text("client_id"), created.Text("client_secret"));

        Assert.DoesNotContain(created.Text("client_secret")!, JsonSerializer.Serialize(looker.Server.Requests), StringComparison.Ordinal);
    }
}
