using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

public sealed class DirectoryRoutesTests
{
    private const string Groups = """ "groups": [{"id":"10","name":"A"},{"id":"9","name":"c","externally_managed":true},{"id":"11","name":"B","externally_managed":false}] """;

    [Fact]
    public async Task The_default_key_belongs_to_the_admin()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply me = await looker.ApiAsync("user");

        Assert.Equal(("1", "admin@example.com"), (me.Text("id"), me.Text("email")));
        Assert.Equal(["2"], me.Json.GetProperty("role_ids").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal("sandbox-client-id", me.Json.GetProperty("credentials_api3")[0].GetProperty("client_id").GetString());
    }

    [Theory]
    [InlineData("email=ANA@example.com", "2")]
    [InlineData("email=ben_builder%40example.com", "3")]
    [InlineData("email=ana", "")]
    [InlineData("email=ana@example.com.au", "")]
    [InlineData("email=ana%25", "2")]
    [InlineData("email=%25example.com", "1,2,3")]
    [InlineData("email=an_@example.com", "2")]
    [InlineData("first_name=b%25&last_name=builder", "3")]
    [InlineData("first_name=ana&last_name=builder", "")]
    [InlineData("first_name=ana&last_name=builder&filter_or=true", "2,3")]
    [InlineData("id=1,3", "1,3")]
    [InlineData("group_id=5", "2")]
    [InlineData("is_disabled=true", "")]
    [InlineData("locale=en&unknown=1", "1,2,3")]
    [InlineData("email=IS NULL", "")]
    [InlineData("email=NOT NULL&limit=1&offset=1", "2")]
    public async Task Users_are_found_by_sql_like(string query, string ids)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply found = await looker.ApiAsync("users/search?" + query);

