using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class ClientAppTests
{
    private const string Sound = """{"display_name":"App","redirect_uri":"http://localhost:7777/cb"}""";

    [Fact]
    public async Task A_registration_answers_200_with_the_app()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", "oauth_client_apps/com.looker.cli", """
            {"display_name":"CLI","redirect_uri":"http://localhost:7777/cb","description":"From a terminal","enabled":false,"group_id":"5","client_guid":"ignored","nonsense":1}
            """);

        Assert.Equal(200, reply.Status);
        Assert.Equal(
            """
            {"client_guid":"com.looker.cli","display_name":"CLI","redirect_uri":"http://localhost:7777/cb","redirect_uris":["http://localhost:7777/cb"],"description":"From a terminal","enabled":false,"group_id":"5","tokens_invalid_before":"2026-03-01T12:00:00.000+00:00","activated_users":[]}
            """,
            (await looker.ApiAsync(
                "oauth_client_apps/com.looker.cli?fields=client_guid,redirect_uri,redirect_uris,display_name,description,enabled,group_id,tokens_invalid_before,activated_users")).Content);
        Assert.True(reply.Json.GetProperty("can").GetProperty("update").GetBoolean());
    }

    [Fact]
    public async Task A_registration_answers_with_the_fields_asked_for()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal("""{"enabled":true}""", (await looker.ApiAsync("POST", "oauth_client_apps/a?fields=enabled", Sound)).Content);
    }

    [Fact]
    public async Task Registering_twice_is_409()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");

        Reply reply = await looker.ApiAsync("POST", "oauth_client_apps/a", Sound);

        Assert.Equal((409, "OAuth client app 'a' already exists"), (reply.Status, reply.Text("message")));
        Assert.Equal("https://docs.cloud.google.com/looker/docs/r/err/4.0/409/post/oauth_client_apps/:client_guid", reply.Text("documentation_url"));
    }

    [Theory]
    [InlineData("{}", "display_name:missing_field redirect_uri:missing_field")]
    [InlineData("""{"display_name":" ","redirect_uri":""}""", "display_name:missing_field redirect_uri:missing_field")]
    [InlineData("""{"display_name":"A","redirect_uris":[]}""", "redirect_uri:missing_field")]
    [InlineData("""{"display_name":"A","redirect_uri":"localhost:7777/cb"}""", "redirect_uri:invalid")]
    [InlineData("""{"display_name":"A","redirect_uri":"/cb"}""", "redirect_uri:invalid")]
    [InlineData("""{"display_name":"A","redirect_uri":"http://"}""", "redirect_uri:invalid")]
    [InlineData("""{"display_name":"A","redirect_uri":"http://a/cb http://b/cb"}""", "redirect_uri:invalid")]
    [InlineData("""{"display_name":"A","redirect_uris":["http://a/cb","cb"]}""", "redirect_uris:invalid")]
    [InlineData("""{"display_name":1,"redirect_uri":2,"description":3,"enabled":"yes","group_id":true}""",
        "display_name:invalid redirect_uri:invalid description:invalid enabled:invalid group_id:invalid")]
    [InlineData("""{"display_name":"A","redirect_uris":"http://a/cb"}""", "redirect_uris:invalid redirect_uri:missing_field")]
    [InlineData("""{"display_name":"A","redirect_uri":"http://a/cb","group_id":"99","enabled":null}""", "enabled:invalid group_id:missing")]
    [InlineData("""{"display_name":"\ud800","redirect_uri":"http://a/cb"}""", "display_name:invalid")]
    public async Task All_faults_of_a_registration_come_at_once_with_422(string json, string faults)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", "oauth_client_apps/a", json);

        Assert.Equal((422, "Validation Failed"), (reply.Status, reply.Text("message")));
        Assert.Equal(faults, string.Join(" ", reply.Errors));
        Assert.All(reply.Json.GetProperty("errors").EnumerateArray(), fault => Assert.NotEmpty(fault.GetProperty("documentation_url").GetString()!));
        Assert.Equal(404, (await looker.ApiAsync("oauth_client_apps/a")).Status);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("POST", "[]")]
    [InlineData("POST", "{\"display_name\":")]
    [InlineData("PATCH", "\"text\"")]
    [InlineData("PATCH", "{} {}")]
    public async Task A_body_that_is_no_object_is_400(string method, string body)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("b");

        Assert.Equal(400, (await looker.ApiAsync(method, method == "POST" ? "oauth_client_apps/a" : "oauth_client_apps/b", body)).Status);
    }

    [Theory]
    [InlineData("https://app.example.com/cb?x=1")]
    [InlineData("com.example.app:/callback")]
    [InlineData("vscode://looker/cb")]
    [InlineData("http://127.0.0.1:4711")]
    public async Task Any_scheme_is_a_redirect_uri(string uri)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        await looker.RegisterAsync("a", $$"""{"display_name":"A","redirect_uri":"{{uri}}"}""");

        Assert.Equal(uri, (await looker.ApiAsync("oauth_client_apps/a")).Text("redirect_uri"));
    }

    [Fact]
    public async Task The_first_of_several_redirect_uris_is_the_redirect_uri()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        await looker.RegisterAsync("a", """{"display_name":"A","redirect_uris":["http://a/1","http://a/2"]}""");

        Assert.Equal(
            """{"redirect_uri":"http://a/1","redirect_uris":["http://a/1","http://a/2"]}""",
            (await looker.ApiAsync("oauth_client_apps/a?fields=redirect_uri,redirect_uris")).Content);
    }

    [Fact]
    public async Task An_older_server_neither_takes_nor_shows_redirect_uris()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(""" "release": "26.20.1" """);

        Reply refused = await looker.ApiAsync("POST", "oauth_client_apps/a", """{"display_name":"A","redirect_uris":["http://a/1"]}""");
        Reply taken = await looker.ApiAsync("POST", "oauth_client_apps/a", """{"display_name":"A","redirect_uris":5,"redirect_uri":"http://a/2"}""");

        Assert.Equal(["redirect_uri:missing_field"], refused.Errors);
        Assert.Equal("http://a/2", taken.Text("redirect_uri"));
        Assert.False(taken.Has("redirect_uris"));
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%20b", "a b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%C3%A4%2B%3F%23", "ä+?#")]
    [InlineData("a+b", "a+b")]
    public async Task A_guid_is_unescaped_once_as_one_segment(string segment, string clientGuid)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        await looker.RegisterAsync(segment);

        Assert.Equal([clientGuid], (await looker.ApiAsync("oauth_client_apps")).Texts("client_guid"));
        Assert.Equal(clientGuid, (await looker.ApiAsync("oauth_client_apps/" + segment)).Text("client_guid"));
    }

    [Fact]
    public async Task Text_that_is_not_ascii_comes_back_as_it_was_sent()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        await looker.RegisterAsync("a", """{"display_name":"Grüße 🚀","redirect_uri":"http://a/cb"}""");

        Assert.Equal("Grüße 🚀", (await looker.ApiAsync("oauth_client_apps/a")).Text("display_name"));
    }

    [Fact]
    public async Task An_update_changes_only_the_keys_that_are_sent()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a", """{"display_name":"A","redirect_uri":"http://a/cb","description":"d","group_id":"5"}""");

        Reply reply = await looker.ApiAsync("PATCH", "oauth_client_apps/a?fields=display_name,redirect_uri,description,enabled,group_id", """{"display_name":"B"}""");

        Assert.Equal("""{"display_name":"B","redirect_uri":"http://a/cb","description":"d","enabled":true,"group_id":"5"}""", reply.Content);
    }

    [Fact]
    public async Task An_explicit_null_clears_group_and_description()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a", """{"display_name":"A","redirect_uri":"http://a/cb","description":"d","group_id":5}""");

        Reply reply = await looker.ApiAsync("PATCH", "oauth_client_apps/a?fields=description,group_id", """{"description":null,"group_id":null}""");

        Assert.Equal("""{"description":"","group_id":null}""", reply.Content);
    }

    [Fact]
    public async Task An_explicit_null_for_what_is_required_is_422_and_changes_nothing()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");

        Reply reply = await looker.ApiAsync("PATCH", "oauth_client_apps/a", """{"display_name":null,"redirect_uri":null,"description":"new"}""");

        Assert.Equal(["display_name:missing_field", "redirect_uri:missing_field"], reply.Errors);
        Assert.Equal("", (await looker.ApiAsync("oauth_client_apps/a")).Text("description"));
    }

    [Fact]
    public async Task Sending_one_redirect_uri_replaces_several()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a", """{"display_name":"A","redirect_uris":["http://a/1","http://a/2"]}""");

        Reply reply = await looker.ApiAsync("PATCH", "oauth_client_apps/a?fields=redirect_uris", """{"redirect_uri":"http://a/3"}""");

        Assert.Equal("""{"redirect_uris":["http://a/3"]}""", reply.Content);
    }

    [Fact]
    public async Task Updating_what_is_not_there_is_404()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(404, (await looker.ApiAsync("PATCH", "oauth_client_apps/a", "{}")).Status);
    }

    [Fact]
    public async Task A_delete_answers_204_whether_or_not_the_app_is_there()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");

        Assert.Equal(204, (await looker.ApiAsync("DELETE", "oauth_client_apps/a")).Status);
        Assert.Equal(404, (await looker.ApiAsync("oauth_client_apps/a")).Status);
        Assert.Equal(204, (await looker.ApiAsync("DELETE", "oauth_client_apps/a")).Status);
    }

    [Fact]
    public async Task An_app_has_a_date_from_the_start_and_invalidating_its_tokens_moves_it()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(""" "oauth_client_apps": [{ "client_guid": "seeded" }] """);
        await looker.RegisterAsync("a");

        Reply before = await looker.ApiAsync("oauth_client_apps/a");
        looker.Clock.Advance(TimeSpan.FromMinutes(5));
        Reply reply = await looker.ApiAsync("DELETE", "oauth_client_apps/a/tokens");

        Assert.Equal(204, reply.Status);
        Assert.Equal("2026-03-01T12:00:00.000+00:00", before.Text("tokens_invalid_before"));
        Assert.Equal("2026-03-01T12:00:00.000+00:00", (await looker.ApiAsync("oauth_client_apps/seeded")).Text("tokens_invalid_before"));
        Assert.Equal("2026-03-01T12:05:00.000+00:00", (await looker.ApiAsync("oauth_client_apps/a")).Text("tokens_invalid_before"));
    }

    [Fact]
    public async Task Invalidating_the_tokens_of_no_app_is_404()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(404, (await looker.ApiAsync("DELETE", "oauth_client_apps/a/tokens")).Status);
    }

    [Fact]
    public async Task Disabling_an_app_invalidates_its_tokens()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");

        Reply reply = await looker.ApiAsync("PATCH", "oauth_client_apps/a", """{"enabled":false}""");

        Assert.Equal("2026-03-01T12:00:00.000+00:00", reply.Text("tokens_invalid_before"));
    }

    [Fact]
    public async Task Activating_a_user_is_a_success_both_times()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");

        Reply first = await looker.ApiAsync("POST", "oauth_client_apps/a/users/2");
        Reply second = await looker.ApiAsync("POST", "oauth_client_apps/a/users/2");

        Assert.Equal((200, JsonValueKind.String), (first.Status, first.Json.ValueKind));
        Assert.Equal((204, ""), (second.Status, second.Content));
        List<JsonElement> users = (await looker.ApiAsync("oauth_client_apps/a")).Json.GetProperty("activated_users").EnumerateArray().ToList();
        Assert.Equal("2|Ana|Analyst|Ana Analyst", string.Join("|", ((string[])["id", "first_name", "last_name", "display_name"]).Select(name => users[0].GetProperty(name))));
        Assert.Single(users);
    }

    [Theory]
    [InlineData("oauth_client_apps/none/users/2")]
    [InlineData("oauth_client_apps/a/users/99")]
    public async Task Activating_for_no_app_or_no_user_is_404(string path)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");

        Assert.Equal(404, (await looker.ApiAsync("POST", path)).Status);
    }

    [Theory]
    [InlineData("oauth_client_apps/none/users/2")]
    [InlineData("oauth_client_apps/a/users/99")]
    [InlineData("oauth_client_apps/a/users/2")]
    public async Task Deactivating_is_204_also_when_there_is_nothing_to_do(string path)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");

        Assert.Equal(204, (await looker.ApiAsync("DELETE", path)).Status);
    }

    [Fact]
    public async Task A_deactivated_user_is_gone_from_the_app()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");
        await looker.ApiAsync("POST", "oauth_client_apps/a/users/2");
        await looker.ApiAsync("POST", "oauth_client_apps/a/users/3");

        await looker.ApiAsync("DELETE", "oauth_client_apps/a/users/2");

        Assert.Equal("""{"activated_users":[{"id":"3"}]}""", (await looker.ApiAsync("oauth_client_apps/a?fields=activated_users(id)")).Content);
    }

    [Fact]
    public async Task Registering_a_deleted_guid_again_forgets_who_was_active()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        await looker.RegisterAsync("a");
        await looker.ApiAsync("POST", "oauth_client_apps/a/users/2");
        await looker.ApiAsync("DELETE", "oauth_client_apps/a");

        await looker.RegisterAsync("a");

        Assert.Equal("""{"activated_users":[]}""", (await looker.ApiAsync("oauth_client_apps/a?fields=activated_users")).Content);
    }

    [Fact]
    public async Task Apps_are_listed_in_the_order_of_their_registration()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        foreach (string guid in (string[])["c", "a", "b"])
        {
            await looker.RegisterAsync(guid);
        }

        await looker.ApiAsync("PATCH", "oauth_client_apps/c", """{"display_name":"changed"}""");
        await looker.ApiAsync("DELETE", "oauth_client_apps/a");

        Assert.Equal(["c", "b"], (await looker.ApiAsync("oauth_client_apps")).Texts("client_guid"));
    }

    [Fact]
    public async Task Who_is_no_admin_sees_open_apps_and_those_of_own_groups()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync("""
            "oauth_client_apps": [
              {"client_guid":"open","display_name":"A","redirect_uri":"http://a/cb"},
              {"client_guid":"mine","display_name":"A","redirect_uri":"http://a/cb","group_id":"7"},
              {"client_guid":"theirs","display_name":"A","redirect_uri":"http://a/cb","group_id":"8"}]
            """);

        Assert.Equal(["open", "mine"], (await looker.ApiAsync("oauth_client_apps")).Texts("client_guid"));
        Assert.False((await looker.ApiAsync("oauth_client_apps/mine")).Json.GetProperty("can").GetProperty("update").GetBoolean());
        Assert.Equal(404, (await looker.ApiAsync("oauth_client_apps/theirs")).Status);
    }

    [Theory]
    [InlineData("POST", "oauth_client_apps/new")]
    [InlineData("PATCH", "oauth_client_apps/a")]
    [InlineData("DELETE", "oauth_client_apps/a")]
    [InlineData("DELETE", "oauth_client_apps/a/tokens")]
    [InlineData("POST", "oauth_client_apps/a/users/3")]
    [InlineData("DELETE", "oauth_client_apps/a/users/3")]
    public async Task Who_is_no_admin_is_told_404_for_writes(string method, string path)
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync(
            """ "oauth_client_apps": [{"client_guid":"a","display_name":"A","redirect_uri":"http://a/cb","activated_users":[{"id":"3"}]}] """);

        Reply reply = await looker.ApiAsync(method, path, Sound);

        Assert.Equal((404, "Not found"), (reply.Status, reply.Text("message")));
        Assert.Equal("""{"display_name":"A","activated_users":[{"id":"3"}]}""", (await looker.ApiAsync("oauth_client_apps/a?fields=display_name,activated_users(id)")).Content);
    }

    [Fact]
    public async Task Who_is_no_admin_may_withdraw_the_own_activation()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync(
            """ "oauth_client_apps": [{"client_guid":"a","display_name":"A","redirect_uri":"http://a/cb","activated_users":[{"id":"2"}]}] """);

        Assert.Equal(204, (await looker.ApiAsync("DELETE", "oauth_client_apps/a/users/2")).Status);
        Assert.Equal("""{"activated_users":[]}""", (await looker.ApiAsync("oauth_client_apps/a?fields=activated_users")).Content);
    }

    [Fact]
    public async Task The_date_of_invalidation_is_in_utc()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "oauth_client_apps": [{"client_guid":"a","tokens_invalid_before":"2026-02-01T10:00:00-07:00"}] """);

        DateTimeOffset date = (await looker.ApiAsync("oauth_client_apps/a")).Json.GetProperty("tokens_invalid_before").GetDateTimeOffset();

        Assert.Equal(new DateTimeOffset(2026, 2, 1, 17, 0, 0, TimeSpan.Zero), date);
    }
}
