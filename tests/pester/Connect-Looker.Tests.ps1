BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Connect-Looker' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:key = $sandbox.Credential.GetNetworkCredential()
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    Context 'Logging in' {
        It 'emits the connection' {
            $connection = Connect-Looker -Sandbox $sandbox
            $connection | Should -BeOfType 'LookerOAuth.LookerConnection'
            $connection.BaseUrl | Should -Be $sandbox.BaseUrl
            $connection.AuthenticationType | Should -Be 'ApiKey'
            $connection.LoginUserId | Should -Be '1'
            $connection.RunAsUserId | Should -BeNullOrEmpty
            $connection.ApiVersion | Should -Be '4.0'
            $connection.ExpiresAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow)
            $connection.ExpiresAt.Offset | Should -Be ([timespan]::Zero)
        }

        It 'takes the sandbox by pipeline' {
            ($sandbox | Connect-Looker).LoginUserId | Should -Be '1'
        }

        It 'sends the key in a form body, never in the query' {
            Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential
            $login = $sandbox.Requests[0]
            "$login" | Should -Be 'POST /api/4.0/login 200'
            $login.Query | Should -BeNullOrEmpty
            $login.Headers['Content-Type'] | Should -BeLike 'application/x-www-form-urlencoded*'
            $login.Body | Should -Be "client_id=$($key.UserName)&client_secret=***"
        }

        It 'takes client id and secret' {
            $connection = Connect-Looker -BaseUrl $sandbox.BaseUrl -ClientId $key.UserName -ClientSecret (ConvertTo-Secret $key.Password)
            $connection.LoginUserId | Should -Be '1'
        }

        It 'takes the key at position 1' {
            (Connect-Looker $sandbox.BaseUrl $sandbox.Credential).LoginUserId | Should -Be '1'
        }

        It 'is LookerInvalidArgument without a key where nobody can be asked (<_>)' -ForEach 'no key', 'client id' {
            $parameters = if ($_ -eq 'client id') { @{ Credential = $key.UserName } } else { @{} }
            $shell = [powershell]::Create()
            try {
                [void]$shell.AddScript('param($Module, $BaseUrl, $Given) Import-Module $Module; Connect-Looker $BaseUrl @Given').AddArgument($module).AddArgument($sandbox.BaseUrl).AddArgument($parameters)
                [void]$shell.Invoke()
                $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
                $shell.Streams.Error[0] | Should -BeLike '*cannot prompt*'
            }
            finally { $shell.Dispose() }
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'ends the session that it opened when it fails after the login' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/4.0/user' -StatusCode 500
            { Connect-Looker -Sandbox $sandbox -MaximumRetryCount 0 } | Should -Throw
            [string[]]$sandbox.Requests | Should -Be @('POST /api/4.0/login 200', 'GET /api/4.0/user 500', 'DELETE /api/4.0/logout 204')
        }

        It 'tells the server who calls' {
            Connect-Looker -Sandbox $sandbox
            $sandbox.Requests[0].Headers['x-looker-appid'] | Should -Match '^LookerOAuth \d+\.\d+\.\d+$'
        }

        It 'takes the base URL with "<_>" at its end' -ForEach '', '/', '/api/4.0', '/api/4.0/' {
            (Connect-Looker -BaseUrl "$($sandbox.BaseUrl)$_" -Credential $sandbox.Credential).BaseUrl | Should -Be $sandbox.BaseUrl
        }

        It 'renews a token that the server no longer takes' {
            Connect-Looker -Sandbox $sandbox
            $sandbox.ClearRequests()
            $sandbox.ExpireTokens()
            Get-LookerUser -UserId 2 | Should -Not -BeNullOrEmpty
            [string[]]$sandbox.Requests | Should -Be @('GET /api/4.0/users/2 401', 'POST /api/4.0/login 200', 'GET /api/4.0/users/2 200')
        }
    }

    Context 'A token from elsewhere' {
        It 'is used as it is' {
            $connection = Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret (Get-RawToken $sandbox))
            $connection.AuthenticationType | Should -Be 'AccessToken'
            $connection.LoginUserId | Should -Be '1'
        }

        It 'is never renewed' {
            Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret (Get-RawToken $sandbox))
            $sandbox.ClearRequests()
            $sandbox.ExpireTokens()
            Get-LookerUser -UserId 2 -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
            [string[]]$sandbox.Requests | Should -Be @('GET /api/4.0/users/2 401')
        }

        It 'that is none ends the login' {
            { Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret 'made-up-token') } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
            Get-LookerConnection | Should -BeNullOrEmpty
        }
    }

    Context 'A login that fails' {
        It 'with a wrong key is a terminating error that leaves no connection' {
            $wrong = ConvertTo-Secret 'wrong-made-up-secret'
            { Connect-Looker -BaseUrl $sandbox.BaseUrl -ClientId $key.UserName -ClientSecret $wrong -ErrorAction Continue } | Should -Throw
            $record = $Error[0]
            $record.FullyQualifiedErrorId | Should -Be 'LookerAuthenticationFailed,LookerOAuth.ConnectLookerCommand'
            $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $record.TargetObject | Should -Be $sandbox.BaseUrl
            $record.Exception.StatusCode | Should -Be 404
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-LookerConnection | Should -BeNullOrEmpty
        }

        It 'leaves the connections that there were' {
            Connect-Looker -Sandbox $sandbox -Name first
            { Connect-Looker -BaseUrl $sandbox.BaseUrl -ClientId nobody -ClientSecret (ConvertTo-Secret 'x') -Name second } | Should -Throw
            (Get-LookerConnection).Name | Should -Be 'first'
            Get-LookerUser -UserId 1 | Should -Not -BeNullOrEmpty
        }

        It 'with a web page says that there is no Looker API' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -Path '/api/4.0/login' -StatusCode 404 -Body '<html>Not a Looker</html>'
            { Connect-Looker -Sandbox $sandbox } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerUnexpectedResponse,*'
            $Error[0].CategoryInfo.Category | Should -Be 'InvalidResult'
        }

        It 'because nobody listens is LookerUnreachable' {
            $gone = Start-LookerSandbox
            Stop-LookerSandbox -Sandbox $gone
            { Connect-Looker -Sandbox $gone -MaximumRetryCount 0 } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerUnreachable,*'
            $Error[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        }

        It 'because the answer is late is LookerTimeout' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/4.0/login' -Delay 0:0:30
            { Connect-Looker -Sandbox $sandbox -TimeoutSec 1 } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerTimeout,*'
            $Error[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        }

        It 'is repeated while the failure is a transient one' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/4.0/login' -StatusCode 429 -RetryAfter 0 -Count 2
            Connect-Looker -Sandbox $sandbox
            @($sandbox.Requests | Where-Object Path -EQ '/api/4.0/login').StatusCode | Should -Be @(429, 429, 200)
        }
    }

    Context 'Addresses' {
        It 'refuses "<_>" before anything is sent' -ForEach 'http://looker.example.com', '', 'ftp://looker.example.com' {
            { Connect-Looker -BaseUrl $_ -Credential $sandbox.Credential } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'lets http go to another host with -AllowUnencrypted' {
            { Connect-Looker -BaseUrl 'http://looker.invalid' -Credential $sandbox.Credential -AllowUnencrypted -MaximumRetryCount 0 -TimeoutSec 5 } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -Not -BeLike 'LookerInvalidArgument,*'
        }

        It 'answers a redirect with LookerUnexpectedResponse' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/4.0/login' -StatusCode 302
            { Connect-Looker -Sandbox $sandbox } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerUnexpectedResponse,*'
            $sandbox.Requests.Count | Should -Be 1
        }
    }

    Context 'Gateways' {
        It 'sends headers with every request, the login included' {
            $header = @{ 'X-Gateway' = 'made-up-gateway'; Cookie = ConvertTo-Secret 'session=made-up-cookie' }
            $connection = Connect-Looker -Sandbox $sandbox -Header $header
            Disconnect-Looker -Connection $connection
            $sandbox.Requests.Count | Should -Be 3
            $sandbox.Requests | ForEach-Object {
                $_.Headers['X-Gateway'] | Should -Be 'made-up-gateway'
                # The sandbox keeps the names of headers that hold secrets, not their values.
                $_.Headers.Keys | Should -Contain 'Cookie'
            }
        }

        It 'shows no value of a header in any stream or error' {
            $body = '{"message":"made-up-gateway is not welcome"}'
            Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/4.0/login' -StatusCode 400 -Body $body
            $all = & { try { Connect-Looker -Sandbox $sandbox -Header @{ 'X-Gateway' = 'made-up-gateway' } -Debug -Verbose } catch { $_ } } *>&1 | Out-String
            $all | Should -BeLike '*is not welcome*'
            "$all $($Error[0] | Format-List * -Force | Out-String)" | Should -Not -BeLike '*made-up-gateway*'
        }

        It 'refuses <What>' -ForEach @(
            @{ What = 'a header that the client sets'; Header = @{ Authorization = 'made-up-token' }; Target = 'Authorization' }
            @{ What = 'a value that is no text'; Header = @{ 'X-Gateway' = Get-Item . }; Target = 'X-Gateway' }
            @{ What = 'a value that would begin another header'; Header = @{ 'X-Gateway' = "made-up`r`nX-Other: 1" }; Target = 'X-Gateway' }
        ) {
            { Connect-Looker -Sandbox $sandbox -Header $Header } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $Error[0].TargetObject | Should -Be $Target
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'passes by a proxy for a sandbox, and needs no leave to' {
            (Connect-Looker -Sandbox $sandbox -Proxy 'http://127.0.0.1:9').LoginUserId | Should -Be '1'
        }

        It 'takes -LookerUrl with every way to log in' {
            Connect-Looker -Sandbox $sandbox -LookerUrl 'https://web.example.com'
            (Get-Command Connect-Looker).Parameters['LookerUrl'].ParameterSets.Keys | Should -Be '__AllParameterSets'
        }
    }

    Context 'A variable that was never set' {
        It 'as <_> is refused, and nothing is sent: it must not mean something weaker' -ForEach @(
            foreach ($nothing in '$null', '''''', ''' ''') {
                '-RunAsUserId', '-Name', '-LookerUrl' | ForEach-Object { "-Sandbox `$sandbox $_ $nothing" }
                '-SettingsFile', '-Section' | ForEach-Object { "$_ $nothing" }
            }
            '-Header', '-Proxy', '-Certificate' | ForEach-Object { "-Sandbox `$sandbox $_ `$null" }
        ) {
            { & ([scriptblock]::Create("Connect-Looker $_")) } | Should -Throw -ErrorId 'LookerInvalidArgument,*'
            "$($Error[0])" | Should -Match "^The value of $([regex]::Match($_, '-(?!Sandbox)\w+')) is empty"
            $sandbox.Requests | Should -BeNullOrEmpty
            Get-LookerConnection | Should -BeNullOrEmpty
        }

        It 'as a sandbox that is piped connects to nothing' {
            { $null | Connect-Looker -ErrorAction Stop } | Should -Throw -ErrorId 'LookerInvalidArgument,*'
            { Connect-Looker -Sandbox $null } | Should -Throw
            Get-LookerConnection | Should -BeNullOrEmpty
        }
    }

    Context 'Acting as another user' {
        It 'logs the administrator in, then the user' {
            $connection = Connect-Looker -Sandbox $sandbox -RunAsUserId 2
            $connection.LoginUserId | Should -Be '2'
            $connection.RunAsUserId | Should -Be '2'
            [string[]]$sandbox.Requests[0..1] | Should -Be @('POST /api/4.0/login 200', 'POST /api/4.0/login/2 200')
            $sandbox.Requests[1].UserId | Should -Be '1'
            $sandbox.Requests[1].Body | Should -BeNullOrEmpty
        }

        It 'sends requests as that user' {
            Connect-Looker -Sandbox $sandbox -RunAsUserId 2
            $sandbox.ClearRequests()
            Get-LookerUser -UserId 2 | Should -Not -BeNullOrEmpty
            $sandbox.Requests[0].UserId | Should -Be '2'
            $sandbox.Requests[0].SudoUserId | Should -Be '1'
        }

        It 'logs the user out first, then the administrator' {
            Connect-Looker -Sandbox $sandbox -RunAsUserId 2
            $sandbox.ClearRequests()
            Disconnect-Looker
            [string[]]$sandbox.Requests | Should -Be @('DELETE /api/4.0/logout 204', 'DELETE /api/4.0/logout 204')
            $sandbox.Requests.UserId | Should -Be @('2', '1')
            $sandbox.Requests[0].SudoUserId | Should -Be '1'
            $sandbox.Requests[1].SudoUserId | Should -BeNullOrEmpty
        }

        It 'fails where nobody has that id' {
            { Connect-Looker -Sandbox $sandbox -RunAsUserId 404 } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $Error[0].TargetObject | Should -Be '404'
            Get-LookerConnection | Should -BeNullOrEmpty
        }
    }
}

