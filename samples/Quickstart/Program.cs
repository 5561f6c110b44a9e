// The main job through Core, against the sandbox: log in, register, update, create external, list, fail twice, log out.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using LookerOAuth;
using LookerOAuth.Sandbox;
using Quickstart;

using SandboxServer sandbox = SandboxServer.Start();
Console.WriteLine($"Sandbox        {sandbox.BaseUrl}");

using LookerClient looker = Client(sandbox.ClientSecret);
await looker.LoginAsync();
User me = await looker.Directory.GetMeAsync();
Console.WriteLine($"Logged in      as {me.DisplayName} (user {me.UserId})");

string[] redirectUri = ["http://localhost:7777/callback"];
OAuthClientApp app = await looker.OAuthClientApps.RegisterAsync("com.example.cli", new OAuthClientAppChanges
{
    RedirectUri = redirectUri,
    DisplayName = "Example CLI",
    Description = "Ask Looker from a terminal",
});
Console.WriteLine($"Registered     {app.ClientGuid}");

Group analysts = await looker.Directory.FindGroupAsync("Analysts");
app = await looker.OAuthClientApps.UpdateAsync(app.ClientGuid!, new OAuthClientAppChanges
{
    DisplayName = "Example CLI 2",
    GroupId = analysts.GroupId,
});
Console.WriteLine($"Updated        {app.ClientGuid}: '{app.DisplayName}', for the group {analysts.Name}");

ExternalOAuthApp external = await looker.ExternalOAuthApps.CreateAsync("snowflake+client/id=", new ExternalOAuthAppChanges
{
    Name = "acme.snowflakecomputing.example",
    ClientSecret = Secret("made-up-snowflake-secret"),
    DialectName = "snowflake",
});
Console.WriteLine($"Created        external app {external.ExternalOAuthAppId} for {external.Name}");

Console.WriteLine();
Table.Write(
    ["ClientGuid", "DisplayName", "Enabled", "GroupId", "RedirectUri"],
    await ToListAsync(looker.OAuthClientApps.ListAsync()),
    a => [a.ClientGuid, a.DisplayName, a.Enabled?.ToString(), a.GroupId, a.RedirectUri?.ToString()]);
Table.Write(
    ["ExternalOAuthAppId", "Name", "ClientId", "DialectName"],
    await ToListAsync(looker.ExternalOAuthApps.ListAsync()),
    a => [a.ExternalOAuthAppId, a.Name, a.ClientId, a.DialectName]);

using LookerClient stranger = Client("a-wrong-made-up-secret");
await ShowFailureAsync("A wrong key", () => stranger.LoginAsync());
await ShowFailureAsync("A duplicate", () => looker.OAuthClientApps.RegisterAsync("com.example.cli", new OAuthClientAppChanges
{
    RedirectUri = redirectUri,
    DisplayName = "Example CLI",
}));

await looker.LogoutAsync();
Console.WriteLine($"Logged out     after {sandbox.Requests.Count} requests");

LookerClient Client(string secret) => new(new LookerClientOptions
{
    BaseUrl = sandbox.BaseUrl,
    Credential = LookerCredential.ApiKey(sandbox.ClientId, Secret(secret)),
});

static SecureString Secret(string text)
{
    SecureString secret = new();
    text.ToList().ForEach(secret.AppendChar);
    return secret;
}

static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
{
    List<T> list = [];
    await foreach (T item in items)
    {
        list.Add(item);
    }

    return list;
}

static async Task ShowFailureAsync(string title, Func<Task> work)
{
    try
    {
        await work();
    }
    catch (LookerApiException e)
    {
        Console.WriteLine($"{title,-14} {e.Kind}: {e.Message}");
    }
}
