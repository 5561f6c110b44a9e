using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Logs in to a Looker instance, and makes the connection the current one of this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, LookerNouns.Looker, DefaultParameterSetName = Settings)]
[OutputType(typeof(LookerConnection))]
public sealed class ConnectLookerCommand : LookerCommand
{
    private const string Settings = "Settings";
    private const string CredentialSet = "Credential";
    private const string ClientSecretSet = "ClientSecret";
    private const string AccessTokenSet = "AccessToken";
    private const string OAuth = "OAuth";
    private const string SandboxSet = "Sandbox";

    /// <summary>A settings file; by default the LOOKERSDK_* variables over ./looker.ini.</summary>
    [Parameter(ParameterSetName = Settings)]
    public string? SettingsFile { get; set; }

    /// <summary>The section of the settings file; by default [Looker], or the first.</summary>
    [Parameter(ParameterSetName = Settings)]
    [ArgumentCompleter(typeof(SectionCompleter))]
    public string? Section { get; set; }

    /// <summary>The address of the instance, with or without https://, /api/4.0 and port.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = ClientSecretSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = AccessTokenSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = OAuth, Mandatory = true, Position = 0)]
    [Alias("base_url")]
    [AllowEmptyString]
    public string BaseUrl { get; set; } = "";

    /// <summary>An API key: the client id as user name, the secret as password. Asked for if it is not given.</summary>
    [Parameter(ParameterSetName = CredentialSet, Position = 1)]
    [ApiKey]
    public PSCredential? Credential { get; set; }

    /// <summary>The client id of an API key.</summary>
    [Parameter(ParameterSetName = ClientSecretSet, Mandatory = true)]
    [Alias("client_id")]
    [AllowEmptyString]
    public string ClientId { get; set; } = "";

    /// <summary>The secret of an API key.</summary>
    [Parameter(ParameterSetName = ClientSecretSet, Mandatory = true)]
    [Alias("client_secret")]
    public SecureString ClientSecret { get; set; } = new();

    /// <summary>A token from elsewhere. It is never renewed.</summary>
    [Parameter(ParameterSetName = AccessTokenSet, Mandatory = true)]
    [Alias("access_token")]
    public SecureString AccessToken { get; set; } = new();

    /// <summary>The guid of an OAuth client app to log in to in a browser.</summary>
    [Parameter(ParameterSetName = OAuth, Mandatory = true)]
    [AllowEmptyString]
    public string OAuthClientGuid { get; set; } = "";

    /// <summary>A redirect URI of that app, exactly as it is registered.</summary>
    [Parameter(ParameterSetName = OAuth, Mandatory = true)]
    [Alias("redirect_uri")]
    [AllowEmptyString]
    public string RedirectUri { get; set; } = "";

    /// <summary>The address of the web page, if it differs from the base URL: for logins in a browser, and for Test-LookerOAuthClientApp.</summary>
    [Parameter]
    [Alias("looker_url")]
    public string? LookerUrl { get; set; }

