using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Sandbox.Tests;

/// <summary>A sandbox of a test's own, and a client that is logged in to it.</summary>
internal sealed class RunningSandbox : IDisposable
{
    /// <summary>An admin (1), a caller without the admin role (2), who is in the group 7, and a third user.</summary>
    public const string WithAnalyst = """
        "users": [
          { "id": "1", "first_name": "Ada", "last_name": "Admin", "email": "ada@example.com", "role_ids": ["2"] },
          { "id": "2", "first_name": "Ana", "last_name": "Analyst", "email": "ana@example.com", "role_ids": ["3"] },
          { "id": "3", "first_name": "Ben", "last_name": "Builder", "email": "ben_builder@example.com" }
        ],
        "groups": [ { "id": "7", "name": "Analysts", "user_ids": ["2"] }, { "id": "8", "name": "Developers", "user_ids": ["3"] } ],
        "api_keys": [
          { "client_id": "admin-key", "client_secret": "s1", "user_id": "1" },
          { "client_id": "analyst-key", "client_secret": "s2", "user_id": "2" }
        ]
        """;

    private readonly HttpClient _http;

    private RunningSandbox(SandboxServer server, SandboxClock clock)
    {
        Server = server;
        Clock = clock;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = new Uri(server.BaseUrl),
        };
    }

    public SandboxServer Server { get; }

    public SandboxClock Clock { get; }

    public string? Token { get; set; }

    public static CancellationToken Cancelled => Xunit.TestContext.Current.CancellationToken;

    /// <summary>Waits until a condition holds, and fails if it does not in 30 seconds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Xunit.Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "The condition did not hold in time.");
            await Task.Delay(5, Cancelled);
        }
    }

    /// <summary>Starts without logging in.</summary>
    public static RunningSandbox Start(string? seed = null, Func<SandboxOptions, SandboxOptions>? with = null)
    {
        SandboxClock clock = new SandboxClock();
        SandboxOptions options = new SandboxOptions { TimeProvider = clock };
        if (seed is not null)
        {
            options = options with { Seed = SandboxSeed.Parse($"{{{seed}}}") };
        }

        return new RunningSandbox(SandboxServer.Start(with is null ? options : with(options)), clock);
    }

    /// <summary>Starts, logs in with the first API key (or the one named) and forgets the request for that.</summary>
    public static async Task<RunningSandbox> LoggedInAsync(
        string? seed = null, string? clientId = null, string? secret = null, Func<SandboxOptions, SandboxOptions>? with = null)
    {
        RunningSandbox looker = Start(seed, with);
        await looker.LogInAsync(clientId, secret);
        looker.Server.ClearRequests();
        return looker;
    }

    public static Task<RunningSandbox> AsAnalystAsync(string? moreSeed = null) =>
        LoggedInAsync(WithAnalyst + (moreSeed is null ? "" : "," + moreSeed), "analyst-key", "s2");

    public async Task<string> LogInAsync(string? clientId = null, string? secret = null)
    {
        Reply reply = await PostFormAsync("/api/4.0/login", ("client_id", clientId ?? Server.ClientId), ("client_secret", secret ?? Server.ClientSecret));
        Token = reply.Text("access_token");
        return Token!;
    }

    public Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    /// <summary>GET below <c>/api/4.0/</c>.</summary>
    public Task<Reply> ApiAsync(string path) => SendAsync("GET", "/api/4.0/" + path);

    public Task<Reply> ApiAsync(string method, string path, string? json = null) => SendAsync(method, "/api/4.0/" + path, json);

    public Task<Reply> PostFormAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        });

    public Task<Reply> SendAsync(string method, string path, string? json = null) =>
        SendAsync(new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        });

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (Token is not null && request.Headers.Authorization is null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            }

            using HttpResponseMessage response = await _http.SendAsync(request, Cancelled);
            return new Reply(
                (int)response.StatusCode,
                await response.Content.ReadAsStringAsync(Cancelled),
                response.Content.Headers.ContentType?.MediaType,
                response.Headers.Concat(response.Content.Headers)
                    .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <summary>Sends requests together, lets their delays begin, and moves the clock on by exactly that much.</summary>
    public async Task<Reply[]> GetDelayedAsync(string path, TimeSpan delay, int count = 1)
    {
        int before = Clock.Delays.Count;
        Task<Reply>[] replies = [.. Enumerable.Range(0, count).Select(_ => GetAsync(path))];
        await UntilAsync(() => Clock.Delays.Count == before + count);
        Clock.Advance(delay - TimeSpan.FromMilliseconds(1));
        Xunit.Assert.All(replies, reply => Xunit.Assert.False(reply.IsCompleted));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return await Task.WhenAll(replies).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    public Task<HttpResponseMessage> StreamAsync(string path) => StreamAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends with the token, and comes back as soon as the headers are there.</summary>
    public Task<HttpResponseMessage> StreamAsync(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    public async Task RegisterAsync(string guid, string json = """{"display_name":"App","redirect_uri":"http://localhost:7777/cb"}""")
    {
        Reply reply = await ApiAsync("POST", "oauth_client_apps/" + guid, json);
        Xunit.Assert.Equal(200, reply.Status);
    }

    public void Dispose()
    {
        _http.Dispose();
        Server.Dispose();
    }
}

/// <summary>What came back, read to its end.</summary>
internal sealed record Reply(int Status, string Content, string? MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Content).RootElement;

    public string? Text(string name) => Json.GetProperty(name).GetString();

    public bool Has(string name) => Json.TryGetProperty(name, out _);

    /// <summary>A property of each object of a list.</summary>
    public string[] Texts(string name) => [.. Json.EnumerateArray().Select(item => item.GetProperty(name).GetString()!)];

    /// <summary>The errors of a 422, each as <c>field:code</c>.</summary>
    public string[] Errors => [.. Json.GetProperty("errors").EnumerateArray().Select(fault => $"{fault.GetProperty("field")}:{fault.GetProperty("code")}")];
}
