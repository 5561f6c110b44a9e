BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $script:recipes = Resolve-Path "$PSScriptRoot/../../samples/recipes"

    # The recipes say "Import-Module LookerOAuth", as their users do; here the module is loaded already.
    function Import-Module { param([string] $Name) $null = $Name }
}

Describe 'The recipes run against the sandbox' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
    }

    AfterEach {
        Disconnect-Looker -All
        $sandbox | Stop-LookerSandbox
    }

    Context 'Sync-LookerApp' {
        BeforeEach {
            $csv = Join-Path $TestDrive 'apps.csv'
            Set-Content -Path $csv -Value @(
                'ClientGuid,RedirectUri,DisplayName,Enabled,GroupName'
                'com.example.cli,http://localhost:7777/callback,Example CLI,yes,Analysts'
                'com.example.web,https://web.example.com/callback,Example Web,no,'
            )
        }

        It 'registers what is new, and sends no write when run again' {
            $arguments = @{ Path = $csv; BaseUrl = $sandbox.BaseUrl; Credential = $sandbox.Credential }
            (& "$recipes/Sync-LookerApp.ps1" @arguments).ClientGuid | Should -Be 'com.example.cli', 'com.example.web'
            $sandbox.ClearRequests()
            & "$recipes/Sync-LookerApp.ps1" @arguments | Out-Null
            $sandbox.Requests | Where-Object { $_.Path -like '*/oauth_client_apps/*' -and $_.Method -ne 'GET' } | Should -BeNullOrEmpty
        }

        It 'writes the other apps and then fails when one cannot be written' {
            Add-LookerSandboxFault $sandbox -Method POST -Path '*/oauth_client_apps/com.example.cli' -StatusCode 500
            { & "$recipes/Sync-LookerApp.ps1" -Path $csv -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential -ErrorAction SilentlyContinue 2>$null } |
                Should -Throw '1 of 2 apps could not be written.'
            $connection = $sandbox | Connect-Looker
            (Get-LookerOAuthClientApp -Connection $connection).ClientGuid | Should -Be 'com.example.web'
        }
    }

    It 'Update-LookerExternalSecret rotates a secret and logs out' {
        $sandbox | Connect-Looker
        $secret = ConvertTo-SecureString 'made-up-old-secret' -AsPlainText -Force
        New-LookerExternalOAuthApp -Name db.example -ClientId abc123 -ClientSecret $secret | Out-Null
        $new = ConvertTo-SecureString 'made-up-new-secret' -AsPlainText -Force
        & "$recipes/Update-LookerExternalSecret.ps1" -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential -ClientId abc123 -ClientSecret $new |
            Should -HaveCount 1
        $sandbox.Requests[-1].Path | Should -Be '/api/4.0/logout'
        $sandbox.Requests | Where-Object Method -EQ 'PATCH' | Should -HaveCount 1
    }

    Context 'Update-RunbookKey' {
        BeforeEach {
            # A vault of one secret.
            $script:vault = @{ 'looker-prod' = $sandbox.Credential }
            function Get-Secret { param([string] $Name) $vault[$Name] }
            function Set-Secret { param([string] $Name, [pscredential] $Secret) $vault[$Name] = $Secret }
        }

        It 'leaves a new key alone' {
            & "$recipes/Update-RunbookKey.ps1" -BaseUrl $sandbox.BaseUrl -SecretName looker-prod | Should -BeNullOrEmpty
            $vault['looker-prod'].UserName | Should -Be $sandbox.Credential.UserName
        }

        It 'replaces an old key in the vault, and logs out' {
            $rotation = & "$recipes/Update-RunbookKey.ps1" -BaseUrl $sandbox.BaseUrl -SecretName looker-prod -MaximumAgeDays 0
            $rotation.OldRemoved | Should -BeTrue
            $sandbox.Requests[-1].Path | Should -Be '/api/4.0/logout'
            $vault['looker-prod'].UserName | Should -Be $rotation.NewClientId
            $connection = Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $vault['looker-prod']
            (Get-LookerApiKey -Connection $connection).ClientId | Should -Be $rotation.NewClientId
        }

        It 'keeps the old key where the vault fails' {
            function Set-Secret { Write-Error 'The vault is sealed.' }
            { & "$recipes/Update-RunbookKey.ps1" -BaseUrl $sandbox.BaseUrl -SecretName looker-prod -MaximumAgeDays 0 } | Should -Throw '*The vault is sealed.*'
            $connection = Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential
            (Get-LookerApiKey -Connection $connection).ClientId | Should -Be $sandbox.Credential.UserName
        }
    }

    It 'Get-LookerAppAudit says who uses what, and what is wrong with it' {
        $sandbox | Connect-Looker
        New-LookerOAuthClientApp -ClientGuid com.example.cli -RedirectUri http://plain.example.com/callback -DisplayName 'Example CLI' | Out-Null
        Enable-LookerOAuthClientAppUser -ClientGuid com.example.cli -UserEmail ana@example.com
        $row = & "$recipes/Get-LookerAppAudit.ps1" -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential
        $row.ActivatedUsers | Should -Be 'Ana Analyst'
        $row.Findings | Should -Match 'http'
    }
}
