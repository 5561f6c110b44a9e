using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;

namespace LookerOAuth.Benchmarks;

/// <summary>What a person writes without a library: HttpClient as it comes, System.Text.Json source-generated, a token in a header. No retries, no
/// renewal, no messages from the server.</summary>
internal sealed class BareClient(HttpClient http, string baseUrl) : IDisposable
{
    private readonly string _apps = baseUrl + "/api/4.0/oauth_client_apps";
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", "token-of-the-benchmark");

    public async Task<BareApp> GetAppAsync(string guid)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{_apps}/{Uri.EscapeDataString(guid)}");
        return await SendAsync(request, BareJson.Default.BareApp);
    }

    public async Task<BareApp> UpdateAppAsync(string guid, BareChanges changes)
    {
        using HttpRequestMessage request = new(HttpMethod.Patch, $"{_apps}/{Uri.EscapeDataString(guid)}")
        {
            Content = JsonContent.Create(changes, BareJson.Default.BareChanges),
        };
        return await SendAsync(request, BareJson.Default.BareApp);
    }

    public async Task<List<BareApp>> ListAppsAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, _apps);
        return await SendAsync(request, BareJson.Default.ListBareApp);
    }

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(HttpRequestMessage request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        request.Headers.Authorization = _authorization;
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(type) ?? throw new JsonException();
    }
}

internal sealed class BareApp
{
    [JsonPropertyName("client_guid")]
    public string? ClientGuid { get; set; }

    [JsonPropertyName("redirect_uri")]
    public string? RedirectUri { get; set; }

    [JsonPropertyName("redirect_uris")]
    public string[]? RedirectUris { get; set; }

    [JsonPropertyName("display_name")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("description")]
    public string? Description { get; set; }

    [JsonPropertyName("enabled")]
    public bool? Enabled { get; set; }

    [JsonPropertyName("group_id")]
    public string? GroupId { get; set; }

    [JsonPropertyName("tokens_invalid_before")]
    public DateTimeOffset? TokensInvalidBefore { get; set; }

    [JsonPropertyName("activated_users")]
    public List<BareUser>? ActivatedUsers { get; set; }

    [JsonPropertyName("can")]
    public Dictionary<string, bool>? Can { get; set; }
}

internal sealed class BareUser
{
    [JsonPropertyName("id")]
    public string? UserId { get; set; }

    [JsonPropertyName("display_name")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("first_name")]
    public string? FirstName { get; set; }

    [JsonPropertyName("last_name")]
    public string? LastName { get; set; }

    [JsonPropertyName("avatar_url")]
    public string? AvatarUrl { get; set; }

    [JsonPropertyName("url")]
    public string? Url { get; set; }

    [JsonPropertyName("can")]
    public Dictionary<string, bool>? Can { get; set; }
}

internal sealed class BareChanges
{
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("description")]
    public string? Description { get; set; }

    [JsonPropertyName("enabled")]
    public bool? Enabled { get; set; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<BareApp>))]
[JsonSerializable(typeof(BareChanges))]
internal sealed partial class BareJson : JsonSerializerContext;
