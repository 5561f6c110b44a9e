using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class SecretMaskTests
{
    /// <summary>A made-up secret with all that JSON, addresses and forms spell otherwise.</summary>
    private const string OddSecret = "made\"up\\se/cr et+ü😀%=&<x>";

    private static async Task<(LookerApiException Failure, string Events)> Echo(string body)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(422, body));
        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateAsync(
            "abc", new ExternalOAuthAppChanges { Name = "n", ClientSecret = TestLooker.Secret(OddSecret) }));
        return (e, looker.Observer.AllText);
    }

    public static TheoryData<string> Spellings =>
    [
        OddSecret,
        JsonEncodedText.Encode(OddSecret).ToString(),
        JsonEncodedText.Encode(OddSecret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        OddSecret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal),
        string.Concat(OddSecret.Select(c => c is >= 'a' and <= 'z' ? $"{c}" : $"\\u{(int)c:x4}")),
        Uri.EscapeDataString(OddSecret),
        string.Concat(Uri.EscapeDataString(OddSecret).Select(c => char.ToLowerInvariant(c))),
        Uri.EscapeDataString(OddSecret).Replace("%20", "+", StringComparison.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Secret_that_the_server_echoes_is_masked_in_every_spelling(string spelling)
    {
        (LookerApiException e, string events) = await Echo($"before {spelling} after");

        Assert.Equal("before *** after", e.ResponseBody);
        Assert.DoesNotContain(spelling, $"{e} {events}", StringComparison.Ordinal);
    }

    /// <summary>What a page makes of the characters that it cannot hold: names, decimal and hexadecimal numbers.</summary>
    [Theory]
    [InlineData("ma&de", "ma&amp;de")]
    [InlineData("ma<de", "ma&lt;de")]
    [InlineData("ma>de", "ma&gt;de")]
    [InlineData("ma\"de", "ma&quot;de")]
    [InlineData("ma'de", "ma&apos;de")]
    [InlineData("ma'de", "ma&#39;de")]
    [InlineData("ma'de", "ma&#039;de")]
    [InlineData("ma<de", "ma&#60;de")]
    [InlineData("ma<de", "ma&#x3C;de")]
    [InlineData("ma<de", "ma&#x003c;de")]
    [InlineData("ma<de", "ma&LT;de")]
    [InlineData("ma😀de", "ma&#128512;de")]
    [InlineData("ma😀de", "ma&#x1F600;de")]
    [InlineData("0Z9az-09AZ", "0Z9az-09AZ")]
    [InlineData("09azAZ", "09azAZ")]
    [InlineData("ma de", "ma+de")]
    [InlineData("ma de", "ma%20de")]
    public void Spelling_of_a_secret_is_masked(string secret, string spelling)
    {
        using LookerRequest request = new(Operations.Me, new Uri("https://looker.example.com/api/4.0/user")) { Secrets = [TestLooker.Secret(secret)] };

        Assert.Equal("<p>***</p>", SecretMask.Apply($"<p>{spelling}</p>", request));
    }

    [Theory]
    [InlineData("ma=de", "ma+de")]
    [InlineData("ma&de", "ma&lt;de")]
    [InlineData("ma-de", "ma&;de")]
    [InlineData("", "a text")]
    public void What_is_no_spelling_of_a_secret_stays(string secret, string text)
    {
        using LookerRequest request = new(Operations.Me, new Uri("https://looker.example.com/api/4.0/user")) { Secrets = [TestLooker.Secret(secret)] };

        Assert.Equal(text, SecretMask.Apply(text, request));
    }

    [Theory]
    [InlineData("made-up", "made-up-and-longer")]
    [InlineData("made-up-and-longer", "made-up")]
    public void Secret_that_begins_with_another_one_is_masked_whole(string one, string other)
    {
        using LookerRequest request = new(Operations.Me, new Uri("https://looker.example.com/api/4.0/user"))
        {
            Secrets = [TestLooker.Secret(one), TestLooker.Secret(other)],
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "made-up-and-longer-still");

        Assert.Equal("*** *** ***", SecretMask.Apply("made-up made-up-and-longer made-up-and-longer-still", request));
    }

    [Fact]
    public async Task Secret_that_is_a_letter_leaves_the_faults_readable()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(422, """{"message":"Not good","errors":[{"field":"name","code":"invalid","message":"is invalid"}]}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateAsync(
            "abc", new ExternalOAuthAppChanges { Name = "n", ClientSecret = TestLooker.Secret("a") }));

        Assert.Equal([new LookerValidationError("name", "invalid", "is invalid")], e.ValidationErrors);
    }

    [Fact]
    public void Half_a_character_in_a_secret_is_masked_too()
    {
        const string Half = "ma\ud83dde";
        using LookerRequest request = new(Operations.Me, new Uri("https://looker.example.com/api/4.0/user")) { Secrets = [TestLooker.Secret(Half)] };

        Assert.Equal("*** *** ma&;de", SecretMask.Apply($"{Half} ma\\uD83Dde ma&;de", request));
    }

    [Fact]
    public async Task Secret_that_the_server_echoes_is_masked_in_the_message_and_in_the_faults()
    {
        string echo = JsonEncodedText.Encode(OddSecret).ToString();

        (LookerApiException e, _) = await Echo(
            $$"""{"message":"bad {{echo}}","documentation_url":"https://x/{{echo}}","errors":[{"field":"client_secret","code":"{{echo}}","message":"{{echo}} is bad"}]}""");

        string all = $"{e} {e.DocumentationUrl} {e.ResponseBody} {string.Join(" ", e.ValidationErrors)} {e.ValidationErrors[0].Code}";
        Assert.DoesNotContain("se/cr", all, StringComparison.Ordinal);
        Assert.Equal("*** is bad", e.ValidationErrors[0].Message);
    }

    [Fact]
    public async Task Api_key_s_secret_is_masked_where_a_login_is_refused()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Json(404, """{"message":"no such secret: made-up-secret"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.DoesNotContain("made-up-secret", $"{e} {e.ResponseBody} {looker.Observer.AllText}", StringComparison.Ordinal);
        Assert.Contains("***", e.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_that_the_server_echoes_is_masked()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(400, """{"message":"bad header: Bearer made-up-token"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Contains("bad header: Bearer ***", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-token", $"{e} {e.ResponseBody} {looker.Observer.AllText}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_s_token_is_masked_where_the_sudo_login_is_refused()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = "7" });
        looker.Server.Then(Respond.Token("made-up-admin-token"), Respond.Json(403, """{"message":"made-up-admin-token may not"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.LoginAsync());

        Assert.DoesNotContain("made-up-admin-token", $"{e} {e.ResponseBody} {looker.Observer.AllText}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_a_user_state_are_masked()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(422, """{"message":"made-up-access and made-up-refresh are bad"}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateUserStateAsync(new ExternalOAuthUserStateCreation
        {
            ExternalOAuthAppId = "5",
            UserId = "7",
            AccessToken = TestLooker.Secret("made-up-access"),
            AccessTokenExpiresAt = DateTimeOffset.UnixEpoch,
            RefreshToken = TestLooker.Secret("made-up-refresh"),
        }));

        Assert.DoesNotContain("made-up", $"{e} {e.ResponseBody} {looker.Observer.AllText}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_of_an_unexpected_response_are_masked_too()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(200, "made-up-token is what you sent", "text/plain"));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal("*** is what you sent", e.ResponseBody);
        Assert.DoesNotContain("made-up-token", $"{e}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_straddling_the_end_of_what_is_kept_leave_no_half()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Of(500, new string('x', 2040) + "made-up-token" + "rest", "text/plain"));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.Directory.GetMeAsync());

        Assert.Equal(new string('x', 2040) + "***rest", e.ResponseBody);
    }

    [Theory]
    [InlineData("""{"client_secret":"made-up"}""", """{"client_secret":"***"}""")]
    [InlineData("""{"client_secret" : "made\"up"}""", """{"client_secret" : "***"}""")]
    [InlineData("""{"access_token":"made-up","refresh_token":"made-up","token_type":"Bearer"}""", """{"access_token":"***","refresh_token":"***","token_type":"Bearer"}""")]
    [InlineData("""{"PASSWORD":"made-up"}""", """{"PASSWORD":"***"}""")]
    [InlineData("""{"oauth_client_secret":"made-up"}""", """{"oauth_client_secret":"***"}""")]
    [InlineData("""{"password":12345}""", """{"password":"***"}""")]
    [InlineData("""{"a":{"b":[{"api_key":"made-up"}]}}""", """{"a":{"b":[{"api_key":"***"}]}}""")]
    [InlineData("""{"client_secret":"made-up""", """{"client_secret":"***" """)]
    [InlineData("""{"client_secret":null,"name":"secret santa"}""", """{"client_secret":null,"name":"secret santa"}""")]
    [InlineData("""{"certificate":"made-up","certificate_name":"n"}""", """{"certificate":"***","certificate_name":"n"}""")]
    [InlineData("""{"client_secret":["made-up","made-up"],"name":"n"}""", """{"client_secret":"***","name":"n"}""")]
    [InlineData("""{"tokens":[{"a":"made-up ]}"},[1]],"name":"n"}""", """{"tokens":"***","name":"n"}""")]
    [InlineData("""{"password":{"value":"made\"-up}","b":{}},"name":"n"}""", """{"password":"***","name":"n"}""")]
    [InlineData("""{"private_key":{"value":"made-up""", """{"private_key":"***" """)]
    [InlineData("""{"client_secret":["made-up",""", """{"client_secret":"***" """)]
    [InlineData("""{"client_secret":"made-up\\","name":"n"}""", """{"client_secret":"***","name":"n"}""")]
    [InlineData("""{"password":-1.5e3,"name":"n"}""", """{"password":"***","name":"n"}""")]
    [InlineData("""{"password":7}""", """{"password":"***"}""")]
    [InlineData("""{"password":0}""", """{"password":"***"}""")]
    [InlineData("""{"password":9}""", """{"password":"***"}""")]
    [InlineData("""{"password":95""", """{"password":"***" """)]
    [InlineData("""{"password":-1}""", """{"password":"***"}""")]
    [InlineData("""[{"password":7 },{"password":[7]}]""", """[{"password":"***" },{"password":"***"}]""")]
    [InlineData("""{"has_password":true,"token":false,"a":[]}""", """{"has_password":true,"token":false,"a":[]}""")]
    [InlineData("""{"password":""", """{"password": """)]
    [InlineData("""{"message":"you sent {\"client_secret\":\"made-up\",\"name\":\"n\"}"}""", """{"message":"you sent {\"client_secret\":\"***\",\"name\":\"n\"}"}""")]
    [InlineData("""{"message":"you sent {\"client_secret\":[\"made-up\"],\"name\":5}"}""", """{"message":"you sent {\"client_secret\":\"***\",\"name\":5}"}""")]
    [InlineData("client_secret[]=made-up&client_secret%5B1%5D=made-up&a[]=b", "client_secret[]=***&client_secret%5B1%5D=***&a[]=b")]
    [InlineData("a=b&client_secret=made-up&c=d", "a=b&client_secret=***&c=d")]
    [InlineData("a=b&CLIENT_SECRET=made-up&c=d", "a=b&CLIENT_SECRET=***&c=d")]
    [InlineData("""{"next":"https://x/?token=made-up","name":"n"}""", """{"next":"https://x/?token=***","name":"n"}""")]
    public async Task Bodies_that_are_shown_have_secret_fields_masked(string body, string shown)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.NoContent);

        await looker.Client.Api.SendAsync(HttpMethod.Put, "anything", body: body);

        Assert.Equal(shown.TrimEnd(), Assert.Single(looker.Observer.Events.OfType<LookerRequestSent>()).Body);
        Assert.Equal(body, looker.Server.Last.Body);
    }

    [Fact]
    public async Task Addresses_that_are_shown_have_secret_parameters_masked()
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Page(503), Respond.NoContent);

        await looker.Client.Api.SendAsync(HttpMethod.Get, "anything?a=b&access_token=made-up-token-1&c=d", [new("client_secret", "made-up secret")]);

        Assert.DoesNotContain("made-up", looker.Observer.AllText, StringComparison.Ordinal);
        Assert.Equal(
            "https://looker.example.com/api/4.0/anything?a=b&access_token=***&c=d&client_secret=***",
            looker.Observer.Events.OfType<LookerRequestSent>().First().Url);
    }

    [Theory]
    [InlineData("users?token=made'up&b=c", "users?token=***&b=c")]
    [InlineData("users?token=made<up>\"x", "users?token=***")]
    [InlineData("users?token=made-up#part", "users?token=***#part")]
    [InlineData("users?Access_Token=made-up", "users?Access_Token=***")]
    public void Address_masks_up_to_the_next_parameter(string address, string shown) => Assert.Equal(shown, SecretMask.Query(address));

    [Fact]
    public void Long_row_of_backslashes_takes_no_longer_than_its_length()
    {
        using LookerRequest request = new(Operations.OAuthClientApp, new Uri("https://looker.example.com"));
        Stopwatch clock = Stopwatch.StartNew();

        _ = SecretMask.Apply(new string('\\', 200_000) + "a\"token\":\"made-up\"", request);

        // For every backslash looked at again, it would be minutes.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Observer_that_wants_no_bodies_gets_none()
    {
        using TestLooker looker = TestLooker.WithToken();
        RecordingObserver observer = new() { WantsBodies = false };
        looker.Server.Then(Respond.Of(200, "{}", "application/json", ("X-B3-TraceId", "0123456789abcdef")));

        await looker.Bare.Observed(observer).OAuthClientApps.UpdateAsync("a", new OAuthClientAppChanges { DisplayName = "A" });

        Assert.Null(Assert.Single(observer.Events.OfType<LookerRequestSent>()).Body);
        LookerResponseReceived received = Assert.Single(observer.Events.OfType<LookerResponseReceived>());
        Assert.Null(received.Body);
        Assert.Equal("0123456789abcdef", received.RequestId);
        Assert.Equal(
            "200 to PATCH https://looker.example.com/api/4.0/oauth_client_apps/a after 0 ms (request id 0123456789abcdef)", received.ToString());
    }

    [Fact]
    public async Task No_object_shows_a_secret_as_text()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("made-up-fresh"), Respond.Json("""{"id":"7"}"""));
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);

        string all = string.Join(" ", looker.Options, looker.Options.Credential, connection, looker.Client, JsonSerializer.Serialize(connection));

        Assert.DoesNotContain("made-up-secret", all, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-fresh", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s")]
    [InlineData("error")]
    [InlineData("already_exists")]
    public async Task Secret_that_is_an_ordinary_word_does_not_change_what_an_error_is(string secret)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Then(Respond.Json(422, """{"message":"Not good","errors":[{"field":"name","code":"already_exists","message":"is taken"}]}"""));

        LookerApiException e = await TestLooker.FailureOf(looker.Client.ExternalOAuthApps.CreateAsync(
            "abc", new ExternalOAuthAppChanges { Name = "n", ClientSecret = TestLooker.Secret(secret) }));

        Assert.Equal(LookerErrorKind.AlreadyExists, e.Kind);
        Assert.Single(e.ValidationErrors);
        Assert.DoesNotContain($"\"{secret}\"", e.ResponseBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password_reset_url")]
    [InlineData("account_setup_url")]
    public void Address_with_a_token_for_one_use_is_masked(string name)
    {
        using LookerRequest request = new(Operations.Me, new Uri("https://looker.example.com/api/4.0/x"));

        Assert.Equal($$"""{"{{name}}":"***"}""", SecretMask.Apply($$"""{"{{name}}":"https://looker.example.com/made-up"}""", request));
    }
}