    /// <summary>Writes the address to the information stream instead of opening a browser.</summary>
    [Parameter(ParameterSetName = OAuth)]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>A sandbox of Start-LookerSandbox.</summary>
    [Parameter(ParameterSetName = SandboxSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [OwnKind(typeof(LookerSandbox))]
    public LookerSandbox? Sandbox { get; set; }

    /// <summary>The connection's name; by default the host.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string? Name { get; set; }

    /// <summary>The id of a user to act as (sudo).</summary>
    [Parameter]
    [AllowEmptyString]
    [Identifier(IsReference = true)]
    public string? RunAsUserId { get; set; }

    /// <summary>The time limit of one response, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 120;

    /// <summary>How often a request is repeated after a transient failure.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>The proxy; by default the machine's own setting. Requests to this machine never go through one.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>The proxy's credentials.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Accepts any certificate, on this connection alone.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>A client certificate with its private key, for a gateway that demands one (mutual TLS).</summary>
    [Parameter]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Headers for a gateway or an identity-aware proxy: names, and values that are string or SecureString.</summary>
    [Parameter]
    public Hashtable? Header { get; set; }

    /// <summary>Lets http go to another host than this machine.</summary>
    [Parameter]
    public SwitchParameter AllowUnencrypted { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            string? name = Typed(nameof(Name), Name);
            LookerClientOptions options = Options();
            LookerConnection connection = Open(options, name);
            if (name is null)
            {
                connection.Name = RunspaceState.Current.NewName(connection.Name);
            }

            Keep(connection);
        }
        catch (LookerApiException e)
        {
            ThrowTerminating(e, BaseUrl.Length > 0 ? BaseUrl : null);
        }
    }

    /// <summary>Logs in. If the pipeline ends while it shows how (Select-Object -First), the session is ended, too.</summary>
    private LookerConnection Open(LookerClientOptions options, string? name)
    {
        Task<LookerConnection>? opening = null;
        try
        {
            return Await(ct => opening = LookerConnection.OpenAsync(options, name, this, ct));
        }
        catch when (opening is { Status: TaskStatus.RanToCompletion })
        {
            Task closing = Pump.Start(opening.Result.AbandonAsync);
            Pump.DrainUntil(() => closing.IsCompleted);
            throw;
        }
    }

    private void Keep(LookerConnection connection)
    {
        LookerConnection? replaced = RunspaceState.Current.Add(connection);
        // First: whoever takes what comes next may end the pipeline (Select-Object -First).
        if (replaced is not null)
        {
            this.Close(replaced);
        }

        WriteVerbose(Strings.ConnectedAs.With(connection.BaseUrl, connection.LoginUserId, connection.Name));

        WriteObject(connection);
    }

    private LookerClientOptions Options()
    {
        LookerClientOptions options = ParameterSetName switch
        {
            CredentialSet => With(BaseUrl, ApiKey(Typed(nameof(Credential), Credential) is { Password.Length: > 0 } given ? given : AskForKey())),
            ClientSecretSet => With(BaseUrl, LookerCredential.ApiKey(ClientId, ClientSecret)),
            AccessTokenSet => With(BaseUrl, LookerCredential.AccessToken(AccessToken)),
            OAuth => With(BaseUrl, Login(OAuthClientGuid, RedirectUri)),
            SandboxSet => With(Sandbox),
            _ => FromSettings(),
        };
        return options with
        {
            LookerUrl = Typed(nameof(LookerUrl), LookerUrl) ?? options.LookerUrl,
            RunAsUserId = Typed(nameof(RunAsUserId), RunAsUserId),
            MaximumRetryCount = MaximumRetryCount,
            Proxy = Typed(nameof(Proxy), Proxy),
            ProxyCredential = Typed(nameof(ProxyCredential), ProxyCredential)?.GetNetworkCredential(),
            SkipCertificateCheck = IsOnCommandLine(nameof(SkipCertificateCheck)) ? SkipCertificateCheck : options.SkipCertificateCheck,
            Certificate = Typed(nameof(Certificate), Certificate),
            Headers = Headers(),
            AllowUnencrypted = AllowUnencrypted,
            AppId = $"LookerOAuth {typeof(LookerClient).Assembly.GetName().Version!.ToString(3)}",
        };
    }

    private LookerClientOptions With(string baseUrl, LookerCredential credential) =>
        new() { BaseUrl = baseUrl, Credential = credential, Timeout = TimeSpan.FromSeconds(TimeoutSec) };

    /// <exception cref="LookerApiException">There is no sandbox: settings must not stand in for it.</exception>
    private LookerClientOptions With(LookerSandbox? sandbox) => sandbox is null
        ? throw LookerApiException.InvalidArgument(Strings.EmptyParameter.With(nameof(Sandbox)), null, Strings.NoSandboxAction)
        : With(sandbox.BaseUrl, ApiKey(sandbox.Credential));

    private LookerClientOptions FromSettings()
    {
        LookerSettings settings = LookerSettings.Read(
            Typed(nameof(SettingsFile), SettingsFile) is { } file ? FilePath(file) : null,
            Typed(nameof(Section), Section),
            SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            Environment.GetEnvironmentVariable);
        if (!settings.VerifySsl && !IsOnCommandLine(nameof(SkipCertificateCheck)))
        {
            WriteWarning(Strings.CertificatesNotChecked.With(BaseAddress.Shown(settings.BaseUrl)));
        }

        LookerCredential credential = settings.ClientSecret is { } secret
            ? LookerCredential.ApiKey(settings.ClientId, secret)
            : Login(settings.ClientId, settings.RedirectUri!);
        LookerClientOptions options = With(settings.BaseUrl, credential);
        return options with
        {
            Timeout = IsOnCommandLine(nameof(TimeoutSec)) ? options.Timeout : settings.Timeout ?? options.Timeout,
            SkipCertificateCheck = !settings.VerifySsl,
            LookerUrl = settings.LookerUrl,
        };
    }

    private static LookerCredential ApiKey(PSCredential key) => LookerCredential.ApiKey(key.UserName, key.Password);

    private LookerCredential Login(string clientGuid, string redirectUri) => LookerCredential.OAuth(new OAuthLogin
    {
        ClientGuid = clientGuid,
        RedirectUri = redirectUri,
        Prompt = new BrowserPrompt(this, NoBrowser),
    });

    /// <summary>Asks the person at the prompt for an API key.</summary>
    /// <exception cref="LookerApiException">There is nobody, or nothing was given.</exception>
    private PSCredential AskForKey()
    {
        PSCredential? key = HostPrompt.Ask(
            Host,
            // Without a target: PowerShell would put it before what is typed, target\name.
            ui => ui.PromptForCredential(Strings.ApiKeyCaption, Strings.AskForApiKey.With(BaseUrl), Credential?.UserName ?? "", targetName: ""));
        return key is { Password.Length: > 0 }
            ? key
            : throw LookerApiException.InvalidArgument(Strings.NobodyToAskForKey, BaseUrl, Strings.GiveCredential);
    }

    private Dictionary<string, SecureString> Headers()
    {
        Dictionary<string, SecureString> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Typed(nameof(Header), Header) ?? [])
        {
            string name = $"{entry.Key}";
            headers[name] = entry.Value.Unwrapped() switch
            {
                SecureString secret => secret,
                string text => text.Seal(),
                _ => throw LookerApiException.InvalidArgument(Strings.HeaderNoText.With(name), name, Strings.GiveHeaderText),
            };
        }

        return headers;
    }
}
