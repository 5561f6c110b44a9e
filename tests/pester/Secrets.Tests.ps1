BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # Made up for these tests, and looked for in all that they see. The one that the key has needs escaping on the wire.
    $script:secrets = @{
        Key = 'zqk&made+up/key secret"1'
        WrongKey = 'zqw-made-up-wrong-key'
        App = 'zqa\made<up>app=secret'
        UserToken = 'zqu-made-up-user-token'
        UserRefresh = 'zqr-made-up-user-refresh-token'
        Issued = 'zqi-made-up-issued-token'
        Proxy = 'zqp-made-up-proxy-password'
        OAuth = 'zqo-made-up-oauth-token'
        OAuthRefresh = 'zqf-made-up-oauth-refresh-token'
    }

    # Every way in which a secret may be written.
    function Get-Spelling([string]$Secret) {
        $utf8 = [System.Text.Encoding]::UTF8.GetBytes($Secret)
        $json = ConvertTo-Json -InputObject $Secret -Compress
        @(
            $Secret
            [uri]::EscapeDataString($Secret)
            [System.Net.WebUtility]::UrlEncode($Secret)
            [System.Security.SecurityElement]::Escape($Secret)
            $json.Substring(1, $json.Length - 2)
            [System.Text.Json.JsonEncodedText]::Encode($Secret, $null).ToString()
            [Convert]::ToBase64String($utf8).TrimEnd('=')
            [System.BitConverter]::ToString([System.Text.Encoding]::Unicode.GetBytes($Secret)).Replace('-', '')
        ) | Select-Object -Unique
    }

    # All that a person or a file could see of what a command wrote.
    function Get-Appearance([object[]]$Thing) {
        $file = "$TestDrive/thing.xml"
        foreach ($one in $Thing) {
            "$one"
            $one | Out-String -Width 4000
            if ($one -is [System.Management.Automation.InformationalRecord] -or $one -is [System.Management.Automation.InformationRecord]) { continue }
            $one | Format-List -Property * -Force | Out-String -Width 4000
            if ($one -is [System.Management.Automation.ErrorRecord]) {
                for ($e = $one.Exception; $e; $e = $e.InnerException) {
                    $e.ToString()
                    $e | Format-List -Property * -Force | Out-String -Width 4000
                    $e.Data | Out-String -Width 4000
                }
                $one.ErrorDetails, $one.TargetObject, $one.InvocationInfo, $one.CategoryInfo | Format-List -Property * -Force | Out-String -Width 4000
            }
            else {
                ConvertTo-Json -InputObject $one -Depth 5 -WarningAction SilentlyContinue
            }
            $one | Export-Clixml -Path $file -Depth 3
            Get-Content -Path $file -Raw
        }
    }

    function Search-Secret([string]$Text, [string[]]$More) {
        foreach ($secret in @($secrets.Values) + $More | Where-Object { $_ }) {
            foreach ($spelling in Get-Spelling $secret) {
                $at = $Text.IndexOf($spelling, [StringComparison]::OrdinalIgnoreCase)
                if ($at -ge 0) {
                    "'$spelling' in: ..." + $Text.Substring([Math]::Max(0, $at - 200), [Math]::Min(500, $Text.Length - [Math]::Max(0, $at - 200)))
                    break
                }
            }
        }
    }

    function Invoke-Surface {
        $app = ConvertTo-Secret $secrets.App
        $user = ConvertTo-Secret $secrets.UserToken
        $refresh = ConvertTo-Secret $secrets.UserRefresh
        $end = [DateTimeOffset]::UtcNow.AddHours(1)
        Get-LookerConnection
        Test-LookerConnection
        New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI
        New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI
        New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName Again -Force
        Set-LookerOAuthClientApp -ClientGuid cli -Description Text -GroupName Analysts
        Get-LookerOAuthClientApp
        Get-LookerOAuthClientApp -ClientGuid nobody
        Enable-LookerOAuthClientAppUser -ClientGuid cli -UserEmail 'ana@example.com'
        Test-LookerOAuthClientApp -ClientGuid cli -UserId 2
        Disable-LookerOAuthClientAppUser -ClientGuid cli -UserId 2 -Confirm:$false
        Revoke-LookerOAuthClientAppToken -ClientGuid cli -Confirm:$false
        New-LookerExternalOAuthApp -Name db -ClientId ext -ClientSecret $app
        New-LookerExternalOAuthApp -Name db -ClientId ext -ClientSecret $app
        Set-LookerExternalOAuthApp -ClientId ext -ClientSecret $app -TenantId t
        Set-LookerExternalOAuthApp -ClientId nobody -ClientSecret $app
        Get-LookerExternalOAuthApp
        New-LookerExternalOAuthUserState -ExternalOAuthAppId 1 -UserId 2 -AccessToken $user -AccessTokenExpiresAt $end -RefreshToken $refresh
        New-LookerExternalOAuthUserState -ExternalOAuthAppId 1 -UserId 2 -AccessToken $user -AccessTokenExpiresAt $end -RefreshToken $refresh
        $configuration = Export-LookerOAuthConfiguration
        $configuration
        $configuration | Compare-LookerOAuthConfiguration
        Invoke-LookerApi external_oauth_applications -Method POST -Body @{ name = 'db'; client_id = 'more'; client_secret = $app }
        Invoke-LookerApi external_oauth_applications -Method POST -Body @{ name = 'db'; client_id = 'more'; client_secret = $app }
        Get-LookerGroup
        Get-LookerUser
        Remove-LookerExternalOAuthApp -ClientId ext -Confirm:$false
        Remove-LookerOAuthClientApp -ClientGuid cli -Confirm:$false
        $sandbox.Requests
    }

    # Runs a script with every stream open, a transcript and an empty $Error, and looks for secrets in all of it.
    function Find-Leak([scriptblock]$Script, [string[]]$More) {
        $transcript = "$TestDrive/$([guid]::NewGuid()).txt"
        $Error.Clear()
        [void](Start-Transcript -Path $transcript)
        try {
            $ErrorActionPreference = 'Continue'
            $VerbosePreference = 'Continue'
            $DebugPreference = 'Continue'
            $InformationPreference = 'Continue'
            $seen = @(& $Script *>&1)
            $seen | Out-Host
        }
        finally {
            $VerbosePreference = 'SilentlyContinue'
            $DebugPreference = 'SilentlyContinue'
            [void](Stop-Transcript)
        }
        $script:seen = $seen
        $texts = @(Get-Appearance ($seen + @($Error))) + (Get-Content -Path $transcript -Raw)
        Search-Secret -Text ($texts -join "`n") -More $More
    }
}