        Assert.Equal(ids, string.Join(",", found.Texts("id")));
    }

    [Fact]
    public async Task An_underscore_stands_for_any_character()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "users": [{"id":"1","email":"a_b@example.com"},{"id":"2","email":"axb@example.com"}] """);

        Assert.Equal(["1", "2"], (await looker.ApiAsync("users/search?email=a_b@example.com")).Texts("id"));
    }

    [Fact]
    public async Task A_plus_in_a_query_is_a_space_and_an_escaped_one_is_itself()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "groups": [{"id":"1","name":"Data Team"},{"id":"2","name":"Data+Team"}] """);

        Assert.Equal(["1"], (await looker.ApiAsync("groups/search?name=data+team")).Texts("id"));
        Assert.Equal(["2"], (await looker.ApiAsync("groups/search?name=data%2Bteam")).Texts("id"));
    }

    [Theory]
    [InlineData("name=analysts", "5")]
    [InlineData("name=%25s", "5,6")]
    [InlineData("name=analyst", "")]
    [InlineData("id=6", "6")]
    public async Task Groups_are_found_by_sql_like(string query, string ids)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(ids, string.Join(",", (await looker.ApiAsync("groups/search?" + query)).Texts("id")));
    }

    [Theory]
    [InlineData("is_service_account=true", "1")]
    [InlineData("is_service_account=false", "2,3")]
    [InlineData("embed_user=true", "2")]
    [InlineData("embed_user=FALSE", "1,3")]
    [InlineData("verified_looker_employee=true", "3")]
    [InlineData("can_manage_api3_creds=true", "3")]
    [InlineData("is_service_account=true&embed_user=true&filter_or=true", "1,2")]
    [InlineData("content_metadata_id=9", "1,2,3")]
    public async Task Users_are_found_by_what_kind_they_are(string query, string ids)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync("""
            "users": [
              { "id": "1", "is_service_account": true },
              { "id": "2", "credentials_embed": [{ "external_user_id": "e" }] },
              { "id": "3", "credentials_embed": [], "verified_looker_employee": true, "can_manage_api3_creds": true }
            ]
            """);

        Assert.Equal(ids, string.Join(",", (await looker.ApiAsync("users/search?" + query)).Texts("id")));
    }

    [Theory]
    [InlineData("externally_managed=true", "9")]
    [InlineData("externally_managed=false", "10,11")]
    [InlineData("externally_managed=true&name=a&filter_or=true", "10,9")]
    public async Task Groups_are_found_by_who_manages_them(string query, string ids)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(Groups);

        Assert.Equal(ids, string.Join(",", (await looker.ApiAsync("groups/search?" + query)).Texts("id")));
    }

    [Theory]
    [InlineData("groups?sorts=name", "10,11,9")]
    [InlineData("groups?sorts=name+desc", "9,11,10")]
    [InlineData("groups?sorts=id", "9,10,11")]
    [InlineData("groups?sorts=id+asc&limit=1&offset=1", "10")]
    [InlineData("groups/search?sorts=id+desc", "11,10,9")]
    [InlineData("groups/search?sorts=unknown", "10,9,11")]
    [InlineData("users?sorts=last_name,first_name+desc", "1,3,2")]
    [InlineData("users/search?sorts=first_name+desc", "3,2,1")]
    [InlineData("users/search?sorts=email", "1,2,3")]
    public async Task Lists_are_sorted(string path, string ids)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync("""
            "users": [
              { "id": "1", "email": "a@example.com" },
              { "id": "2", "first_name": "Ana", "last_name": "X", "email": "B@example.com" },
              { "id": "3", "first_name": "Ben", "last_name": "x", "email": "c@example.com" }
            ],
            """ + Groups);

        Assert.Equal(ids, string.Join(",", (await looker.ApiAsync(path)).Texts("id")));
    }

    [Fact]
    public async Task A_group_counts_its_users()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync();

        Reply group = await looker.ApiAsync("groups/7");

        Assert.Equal("Analysts", group.Text("name"));
        Assert.Equal(1, group.Json.GetProperty("user_count").GetInt64());
        Assert.True(group.Json.GetProperty("contains_current_user").GetBoolean());
    }

    [Theory]
    [InlineData("users/99")]
    [InlineData("groups/99")]
    [InlineData("users/credential/api3/nobody")]
    [InlineData("users/credential/email/nobody@example.com")]
    [InlineData("users/credential/saml/1")]
    public async Task What_is_not_there_is_404(string path)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync(path);

        Assert.Equal((404, "Not found"), (reply.Status, reply.Text("message")));
    }

    [Theory]
    [InlineData("users/credential/api3/analyst-key")]
    [InlineData("users/credential/email/ANA@example.com")]
    public async Task A_credential_tells_its_user(string path)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(RunningSandbox.WithAnalyst);

        Assert.Equal("2", (await looker.ApiAsync(path)).Text("id"));
    }

    [Theory]
    [InlineData("users?ids=3,1", "1,3")]
    [InlineData("users?limit=2", "1,2")]
    [InlineData("users?per_page=2&page=2", "3")]
    [InlineData("groups", "5,6")]
    public async Task Lists_take_ids_and_pages(string path, string ids)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(ids, string.Join(",", (await looker.ApiAsync(path)).Texts("id")));
    }

    [Fact]
    public async Task Connections_name_the_external_app_that_they_use()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "connections": [{"name":"snow","oauth_application_id":4,"dialect_name":"snowflake"},{"name":"plain"}] """);

        Assert.Equal(
            """[{"name":"snow","oauth_application_id":"4"},{"name":"plain","oauth_application_id":null}]""",
            (await looker.ApiAsync("connections?fields=name,oauth_application_id")).Content);
        Assert.Equal("snowflake", (await looker.ApiAsync("connections/snow")).Text("dialect_name"));
        Assert.Equal(404, (await looker.ApiAsync("connections/none")).Status);
    }

    [Theory]
    [InlineData("user?fields=id", """{"id":"1"}""")]
    [InlineData("user?fields=id,email", """{"id":"1","email":"admin@example.com"}""")]
    [InlineData("user?fields=id,nothing", """{"id":"1"}""")]
    [InlineData("user?fields=credentials_api3(client_id),id", """{"id":"1","credentials_api3":[{"client_id":"sandbox-client-id"}]}""")]
    [InlineData("user?fields=credentials_email(email)", """{"credentials_email":{"email":"admin@example.com"}}""")]
    [InlineData("user?fields=can(sudo),id", """{"can":{"sudo":true},"id":"1"}""")]
    [InlineData("user?fields= id , email ", """{"id":"1","email":"admin@example.com"}""")]
    [InlineData("groups?fields=id,user_count", """[{"id":"5","user_count":1},{"id":"6","user_count":1}]""")]
    [InlineData("versions?fields=current_version(version)", """{"current_version":{"version":"4.0"}}""")]
    public async Task Fields_select_properties(string path, string expected)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(expected, (await looker.ApiAsync(path)).Content);
    }

    [Fact]
    public async Task Fields_select_inside_of_what_the_seed_passes_on()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync(
            """ "users": [{"id":"1","sessions":[{"id":"9","browser":"Firefox","city":"Bern"}]}] """);

        Assert.Equal("""{"sessions":[{"browser":"Firefox"}]}""", (await looker.ApiAsync("user?fields=sessions(browser)")).Content);
    }

    [Fact]
    public async Task A_user_links_to_itself_and_tells_what_the_caller_may_do()
    {
        using RunningSandbox looker = await RunningSandbox.AsAnalystAsync();

        Reply own = await looker.ApiAsync("users/2?fields=can,url");
        Reply other = await looker.ApiAsync("users/1?fields=can,url");

        Assert.Equal($$$"""{"can":{"show":true,"index":true,"show_details":true,"index_details":true,"sudo":false},"url":"{{{looker.Server.BaseUrl}}}/api/4.0/users/2"}""", own.Content);
        Assert.Equal($$$"""{"can":{"show":true,"index":true,"show_details":false,"index_details":false,"sudo":false},"url":"{{{looker.Server.BaseUrl}}}/api/4.0/users/1"}""", other.Content);
    }

    [Fact]
    public async Task A_group_tells_what_the_caller_may_do()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(
            """{"can":{"show":true,"index":true,"create":true,"update":true,"delete":true,"edit_in_ui":true,"add_to_content_metadata":true}}""",
            (await looker.ApiAsync("groups/5?fields=can")).Content);
    }
}
