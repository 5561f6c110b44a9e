using System;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class RedirectUriTests
{
    private static readonly OAuthClientAppChanges One = new() { RedirectUri = new(["https://example.com/1"]) };
    private static readonly OAuthClientAppChanges Two = new() { RedirectUri = new(["https://example.com/1", "https://example.com/2"]) };

    private static Script Versions(string? release) =>
        Respond.Json(release is null ? "{}" : $$"""{"looker_release_version":"{{release}}"}""");

    [Fact]
    public async Task One_uri_goes_the_old_way_without_a_question()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.OAuthClientApps.RegisterAsync("a", One);

        Assert.Equal(["POST oauth_client_apps/a"], looker.Server.Lines);
        Assert.Equal("""{"redirect_uri":"https://example.com/1"}""", looker.Server.Last.Body);
    }

    [Theory]
    [InlineData("26.22")]
    [InlineData("26.22.0")]
    [InlineData("26.22.9-beta")]
    [InlineData("26.100.1")]
    [InlineData("27.0")]
    public async Task Several_uris_go_to_a_server_that_has_them(string release)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Versions(release), Respond.Json("{}"));

        await looker.Client.OAuthClientApps.RegisterAsync("a", Two);

        Assert.Equal(["GET versions", "POST oauth_client_apps/a"], looker.Server.Lines);
        Assert.Equal("""{"redirect_uris":["https://example.com/1","https://example.com/2"]}""", looker.Server.Last.Body);
    }

    [Theory]
    [InlineData("26.21.99")]
    [InlineData("26.4")]
    [InlineData("26.3.22")]
    [InlineData("25.20.3")]
    [InlineData("7.20")]
    [InlineData("odd")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Several_uris_are_refused_before_anything_is_written_to_another_server(string? release)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Versions(release));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.UpdateAsync("a", Two));

        Assert.Equal(LookerErrorKind.NotSupported, e.Kind);
        Assert.Contains("26.22", e.Message, StringComparison.Ordinal);
        Assert.Equal("a", e.Subject);
        Assert.Equal(["GET versions"], looker.Server.Lines);
    }

    [Fact]
    public async Task Release_is_asked_for_once()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Versions("26.22"), Respond.Json("{}"), Respond.Json("{}"));

        await looker.Client.OAuthClientApps.RegisterAsync("a", Two);
        await looker.Bare.OAuthClientApps.UpdateAsync("b", Two);

        Assert.Equal(["GET versions", "POST oauth_client_apps/a", "PATCH oauth_client_apps/b"], looker.Server.Lines);
    }

    [Fact]
    public async Task Refusal_is_remembered_too()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Versions("25.0"));
        await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Two));

        await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("b", Two));

        Assert.Equal(["GET versions"], looker.Server.Lines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("odd")]
    [InlineData("26.21")]
    public async Task Release_that_becomes_known_counts_whatever_was_known_before(string? before)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Versions(before), Versions("26.22"), Versions(null), Respond.Json("{}"));
        await TestLooker.FailureOf(looker.Client.OAuthClientApps.UpdateAsync("a", Two));

        await looker.Client.Instance.GetVersionsAsync();
        await looker.Client.Instance.GetVersionsAsync();
        await looker.Client.OAuthClientApps.UpdateAsync("a", Two);

        Assert.Equal("PATCH oauth_client_apps/a", looker.Server.Last.Line);
    }

    [Fact]
    public async Task Uris_seen_on_an_app_answer_the_question()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("""[{"client_guid":"z","redirect_uris":["https://example.com/z"]}]"""), Respond.Json("{}"));
        await TestLooker.All(looker.Client.OAuthClientApps.ListAsync());

        await looker.Client.OAuthClientApps.RegisterAsync("a", Two);

        Assert.Equal(["GET oauth_client_apps", "POST oauth_client_apps/a"], looker.Server.Lines);
    }

    [Fact]
    public async Task One_uri_goes_the_new_way_where_the_server_is_known_to_be_new()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Versions("26.22"), Respond.Json("{}"));
        await looker.Client.Instance.GetVersionsAsync();

        await looker.Client.OAuthClientApps.RegisterAsync("a", One);

        Assert.Equal("""{"redirect_uris":["https://example.com/1"]}""", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Given_null_clears_the_uri()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges { RedirectUri = new(null) });

        Assert.Equal("""{"redirect_uri":null}""", looker.Server.Last.Body);
    }

    [Fact]
    public async Task Changes_without_uris_ask_nothing()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json("{}"));

        await looker.Client.OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges { DisplayName = "A" });

        Assert.Equal(["PATCH oauth_client_apps/a"], looker.Server.Lines);
    }

    [Fact]
    public async Task Failed_question_is_an_error_and_nothing_is_written()
    {
        using TestLooker looker = TestLooker.WithToken(o => o with { MaximumRetryCount = 0 });
        looker.Server.Then(Respond.Page(503));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.OAuthClientApps.RegisterAsync("a", Two));

        Assert.Equal(LookerErrorKind.ServerError, e.Kind);
        Assert.Equal(["GET versions"], looker.Server.Lines);
    }

    public static TheoryData<string, string[]?> Shapes => new()
    {
        { """{"redirect_uri":"https://example.com/1"}""", ["https://example.com/1"] },
        { """{"redirect_uris":["https://example.com/1","https://example.com/2"],"redirect_uri":"https://example.com/1"}""", ["https://example.com/1", "https://example.com/2"] },
        { """{"redirect_uris":null,"redirect_uri":"https://example.com/1"}""", ["https://example.com/1"] },
        { """{"redirect_uri":"https://example.com/2","redirect_uris":["https://example.com/1"]}""", ["https://example.com/1"] },
        { """{"redirect_uris":[]}""", [] },
        { """{"redirect_uri":""}""", [] },
        { """{"redirect_uri":null}""", null },
        { "{}", null },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Uris_are_read_from_old_and_new_servers(string body, string[]? expected)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(body));

        Assert.Equal(expected, (await looker.Client.OAuthClientApps.GetAsync("a")).RedirectUri);
    }

    [Theory]
    [InlineData("redirect_uri", "\"https://example.com/1\"")]
    [InlineData("redirect_uris", "[\"https://example.com/1\"]")]
    public async Task Uris_that_are_set_take_the_place_of_the_server_s(string name, string value)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json($$"""{"{{name}}":{{value}}}"""));
        OAuthClientApp app = await looker.Client.OAuthClientApps.GetAsync("a");

        app.RedirectUri = new RedirectUriCollection("x:1");
        Assert.Equal("x:1", $"{app.RedirectUri}");
        app.RedirectUri = null;
        Assert.Null(app.RedirectUri);
    }
}