Describe 'Connect-Looker by settings' {
    BeforeAll {
        $script:names = 'BASE_URL', 'CLIENT_ID', 'CLIENT_SECRET', 'VERIFY_SSL', 'TIMEOUT', 'LOOKER_URL', 'REDIRECT_URI'

        function Use-Variable([hashtable]$Values) {
            foreach ($name in $names) {
                [Environment]::SetEnvironmentVariable("LOOKERSDK_$name", $Values[$name])
            }
        }

        function Out-Ini([string]$Path, [string]$Section, [hashtable]$Values) {
            $lines = @("[$Section]") + @($Values.Keys | ForEach-Object { "$_=$($Values[$_])" })
            Add-Content -Path $Path -Value $lines
        }

        function Get-Setting {
            @{ base_url = $sandbox.BaseUrl; client_id = $key.UserName; client_secret = $key.Password }
        }
    }

    BeforeEach {
        $script:before = @{}
        $names | ForEach-Object { $before[$_] = [Environment]::GetEnvironmentVariable("LOOKERSDK_$_") }
        Use-Variable @{}
        $script:sandbox = Start-LookerSandbox
        $script:key = $sandbox.Credential.GetNetworkCredential()
        $script:folder = New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())"
        Push-Location -Path $folder
    }

    AfterEach {
        Pop-Location
        Use-Variable $before
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'reads looker.ini in the current folder' {
        Out-Ini -Path looker.ini -Section Looker -Values (Get-Setting)
        (Connect-Looker).BaseUrl | Should -Be $sandbox.BaseUrl
    }

    It 'takes quoted values' {
        Out-Ini -Path looker.ini -Section Looker -Values @{ base_url = "`"$($sandbox.BaseUrl)`""; client_id = "'$($key.UserName)'"; client_secret = "`"$($key.Password)`"" }
        (Connect-Looker).LoginUserId | Should -Be '1'
    }

    It 'reads the LOOKERSDK variables' {
        Use-Variable @{ BASE_URL = $sandbox.BaseUrl; CLIENT_ID = $key.UserName; CLIENT_SECRET = $key.Password }
        (Connect-Looker).BaseUrl | Should -Be $sandbox.BaseUrl
    }

    It 'lets variables win over the default file, key by key' {
        $settings = Get-Setting
        $settings.client_id = 'another-made-up-id'
        Out-Ini -Path looker.ini -Section Looker -Values $settings
        Use-Variable @{ CLIENT_ID = $key.UserName }
        (Connect-Looker).LoginUserId | Should -Be '1'
    }

    It 'does not send a secret of the variables where ./looker.ini says' {
        Out-Ini -Path looker.ini -Section Looker -Values (Get-Setting)
        Use-Variable @{ CLIENT_ID = $key.UserName; CLIENT_SECRET = $key.Password }
        { Connect-Looker } | Should -Throw "*$($sandbox.BaseUrl)*"
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-SettingsFile*'
        $sandbox.Requests.Count | Should -Be 0
        (Connect-Looker -SettingsFile looker.ini).BaseUrl | Should -Be $sandbox.BaseUrl
    }

    It 'warns that certificates are not checked' {
        $settings = Get-Setting
        $settings.verify_ssl = 'false'
        Out-Ini -Path looker.ini -Section Looker -Values $settings
        Connect-Looker -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeLike "*$($sandbox.BaseUrl)*verify_ssl*"
        Connect-Looker -SkipCertificateCheck -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeNullOrEmpty
    }

    It 'checks them with -SkipCertificateCheck:$false, whatever the settings say' {
        # A server with a certificate that nobody trusts. Windows serves none whose key is only in memory: it is exported and read again.
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=localhost', [System.Security.Cryptography.RSA]::Create(2048), [System.Security.Cryptography.HashAlgorithmName]::SHA256, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $made = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Export('Pfx'))
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $server = [powershell]::Create()
        try {
            [void]$server.AddScript({
                    param($Listener, $Certificate)
                    while ($client = $Listener.AcceptTcpClient()) {
                        try { [System.Net.Security.SslStream]::new($client.GetStream()).AuthenticateAsServer($Certificate) } catch { $null = $_ } finally { $client.Dispose() }
                    }
                }).AddArgument($listener).AddArgument($certificate)
            [void]$server.BeginInvoke()
            Out-Ini -Path looker.ini -Section Looker -Values @{ base_url = "https://localhost:$($listener.LocalEndpoint.Port)"; client_id = 'made-up'; client_secret = 'made-up'; verify_ssl = 'false' }
            { Connect-Looker -SettingsFile looker.ini -MaximumRetryCount 0 -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'LookerUnreachable,*'
            $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeLike '*-SkipCertificateCheck*'
            { Connect-Looker -SettingsFile looker.ini -MaximumRetryCount 0 -SkipCertificateCheck:$false } | Should -Throw -ErrorId 'LookerUnreachable,*'
            $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-SkipCertificateCheck*'
        }
        finally {
            $listener.Stop()
            $server.Dispose()
        }
    }

    It 'logs in with a browser if there is a redirect_uri and no client_secret' {
        Out-Ini -Path looker.ini -Section Looker -Values @{ base_url = $sandbox.BaseUrl; client_id = 'example.cli'; redirect_uri = 'https://app.example.com/callback'; looker_url = 'https://web.example.com' }
        $shell = [powershell]::Create()
        try {
            [void]$shell.AddScript('param($Module, $File) Import-Module $Module; $env:DISPLAY = $env:WAYLAND_DISPLAY = $null; Connect-Looker -SettingsFile $File').AddArgument($module).AddArgument((Convert-Path looker.ini))
            [void]$shell.Invoke()
            $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            "$($shell.Streams.Information)" | Should -BeLike '*https://web.example.com/auth?*client_id=example.cli*'
        }
        finally { $shell.Dispose() }
    }

    It 'takes an empty variable for none' {
        Out-Ini -Path looker.ini -Section Looker -Values (Get-Setting)
        Use-Variable @{ CLIENT_ID = '' }
        (Connect-Looker).LoginUserId | Should -Be '1'
    }

    It 'lets a named file win over variables' {
        Out-Ini -Path prod.ini -Section Looker -Values (Get-Setting)
        Use-Variable @{ BASE_URL = 'https://looker.invalid'; CLIENT_ID = 'another-made-up-id'; CLIENT_SECRET = 'another-made-up-secret' }
        (Connect-Looker -SettingsFile prod.ini).BaseUrl | Should -Be $sandbox.BaseUrl
    }

    It 'reads the section that is named' {
        Out-Ini -Path looker.ini -Section Looker -Values @{ base_url = 'https://looker.invalid'; client_id = 'a'; client_secret = 'b' }
        Out-Ini -Path looker.ini -Section stage -Values (Get-Setting)
        (Connect-Looker -Section stage).BaseUrl | Should -Be $sandbox.BaseUrl
    }

    It 'reads the first section where none is called Looker' {
        Out-Ini -Path looker.ini -Section dev -Values (Get-Setting)
        (Connect-Looker).BaseUrl | Should -Be $sandbox.BaseUrl
    }

    It 'takes the time limit of the file' {
        $settings = Get-Setting
        $settings.timeout = '1'
        Out-Ini -Path looker.ini -Section Looker -Values $settings
        Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/4.0/login' -Delay 0:0:30
        { Connect-Looker } | Should -Throw
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerTimeout,*'
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a named file that is missing'; Parameters = @{ SettingsFile = 'missing.ini' } }
        @{ What = 'a section that is missing'; Parameters = @{ Section = 'missing' } }
        @{ What = 'settings that are not complete'; Parameters = @{} }
    ) {
        Out-Ini -Path looker.ini -Section Looker -Values @{ base_url = $sandbox.BaseUrl }
        { Connect-Looker @Parameters } | Should -Throw
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'names what the settings lack and where to put it' {
        Out-Ini -Path looker.ini -Section Looker -Values @{ base_url = $sandbox.BaseUrl; client_id = 'a' }
        { Connect-Looker } | Should -Throw '*client_secret*'
        $Error[0].Exception.Message | Should -BeLike '*LOOKERSDK_CLIENT_SECRET*'
    }
}

Describe 'Connect-Looker at a prompt' {
    BeforeAll {
        # A host as PowerShell's own: with a target, it puts that before the name that is typed.
        Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

public sealed class KeyTypingHost : PSHost
{
    private readonly TypingUI _ui;

    public KeyTypingHost(string name, SecureString password) { _ui = new TypingUI(name, password); }

    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get { return new Guid("5f5b2f0c-7a6e-4d0b-9d53-2f1a0c9b7e11"); } }
    public override string Name { get { return "KeyTypingHost"; } }
    public override PSHostUserInterface UI { get { return _ui; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }

    private sealed class TypingUI : PSHostUserInterface
    {
        private readonly string _name;
        private readonly SecureString _password;

        public TypingUI(string name, SecureString password) { _name = name; _password = password; }

        public override PSHostRawUserInterface RawUI { get { return null; } }
        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) { throw new NotSupportedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { return PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options)
        {
            string typed = string.IsNullOrEmpty(userName) ? _name : userName;
            return new PSCredential(string.IsNullOrEmpty(targetName) ? typed : targetName + "\\" + typed, _password);
        }
        public override string ReadLine() { throw new NotSupportedException(); }
        public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
        public override void Write(string value) { }
        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }
        public override void WriteDebugLine(string message) { }
        public override void WriteErrorLine(string value) { }
        public override void WriteLine(string value) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { }
    }
}
'@
        $script:prompting = Start-LookerSandbox
    }

    AfterAll {
        Stop-LookerSandbox -Sandbox $prompting
    }

    It 'asks for the key and logs in with what is typed: <Command>' -ForEach @(
        @{ Command = 'Connect-Looker $Sandbox.BaseUrl' }
        @{ Command = 'Connect-Looker $Sandbox.BaseUrl $Sandbox.Credential.UserName' }
    ) {
        $key = $prompting.Credential
        $runspace = [runspacefactory]::CreateRunspace([KeyTypingHost]::new($key.UserName, $key.Password))
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            [void]$shell.AddScript("param(`$Module, `$Sandbox) Import-Module -Name `$Module; $Command; Disconnect-Looker -All").AddArgument($module).AddArgument($prompting)
            $connection = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $connection.LoginUserId | Should -Be '1'
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}
