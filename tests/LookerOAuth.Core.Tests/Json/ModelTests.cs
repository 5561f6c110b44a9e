using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ModelTests
{
    private static async Task<OAuthClientApp> Read(string json, string clientGuid = "a")
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(json));
        return await looker.Client.OAuthClientApps.GetAsync(clientGuid);
    }

    [Fact]
    public void Objects_are_shown_by_the_best_name_that_they_have()
    {
        Assert.Equal(
            ["db", "abc", ""],
            new[] { new ExternalOAuthApp { Name = "db", ClientId = "abc" }, new ExternalOAuthApp { ClientId = "abc" }, new ExternalOAuthApp() }.Select(a => a.ToString()));
        Assert.Equal(
            ["key", "3", ""],
            new[] { new LookerApiKey { ClientId = "key", ApiKeyId = "3" }, new LookerApiKey { ApiKeyId = "3" }, new LookerApiKey() }.Select(k => k.ToString()));
    }

    [Fact]
    public async Task Connection_reaches_the_users_of_an_app_if_it_has_any()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""{"id":"1"}"""));
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);
        OAuthClientApp none = new() { Connection = connection };
        OAuthClientApp one = new() { ActivatedUsers = [new ActivatedUser { UserId = "2" }] };

        one.Connection = connection;

        Assert.Same(connection, none.Connection);
        Assert.Same(connection, one.ActivatedUsers[0].Connection);
    }

    [Fact]
    public async Task App_is_read_with_everything()
    {
        OAuthClientApp app = await Read("""
            {
              "can": {"show": true, "update": false},
              "client_guid": "com.example.cli", "redirect_uri": "https://example.com", "display_name": "CLI", "description": "What for",
              "enabled": false, "group_id": "7", "tokens_invalid_before": "2026-01-02T03:04:05.678+02:00",
              "activated_users": [{"id": "3", "first_name": "Ana", "last_name": "B", "display_name": "Ana B", "avatar_url": "https://x", "url": null, "can": {}}]
            }
            """, "com.example.cli");

        Assert.Equal(
            ("com.example.cli", "CLI", "What for", false, "7"), (app.ClientGuid, app.DisplayName, app.Description, app.Enabled, app.GroupId));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 1, 4, 5, 678, TimeSpan.Zero), app.TokensInvalidBefore);
        Assert.Equal(TimeSpan.Zero, app.TokensInvalidBefore!.Value.Offset);
        Assert.True(app.Can!["show"]);
        Assert.False(app.Can["update"]);
        ActivatedUser user = Assert.Single(app.ActivatedUsers!);
        Assert.Equal(("3", "Ana", "B", "Ana B", "https://x", null), (user.UserId, user.FirstName, user.LastName, user.DisplayName, user.AvatarUrl, user.Url));
        Assert.Equal("Ana B (3)", user.ToString());
        Assert.Equal("com.example.cli", app.ToString());
    }

    [Fact]
    public async Task What_the_server_left_out_is_null_and_not_false()
    {
        OAuthClientApp app = await Read("{}");

        Assert.Null(app.Enabled);
        Assert.Null(app.ClientGuid);
        Assert.Null(app.ActivatedUsers);
        Assert.Null(app.Can);
        Assert.Null(app.TokensInvalidBefore);
        Assert.Null(app.RedirectUri);
        Assert.Equal("", app.ToString());
    }

    [Fact]
    public async Task Null_in_lists_and_in_permissions_is_passed_over()
    {
        OAuthClientApp app = await Read("""
            {"can":{"show":true,"odd":null,"odder":{"a":[1]},"update":false},"redirect_uris":[null,"x:1",""],
             "activated_users":[null,{"id":"3","can":{"show":null}},{"id":"4","can":[]}],"client_guid":"a"}
            """);

        Assert.Equal(["show", "update"], app.Can!.Keys);
        Assert.Equal(["x:1"], app.RedirectUri!);
        Assert.Equal(["3", "4"], app.ActivatedUsers!.Select(u => u.UserId));
        Assert.Empty(app.ActivatedUsers![0].Can!);
        Assert.Null(app.ActivatedUsers[1].Can);
    }

    [Fact]
    public async Task An_app_with_an_odd_value_does_not_spoil_the_list()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""
            [{"client_guid":"a","can":{"show":null}},null,{"client_guid":"b","activated_users":[null]},{"client_guid":"c","redirect_uris":[null]},
             {"client_guid":"d","redirect_uri":""},{"client_guid":"e","tokens_invalid_before":{"seconds":[1]},"can":[{}]}]
            """));

        Assert.Equal(["a", "b", "c", "d", "e"], (await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).Select(a => a.ClientGuid));
    }

    [Fact]
    public async Task Lists_and_permissions_print_as_text_that_a_person_can_read()
    {
        OAuthClientApp app = await Read("""
            {"can":{"show":true,"update":false,"delete":true},"redirect_uris":["x:1","x:2"],
             "activated_users":[{"id":"3","display_name":"Ana B","can":{"show":true}},{"id":"4"}]}
            """);

        Assert.Equal("show, delete", app.Can!.ToString());
        Assert.Equal("x:1 x:2", app.RedirectUri!.ToString());
        Assert.Equal("Ana B (3), 4", app.ActivatedUsers!.ToString());
        Assert.Equal("show", app.ActivatedUsers![0].Can!.ToString());
    }

    [Fact]
    public async Task Unknown_properties_are_ignored()
    {
        OAuthClientApp app = await Read("""{"new_thing":{"a":[1,{"b":null}]},"client_guid":"a","another":[]}""");

        Assert.Equal("a", app.ClientGuid);
    }

    [Fact]
    public async Task Ids_may_be_numbers()
    {
        OAuthClientApp app = await Read("""{"client_guid":12345678901234567890,"group_id":7,"activated_users":[{"id":3}]}""", "12345678901234567890");

        Assert.Equal("12345678901234567890", app.ClientGuid);
        Assert.Equal("7", app.GroupId);
        Assert.Equal("3", app.ActivatedUsers![0].UserId);
    }

    [Theory]
    [InlineData("\"2026-01-02T03:04:05Z\"", "2026-01-02T03:04:05")]
    [InlineData("\"2026-01-02T03:04:05.000+00:00\"", "2026-01-02T03:04:05")]
    [InlineData("\"2026-01-02 03:04:05\"", "2026-01-02T03:04:05")]
    [InlineData("\"2026-01-02 03:04:05 UTC\"", null)]
    [InlineData("\"2026-01-02\"", "2026-01-02T00:00:00")]
    [InlineData("\"2026-13-45T99:99:99Z\"", null)]
    [InlineData("\"never\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("1767322800", null)]
    [InlineData("{\"seconds\":1}", null)]
    [InlineData("[1]", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    public async Task Odd_date_is_null_and_spoils_nothing_else(string date, string? expected)
    {
        OAuthClientApp app = await Read($$"""{"tokens_invalid_before":{{date}},"client_guid":"a"}""");

        Assert.Equal("a", app.ClientGuid);
        Assert.Equal(expected, app.TokensInvalidBefore?.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("\"perhaps\"", null)]
    [InlineData("1", null)]
    [InlineData("""{"a":[1]}""", null)]
    [InlineData("null", null)]
    public async Task An_odd_boolean_is_as_good_as_not_sent(string json, bool? expected)
    {
        OAuthClientApp app = await Read($$"""{"enabled":{{json}},"client_guid":"a"}""");

        Assert.Equal((expected, "a"), (app.Enabled, app.ClientGuid));
    }

    [Theory]
    [InlineData("\"x\"", "x")]
    [InlineData("5", "5")]
    [InlineData("true", "true")]
    [InlineData("null", null)]
    [InlineData("""{"en":["x"]}""", null)]
    [InlineData("""[{"en":"x"}]""", null)]
    public async Task An_odd_text_does_not_hide_a_list(string json, string? expected)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json($$"""[{"client_guid":"a","description":{{json}},"redirect_uris":[{{json}}],"display_name":"A"},{"client_guid":"b"}]"""));

        OAuthClientApp[] apps = [.. await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())];

        Assert.Equal((expected, expected ?? "", "A", "b"), (apps[0].Description, $"{apps[0].RedirectUri}", apps[0].DisplayName, apps[1].ClientGuid));
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("\"5\"", 5)]
    [InlineData("5.5", null)]
    [InlineData("\"many\"", null)]
    [InlineData("[5]", null)]
    public async Task An_odd_count_does_not_hide_a_list(string json, int? expected)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json($$"""[{"id":"1","user_count":{{json}},"name":"A"},{"id":"2"}]"""));

        Group[] groups = [.. await TestLooker.All(looker.Client.Directory.ListGroupsAsync())];

        Assert.Equal((expected, "A", 2), (groups[0].UserCount, groups[0].Name, groups.Length));
    }

    [Theory]
    [InlineData("""{"client_guid":"\ud800"}""")]
    [InlineData("""{"client_guid":"a" """)]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("")]
    [InlineData("Nothing to see")]
    public async Task Body_of_another_shape_is_an_unexpected_response(string body)
    {
        LookerApiException e = await TestLooker.FailureOf(Read(body));

        Assert.Equal(LookerErrorKind.UnexpectedResponse, e.Kind);
        Assert.Equal(200, e.StatusCode);
        Assert.Equal("/api/4.0/oauth_client_apps/a", e.Path);
        Assert.Equal(body, e.ResponseBody);
    }

    [Fact]
    public async Task Response_without_a_content_type_is_read_anyway()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(200, """{"client_guid":"ü"}""", null));

        Assert.Equal("ü", (await looker.Client.OAuthClientApps.GetAsync("ü")).ClientGuid);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    [InlineData("\"utf-8\"")]
    public async Task Charset_of_a_response_counts(string charset)
    {
        using TestLooker looker = TestLooker.WithToken();
        byte[] body = Encoding.GetEncoding(charset.Trim('"')).GetBytes("""{"client_guid":"ü"}""");
        byte[] list = Encoding.GetEncoding(charset.Trim('"')).GetBytes("""[{"client_guid":"ü"}]""");
        looker.Server.Then(
            Respond.Bytes(200, body, $"application/json; charset={charset}"), Respond.Bytes(200, list, $"application/json; charset={charset}"));

        Assert.Equal("ü", (await looker.Client.OAuthClientApps.GetAsync("ü")).ClientGuid);
        Assert.Equal("ü", Assert.Single(await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).ClientGuid);
    }

    [Theory]
    [InlineData("klingon")]
