using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LookerOAuth.Sandbox;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>Every operation, with a proxy in between that knows the vendor's description of the API and finds fault with both sides.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task Requests_and_responses_keep_to_the_vendor_s_description()
    {
        string script = FindScript() ?? "";
        Assert.SkipWhen(script.Length == 0, "The contract check is not beside this checkout (../shared/tools/contract-check.sh).");
        Assert.SkipUnless(IsOnPath("npm") && IsOnPath("bash"), "The contract check needs bash and npm, and one of them is not on the PATH.");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SandboxServer sandbox = SandboxServer.Start();

        (Process process, string proxy) = await StartProxyAsync(script, sandbox.BaseUrl, cancellation);
        using Process check = process;
        Task<string> errors = check.StandardError.ReadToEndAsync(cancellation);
        StringBuilder output = new();
        try
        {
            await DriveAsync(proxy, sandbox, cancellation);
        }
        finally
        {
            await check.StandardInput.WriteLineAsync();
            check.StandardInput.Close();
            output.Append(await check.StandardOutput.ReadToEndAsync(cancellation));
            await check.WaitForExitAsync(cancellation);
        }

        Assert.True(check.ExitCode == 0, $"{output}\n{await errors}");
    }

    /// <summary>Starts the check. Its script gives the proxy 20 seconds to start, which a busy machine may need more than once.</summary>
    private static async Task<(Process Check, string Proxy)> StartProxyAsync(string script, string baseUrl, CancellationToken cancellation)
    {
        // The script runs its command while the proxy is up: this one says where it is, and lasts until the test has driven everything.
        ProcessStartInfo start = new("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[script, baseUrl, "--", "sh", "-c", "echo \"proxy $CONTRACT_BASE_URL\"; read -r _"])
        {
            start.ArgumentList.Add(argument);
        }

        for (int attempt = 1; ; attempt++)
        {
            Process check = Process.Start(start)!;
            while (await check.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (line.StartsWith("proxy ", StringComparison.Ordinal))
                {
                    return (check, line["proxy ".Length..]);
                }
            }

            string errors = await check.StandardError.ReadToEndAsync(cancellation);
            check.Dispose();
            Assert.True(attempt < 3, $"The proxy did not start. {errors}");
        }
    }

    private static async Task DriveAsync(string baseUrl, SandboxServer sandbox, CancellationToken cancellation)
    {
        LookerClientOptions options = new()
        {
            BaseUrl = baseUrl,
            Credential = LookerCredential.ApiKey(sandbox.ClientId, TestLooker.Secret(sandbox.ClientSecret)),
        };
        using LookerClient looker = new(options);
        using LookerClient ana = new(options with { RunAsUserId = "2" });

        await looker.LoginAsync(cancellation);
        await looker.Instance.GetVersionsAsync(cancellation);
        await looker.Api.SendAsync(HttpMethod.Get, "session", cancellationToken: cancellation);
        await looker.Api.SendAsync(HttpMethod.Patch, "session", body: """{"workspace_id":"dev"}""", cancellationToken: cancellation);
        await ana.Directory.GetMeAsync(null, cancellation);

        DirectoryOperations directory = looker.Directory;
        await TestLooker.All(directory.ListGroupsAsync(null, cancellation));
        await directory.GetGroupAsync("5", null, cancellation);
        await directory.FindGroupAsync("Analysts", null, cancellation);
        await TestLooker.All(directory.ListUsersAsync(null, cancellation));
        await directory.GetUserAsync("2", null, cancellation);
        await directory.FindUserAsync("ana@example.com", null, cancellation);

        OAuthClientAppOperations apps = looker.OAuthClientApps;
        OAuthClientAppChanges properties = new()
        {
            RedirectUri = new(["http://localhost:7777/oauth/callback"]),
            DisplayName = "CLI",
            Description = "From a terminal",
            Enabled = true,
            GroupId = "5",
        };
        await apps.RegisterAsync("com.example.cli/ü", properties, null, cancellation);
        await apps.RegisterOrUpdateAsync("com.example.cli/ü", properties with { DisplayName = "New" }, null, cancellation);
        await apps.UpdateAsync("com.example.cli/ü", new OAuthClientAppChanges { GroupId = null }, null, cancellation);
        await apps.ActivateUserAsync("com.example.cli/ü", "2", cancellation);
        await TestLooker.All(apps.ListAsync(null, cancellation));
        await TestLooker.All(apps.ListAsync(["client_guid", "activated_users(id)"], cancellation));
        await apps.DeactivateUserAsync("com.example.cli/ü", "2", cancellation);
        await apps.InvalidateTokensAsync("com.example.cli/ü", cancellation);
        await apps.DeleteAsync("com.example.cli/ü", cancellation);

        ExternalOAuthAppOperations external = looker.ExternalOAuthApps;
        ExternalOAuthApp created = await external.CreateAsync(
            "a+b/c=",
            new ExternalOAuthAppChanges
            {
                Name = "db.example.com",
                ClientSecret = TestLooker.Secret("made-up-secret"),
                DialectName = "snowflake",
                TenantId = "made-up-tenant",
                BiDirectionalDataAccess = false,
            },
            cancellation);
        await external.UpdateAsync("a+b/c=", new ExternalOAuthAppChanges { ClientSecret = TestLooker.Secret("made-up-new-secret"), Name = "db2" }, cancellation);
        await external.CreateUserStateAsync(
            new ExternalOAuthUserStateCreation
            {
                ExternalOAuthAppId = created.ExternalOAuthAppId!,
                UserId = "2",
                AccessToken = TestLooker.Secret("made-up-access"),
                AccessTokenExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
                RefreshToken = TestLooker.Secret("made-up-refresh"),
                RefreshTokenExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
            },
            cancellation);
        await external.DeleteAsync("a+b/c=", cancellation);

        CreatedApiKey key = await looker.ApiKeys.CreateAsync("2", "Nightly", cancellation);
        await looker.ApiKeys.GetAsync("2", key.Key.ApiKeyId!, cancellation);
        await looker.ApiKeys.UpdateAsync("2", key.Key.ApiKeyId!, "Weekly", cancellation);
        await TestLooker.All(looker.ApiKeys.ListAsync("2", cancellation));
        await looker.ApiKeys.RotateAsync(new() { UserId = "2", ClientId = key.Key.ClientId }, (_, _, _) => Task.CompletedTask, cancellation);
        await looker.Instance.GetEmbedSettingAsync(cancellation);

        // Refusals have a shape, too.
        await TestLooker.FailureOf(looker.ApiKeys.GetAsync("2", "99", cancellation));
        await TestLooker.FailureOf(looker.ApiKeys.DeleteAsync("99", "1", cancellation));
        await TestLooker.FailureOf(apps.GetAsync("absent", null, cancellation));
        await TestLooker.FailureOf(apps.RegisterAsync("a", new OAuthClientAppChanges { DisplayName = "A" }, null, cancellation));
        await ana.LogoutAsync(cancellation);
        await looker.LogoutAsync(cancellation);
    }

    private static string? FindScript()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LookerOAuth.slnx")))
            {
                string script = Path.Combine(folder.FullName, "..", "shared", "tools", "contract-check.sh");
                return File.Exists(script) ? script : null;
            }
        }

        return null;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
