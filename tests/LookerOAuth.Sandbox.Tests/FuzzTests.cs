using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Sandbox.Tests;

/// <summary>Requests and seeds that nobody means to send. They may be refused; they never break the server, and never end the process.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Paths =
    [
        "api/4.0/login", "api/4.0/login/2", "api/login", "api/4.0/session", "api/4.0/user", "api/4.0/users", "api/4.0/users/search",
        "api/4.0/users/2", "api/4.0/users/credential/api3/x", "api/4.0/users/2/credentials_api3", "api/4.0/users/1/credentials_api3/1",
        "api/4.0/groups", "api/4.0/groups/search", "api/4.0/groups/5", "api/4.0/oauth_client_apps", "api/4.0/oauth_client_apps/a",
        "api/4.0/oauth_client_apps/a/users/2", "api/4.0/oauth_client_apps/a/tokens", "api/4.0/external_oauth_applications",
        "api/4.0/external_oauth_applications/abc", "api/4.0/external_oauth_applications/user_state", "api/4.0/connections",
        "api/4.0/connections/c", "api/4.0/setting", "api/4.0/versions", "versions", "alive", "auth", "api/token",
        ".well-known/oauth-authorization-server",
    ];

    private static readonly string[] Names =
    [
        "fields", "name", "email", "id", "ids", "limit", "offset", "page", "per_page", "filter_or", "group_id", "is_disabled", "client_id",
        "client_secret", "redirect_uri", "redirect_uris", "display_name", "description", "enabled", "user_id", "oauth_application_id",
        "access_token", "access_token_expires_at", "refresh_token", "tenant_id", "bi_directional_data_access", "purpose", "workspace_id",
        "grant_type", "code", "code_verifier", "response_type", "scope", "state", "code_challenge", "code_challenge_method", "decision",
    ];

    private static readonly string[] Values =
    [
        "", " ", "a", "5", "-1", "0", "99999999999999999999", "1e400", "null", "true", "%", "%2", "%zz", "%00", "%0d%0a", "%ff%fe", "%ed%a0%80", "%2e%2e%2f",
        "((((", "))))", "a(b(c(d)))", "a,,(,)(", "a(", "%28%28%2c", "http://localhost:7777/cb", "http://%C3%BC.example/cb", "custom+app:/cb?x=1",
        "http://a/cb#f", "authorization_code", "refresh_token", "code", "S256", "cors_api", "allow", "deny", "dev", "+", "a+b", "IS+NULL", "%25%25_%25", "*",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "%f0%9f%98%80",
    ];

    private static readonly string[] JsonValues =
    [
        "null", "true", "false", "0", "-1", "1e400", "1E-7", "123456789012345678901234567890", "\"\"", "\" \"", "\"a\"", "\"5\"", "\"\\ud800\"", "\"\\u0000\"",
        "\"\\r\\nX: y\"", "[]", "[1]", "[null]", "[\"\\udfff\"]", "[\"http://a/cb\",\"http://\u00FC/cb\"]", "{}", "{\"a\":[{}]}", "\"http://localhost:7777/cb\"",
        "\"http://\u00FC.example/cb\"", "\"\u65E5\u672C:cb\"", "\"2026-13-45T99:99:99Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"2026-03-01T12:00:00Z\"",
    ];

    [Theory]
    [InlineData('(')]
    [InlineData(')')]
    [InlineData(',')]
    public async Task Thousands_of_parentheses_in_fields_end_nothing(char c)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("user?fields=" + new string(c, 16_000));

        Assert.Equal(c == '(' ? 400 : 200, reply.Status);
        Assert.Equal(200, (await looker.ApiAsync("user")).Status);
    }

    [Theory]
    [InlineData(31, 200)]
    [InlineData(32, 400)]
    public async Task Fields_may_nest_deeper_than_any_object_but_not_without_end(int parentheses, int status)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        string nested = string.Concat(Enumerable.Repeat("a(", parentheses));

        Assert.Equal(status, (await looker.ApiAsync("users?fields=id," + nested)).Status);
        Assert.Equal(status, (await looker.ApiAsync("versions?fields=id," + nested)).Status);
    }

    [Theory]
    [InlineData("{\"display_name\":" + "[")]
    [InlineData("{\"x\":")]
    [InlineData("[")]
    public async Task A_deep_body_is_400(string open)
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Reply reply = await looker.ApiAsync("POST", "oauth_client_apps/a", string.Concat(Enumerable.Repeat(open, 20_000)));

        Assert.Equal(400, reply.Status);
    }

    [Fact]
    public async Task A_property_whose_name_is_no_text_is_400()
    {
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();

        Assert.Equal(400, (await looker.ApiAsync("PATCH", "session", """{"\ud800":1}""")).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_requests_are_answered_or_refused(int seed)
    {
        Random random = new(seed);
        using RunningSandbox looker = await RunningSandbox.LoggedInAsync();
        string token = looker.Token!;

        for (int i = 0; i < 500; i++)
        {
            using HttpRequestMessage request = NewRequest(random, looker.Server.BaseUrl);
            string sent = $"{request.Method} {request.RequestUri!.OriginalString} {Encoding.UTF8.GetString(request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(RunningSandbox.Cancelled))}";
            if (random.Next(10) > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            Reply reply = await looker.SendAsync(request);

            Assert.True(reply.Status is >= 200 and < 500, $"{reply.Status} {reply.Content}\n{sent}");
            if (reply.Status == 401)
            {
                token = await looker.LogInAsync();
            }
        }

        looker.Token = token;
        Assert.Equal(200, (await looker.GetAsync("/alive")).Status);
        Assert.True(looker.Server.Requests.Count > 500);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_seeds_are_read_or_refused_with_a_reason(int seed)
    {
        Random random = new(seed);
        string[] keys = ["release", "api_keys", "users", "groups", "oauth_client_apps", "external_oauth_applications", "connections", "embed_domain_allowlist", "\\ud800", "x"];
        for (int i = 0; i < 2000; i++)
        {
            string text = Mutate(random, $"{{{string.Join(",", Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
                $"\"{Pick(random, keys)}\":{(random.Next(2) == 0 ? Pick(random, JsonValues) : $"[{NewObject(random)},{Pick(random, JsonValues)}]")}"))}}}");
            try
            {
                using SandboxServer? server = i % 100 == 0 ? SandboxServer.Start(new SandboxOptions { Seed = SandboxSeed.Parse(text) }) : null;
                _ = SandboxSeed.Parse(text);
            }
            catch (SandboxSeedException e)
            {
                Assert.NotEmpty(e.Errors);
            }
        }
    }

    [Fact]
    public void Random_wildcards_of_faults_match_or_are_refused()
    {
        Random random = new(5);
        using SandboxServer server = SandboxServer.Start();
        for (int i = 0; i < 2000; i++)
        {
            string path = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => "*?[]`-a/\u00FC"[random.Next(9)])]);
            try
            {
                server.AddFault(new SandboxFault { StatusCode = 500, Path = path });
            }
            catch (ArgumentException e)
            {
                Assert.Contains("wildcard", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static HttpRequestMessage NewRequest(Random random, string baseUrl)
    {
        string path = Pick(random, Paths);
        if (random.Next(4) == 0)
        {
            string[] segments = path.Split('/');
            segments[random.Next(segments.Length)] = Pick(random, Values).Replace('#', '_');
            path = string.Join("/", segments);
        }

        string query = random.Next(2) == 0 ? "" : "?" + NewPairs(random);

        // As written: the client must not mend what is meant to be broken.
        Uri address = new($"{baseUrl}/{path.Replace(' ', '+')}{query.Replace(' ', '+').Replace('#', '_')}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        HttpRequestMessage request = new(new HttpMethod(Pick(random, ["GET", "GET", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"])), address);
        if (request.Method != HttpMethod.Get)
        {
            byte[] body = Encoding.UTF8.GetBytes(random.Next(3) == 0 ? NewPairs(random) : Mutate(random, NewObject(random)));
            if (random.Next(8) == 0 && body.Length > 0)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation(
                "Content-Type", Pick(random, ["application/json", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=x", "text/plain", ";"]));
        }

        request.Headers.TryAddWithoutValidation("Accept-Encoding", Pick(random, ["identity", "gzip;;q", "gzip;q=0", ",;,", "*"]));
        return request;
    }

    private static string NewPairs(Random random) =>
        string.Join("&", Enumerable.Range(0, random.Next(8)).Select(_ => $"{Pick(random, Names)}={Pick(random, Values)}"));

    private static string NewObject(Random random) =>
        $"{{{string.Join(",", Enumerable.Range(0, random.Next(8)).Select(_ => $"\"{(random.Next(30) == 0 ? "\\ud800" : Pick(random, Names))}\":{Pick(random, JsonValues)}"))}}}";

    /// <summary>Mostly the text as it is; sometimes cut, doubled in part, or with a character changed.</summary>
    private static string Mutate(Random random, string text)
    {
        int at = random.Next(text.Length);
        return random.Next(8) switch
        {
            0 => text[..at],
            1 => text[..at] + text[(at / 2)..],
            2 => text[..at] + "{}[]\",:\\u0"[random.Next(10)] + text[(at + 1)..],
            _ => text,
        };
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