#if NET // .NET Framework still reads it.
    [InlineData("utf-7")]
#endif
    public async Task Charset_that_nobody_reads_is_taken_for_utf8(string charset)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(200, """{"client_guid":"ü"}""", $"application/json; charset={charset}"));

        Assert.Equal("ü", (await looker.Client.OAuthClientApps.GetAsync("ü")).ClientGuid);
    }

    [Fact]
    public async Task Byte_order_mark_is_passed_over()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(
            Respond.Json("\uFEFF{\"client_guid\":\"a\"}"), Respond.Json("\uFEFF[{\"client_guid\":\"a\"}]"), Respond.Json("\uFEFF{\"a\":1}"));

        Assert.Equal("a", (await looker.Client.OAuthClientApps.GetAsync("a")).ClientGuid);
        Assert.Equal("a", (await TestLooker.All(looker.Client.OAuthClientApps.ListAsync())).Single().ClientGuid);
        Assert.Equal(1, (await looker.Client.Api.SendAsync(System.Net.Http.HttpMethod.Get, "x"))!.Value.GetProperty("a").GetInt32());
    }

    [Fact]
    public void Unset_null_and_value_stay_apart()
    {
        Optional<string> unset = default;
        Optional<string> empty = null;
        Optional<string> value = "a";

        Assert.Equal((false, true, true), (unset.IsGiven, empty.IsGiven, value.IsGiven));
        Assert.Equal((null, null, "a"), (unset.Value, empty.Value, value.Value));
        Assert.NotEqual(unset, empty);
    }
}
