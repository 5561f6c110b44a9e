// Compiled by Race.ps1: what is left when the cmdlets and PowerShell itself are taken away.
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Tasks;

public sealed class BareLoop : IDisposable
{
    private readonly HttpClient _http = new HttpClient();
    private readonly string _apps;

    public BareLoop(string baseUrl, string token)
    {
        _apps = baseUrl + "/api/4.0/oauth_client_apps/";
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public void Get(string[] guids)
    {
        RunAsync(guids, guid => new HttpRequestMessage(HttpMethod.Get, _apps + Uri.EscapeDataString(guid))).GetAwaiter().GetResult();
    }

    public void Set(string[] guids, string description)
    {
        RunAsync(guids, guid => Patch(guid, description)).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _http.Dispose();
    }

    private HttpRequestMessage Patch(string guid, string description)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { { "description", description } });
        HttpRequestMessage request = new HttpRequestMessage(HttpMethod.Patch, _apps + Uri.EscapeDataString(guid));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    private async Task RunAsync(string[] guids, Func<string, HttpRequestMessage> create)
    {
        foreach (string guid in guids)
        {
            using (HttpRequestMessage request = create(guid))
            using (HttpResponseMessage response = await _http.SendAsync(request).ConfigureAwait(false))
            {
                response.EnsureSuccessStatusCode();
                JsonSerializer.Deserialize<App>(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
            }
        }
    }

    public sealed class App
    {
        public string client_guid { get; set; }

        public string redirect_uri { get; set; }

        public string[] redirect_uris { get; set; }

        public string display_name { get; set; }

        public string description { get; set; }

        public bool? enabled { get; set; }

        public string group_id { get; set; }

        public Dictionary<string, bool> can { get; set; }
    }
}