Describe 'No secret is ever shown' {
    BeforeEach {
        $key = ConvertTo-Json -InputObject $secrets.Key
        Set-Content -Path TestDrive:/seed.json -Value "{ `"api_keys`": [ { `"client_id`": `"key`", `"client_secret`": $key } ] }"
        $script:sandbox = Start-LookerSandbox -Path TestDrive:/seed.json
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'by any command after a login with a key, whose first token the server then refuses' {
        $leaks = Find-Leak {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/login' -Body "{`"access_token`":`"$($secrets.Issued)`",`"token_type`":`"Bearer`",`"expires_in`":3600}"
            Connect-Looker -BaseUrl $sandbox.BaseUrl -ClientId key -ClientSecret (ConvertTo-Secret $secrets.Key)
            Invoke-Surface
            Disconnect-Looker
        }
        $leaks | Should -BeNullOrEmpty
        @($seen | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }).Count | Should -BeGreaterThan 20
        @($seen | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Count | Should -BeGreaterThan 40
        @($seen | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -BeGreaterThan 4
        @($sandbox.Requests | Where-Object StatusCode -EQ 401).Count | Should -BeGreaterThan 0
    }

    It 'by any command after a login with a token, the server''s own' {
        $token = Get-RawToken $sandbox
        $leaks = Find-Leak -More $token -Script {
            Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret $token)
            Invoke-Surface
            $sandbox.ExpireTokens()
            Get-LookerUser
        }
        $leaks | Should -BeNullOrEmpty
        "$($seen[-1])" | Should -BeLike '*access token*'
    }

    It 'by logins that fail' {
        $leaks = Find-Leak {
            try { Connect-Looker -BaseUrl $sandbox.BaseUrl -ClientId key -ClientSecret (ConvertTo-Secret $secrets.WrongKey) } catch { $_ }
            try { Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret $secrets.Issued) } catch { $_ }
            $proxy = [pscredential]::new('someone', (ConvertTo-Secret $secrets.Proxy))
            try { Connect-Looker -Sandbox $sandbox -Proxy 'http://127.0.0.1:1' -ProxyCredential $proxy -MaximumRetryCount 0 } catch { $_ }
            Set-Content -Path TestDrive:/looker.ini -Value '[Looker]', "base_url=$($sandbox.BaseUrl)", 'client_id=key', "client_secret=$($secrets.WrongKey)"
            try { Connect-Looker -SettingsFile TestDrive:/looker.ini } catch { $_ }
        }
        $leaks | Should -BeNullOrEmpty
        $Error.Count | Should -BeGreaterThan 2
    }

    It 'where the server echoes it in an error' {
        $token = Get-RawToken $sandbox
        Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret $token) -MaximumRetryCount 0
        $leaks = Find-Leak -More $token -Script {
            $echo = @{ message = "Refused $($secrets.App) for $token"; errors = @(@{ field = 'client_secret'; code = 'invalid'; message = "$($secrets.App) is too short" }); access_token = $secrets.Issued } | ConvertTo-Json -Compress
            foreach ($status in 400, 422, 500) {
                Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode $status -Body $echo
                New-LookerExternalOAuthApp -Name db -ClientId ext -ClientSecret (ConvertTo-Secret $secrets.App)
            }
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 400 -Body "refused: $($secrets.App) $token"
            New-LookerExternalOAuthApp -Name db -ClientId ext -ClientSecret (ConvertTo-Secret $secrets.App)
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 200 -Body "<html>$([System.Net.WebUtility]::HtmlEncode($secrets.App))"
            New-LookerExternalOAuthApp -Name db -ClientId ext -ClientSecret (ConvertTo-Secret $secrets.App)
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 400 -Body "{`"error`":`"$($secrets.UserToken) and $($secrets.UserRefresh)`"}"
            New-LookerExternalOAuthUserState -ExternalOAuthAppId 1 -UserId 2 -AccessToken (ConvertTo-Secret $secrets.UserToken) -AccessTokenExpiresAt ([DateTimeOffset]::UtcNow) -RefreshToken (ConvertTo-Secret $secrets.UserRefresh)
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 400 -Body "{`"message`":`"$($secrets.Issued)`"}"
            Invoke-LookerApi session -Method POST -Body @{ anything = ConvertTo-Secret $secrets.Issued }
            $wrong = [pscredential]::new('key', (ConvertTo-Secret $secrets.WrongKey))
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/login' -StatusCode 404 -Body "{`"message`":`"no key with $($secrets.WrongKey)`"}"
            try { Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $wrong } catch { $_ }
        }
        $leaks | Should -BeNullOrEmpty
        @($seen | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -BeGreaterOrEqual 8
    }

    It 'by a login in a browser' {
        $port = Get-FreePort
        $answer = "{`"access_token`":`"$($secrets.OAuth)`",`"refresh_token`":`"$($secrets.OAuthRefresh)`",`"token_type`":`"Bearer`",`"expires_in`":3600}"
        Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/token' -Body $answer
        Add-LookerSandboxFault -Sandbox $sandbox -Path '/api/token' -StatusCode 400 -Body "{`"error`":`"invalid_grant`",`"error_description`":`"$($secrets.OAuthRefresh) is dead`"}"
        $shell = [powershell]::Create()
        try {
            [void]$shell.AddScript({
                    param($Module, $BaseUrl, $RedirectUri)
                    Import-Module -Name $Module
                    $VerbosePreference = $DebugPreference = 'Continue'
                    Connect-Looker -BaseUrl $BaseUrl -OAuthClientGuid cli -RedirectUri $RedirectUri -NoBrowser
                }).AddArgument($module).AddArgument($sandbox.BaseUrl).AddArgument("http://127.0.0.1:$port/a")
            $run = $shell.BeginInvoke()
            Wait-Until { $shell.Streams.Information.Count -gt 0 } | Should -BeTrue
            "$($shell.Streams.Information[0])" -match 'state=([^&]+)' | Should -BeTrue
            [void](Invoke-WebRequest -Uri "http://127.0.0.1:$port/a?code=made-up&state=$($Matches[1])" -UseBasicParsing)
            $result = @($shell.EndInvoke($run))
            $streams = @($shell.Streams.Verbose) + @($shell.Streams.Debug) + @($shell.Streams.Information) + @($shell.Streams.Error)
            $texts = Get-Appearance ($result + $streams)
        }
        finally {
            $shell.Dispose()
        }
        $sandbox.Requests.Path | Should -Be @('/api/token', '/api/4.0/user', '/api/token', '/api/4.0/logout')
        Search-Secret -Text ($texts -join "`n") | Should -BeNullOrEmpty
        $texts -join "`n" | Should -BeLike '*invalid_grant*'
    }

    It 'by a connection, however it is written' {
        $token = Get-RawToken $sandbox
        $connection = Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret $token)
        $key = [pscredential]::new('key', (ConvertTo-Secret $secrets.Key))
        $text = (Get-Appearance $connection, (Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $key -RunAsUserId 2)) -join "`n"
        $text | Should -BeLike "*$($sandbox.BaseUrl)*"
        Search-Secret -Text $text -More $token | Should -BeNullOrEmpty
    }

    It 'these tests would find one' {
        $found = Find-Leak { Write-Debug "client_secret=$([uri]::EscapeDataString($secrets.Key))"; [pscustomobject]@{ Deep = @{ Deeper = $secrets.App } } }
        @($found).Count | Should -Be 2
    }
}
