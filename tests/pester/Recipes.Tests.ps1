BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $script:recipes = Resolve-Path "$PSScriptRoot/../../samples/recipes"

    # The recipes say "Import-Module LookerOAuth", as their users do; here the module is loaded already.
    function Import-Module { [CmdletBinding()] param([string] $Name) $null = $Name }
}

Describe 'The recipes run against the sandbox' {
    BeforeEach {
        # As in many scripts that call them.
        Set-StrictMode -Version Latest
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

        It 'fails if it cannot tell how old the key is' {
            Add-LookerSandboxFault $sandbox -Method GET -Path '*/credentials_api3' -StatusCode 200 -Body '[]'
            { & "$recipes/Update-RunbookKey.ps1" -BaseUrl $sandbox.BaseUrl -SecretName looker-prod -MaximumAgeDays 0 } | Should -Throw '*the age of the key*'
            $vault['looker-prod'].UserName | Should -Be $sandbox.Credential.UserName
        }

        It 'keeps the old key where the vault fails' {
            function Set-Secret { Write-Error 'The vault is sealed.' }
            { & "$recipes/Update-RunbookKey.ps1" -BaseUrl $sandbox.BaseUrl -SecretName looker-prod -MaximumAgeDays 0 } | Should -Throw '*The vault is sealed.*'
            $connection = Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential
            (Get-LookerApiKey -Connection $connection).ClientId | Should -Be $sandbox.Credential.UserName
        }
    }

    It 'Get-LookerAppAudit sends ten requests or so, however many apps there are' {
        $connection = $sandbox | Connect-Looker
        1..20 | ForEach-Object { New-LookerOAuthClientApp "app-$_" "https://app-$_.example.com/cb" "App $_" -GroupName Analysts -Connection $connection } | Out-Null
        $sandbox.ClearRequests()
        & "$recipes/Get-LookerAppAudit.ps1" -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential | Should -HaveCount 20
        $sandbox.Requests.Count | Should -BeLessOrEqual 10
    }

    It 'Get-LookerAppAudit says who uses what, and what is wrong with it' {
        $sandbox | Connect-Looker
        New-LookerOAuthClientApp -ClientGuid com.example.cli -RedirectUri http://plain.example.com/callback -DisplayName 'Example CLI' | Out-Null
        Enable-LookerOAuthClientAppUser -ClientGuid com.example.cli -UserEmail ana@example.com
        $row = & "$recipes/Get-LookerAppAudit.ps1" -BaseUrl $sandbox.BaseUrl -Credential $sandbox.Credential
        $row.ActivatedUsers | Should -Be 'Ana Analyst (2)'
        $row.Findings | Should -Match 'http'
    }

    It 'Get-LookerAppAudit reports apps without users and without problems, and users without a name' {
        Set-Content (Join-Path $TestDrive seed.json) @'
{ "users": [{ "id": "7", "first_name": "Ada", "last_name": "Admin" }, { "id": "8" }],
  "oauth_client_apps": [
    { "client_guid": "none", "display_name": "None", "redirect_uri": "http://localhost:7777/callback" },
    { "client_guid": "both", "display_name": "Both", "redirect_uri": "http://localhost:7777/callback", "activated_users": [{ "id": "7" }, { "id": "8" }] }] }
'@
        $seeded = Start-LookerSandbox -Path (Join-Path $TestDrive seed.json)
        try {
            $none, $both = & "$recipes/Get-LookerAppAudit.ps1" -BaseUrl $seeded.BaseUrl -Credential $seeded.Credential | Sort-Object ClientGuid -Descending
            $none.ActivatedUsers | Should -BeExactly ''
            $none.Findings | Should -BeNullOrEmpty
            $both.ActivatedUsers | Should -BeExactly 'Ada Admin (7); (8)'
        }
        finally {
            $seeded | Stop-LookerSandbox
        }
    }

    It 'with -Verbose show what they do, and not what the module consists of: <_>' -Skip:($PSVersionTable.PSVersion -lt [version]'7.4') -ForEach 'Get-LookerAppAudit', 'Sync-LookerApp', 'Update-LookerExternalSecret', 'Update-RunbookKey' {
        $recipe = $_
        $call = switch ($recipe) {
            Sync-LookerApp { "-Path '$(Join-Path $TestDrive one.csv)' -Credential `$key" }
            Get-LookerAppAudit { '-Credential $key' }
            Update-LookerExternalSecret { '-Credential $key -ClientId abc123 -ClientSecret $key.Password' }
            Update-RunbookKey { '-SecretName looker-prod' }
        }
        Set-Content (Join-Path $TestDrive one.csv) 'ClientGuid,RedirectUri,DisplayName', 'com.example.cli,http://localhost:7777/callback,Example CLI'
        $connection = $sandbox | Connect-Looker
        $null = New-LookerExternalOAuthApp -Name db.example -ClientId abc123 -ClientSecret $sandbox.Credential.Password -Connection $connection
        $key = $sandbox.Credential.GetNetworkCredential()
        $path = $env:PSModulePath
        try {
            $env:PSModulePath = (Split-Path (Split-Path $module)) + [System.IO.Path]::PathSeparator + $path
            $shown = Invoke-PowerShell ([scriptblock]::Create(@"
`$key = [pscredential]::new('$($key.UserName)', (ConvertTo-SecureString '$($key.Password)' -AsPlainText -Force))
function Get-Secret { `$key }
& '$recipes/$recipe.ps1' -BaseUrl $($sandbox.BaseUrl) $call -Verbose *>&1 | Where-Object { `$_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
"@))
        }
        finally {
            $env:PSModulePath = $path
        }
        $shown | Should -Not -BeNullOrEmpty
        $shown | Should -Not -Match '^(Loading|Importing|Exporting) '
    }
}

# The steps as the runners start them: a script in a file, run by a PowerShell of its own with standard input closed, and the exit code decides.
Describe 'The steps of docs/recipes.md that compare with a document, as a job' -Skip:($PSVersionTable.PSVersion -lt [version]'7.4') {
    BeforeDiscovery {
        $script:runners = @{ Runner = 'GitHub Actions'; Step = 0 }, @{ Runner = 'Azure DevOps'; Step = 1 }
    }

    BeforeAll {
        $text = (Get-Content "$PSScriptRoot/../../docs/recipes.md" -Raw) -replace '\r'
        $script:steps = foreach ($match in [regex]::Matches($text, '(?m)^(?<indent> *)(?<dash>- )?(?:run|pwsh): \|\n(?<lines>(?:\k<indent>(?(dash)    |  ).*\n)+)')) {
            $match.Groups['lines'].Value -replace '(?m)^ +'
        }
        $script:environment = Get-ChildItem Env:LOOKERSDK_*, Env:PSModulePath, Env:GITHUB_STEP_SUMMARY, Env:BUILD_ARTIFACTSTAGINGDIRECTORY, Env:PULL_REQUEST -ErrorAction Ignore
        $env:PSModulePath = (Split-Path (Split-Path $module)) + [System.IO.Path]::PathSeparator + $env:PSModulePath

        function Invoke-Job([int]$Step, [string]$Document) {
            $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
            $env:GITHUB_STEP_SUMMARY = "$folder/summary.md"
            $env:BUILD_ARTIFACTSTAGINGDIRECTORY = $folder
            Set-Content "$folder/looker-oauth.json" $Document
            # What both runners put around the lines of a step; and stand-ins for what a machine of theirs has.
            Set-Content "$folder/step.ps1" @"
`$ErrorActionPreference = 'stop'
Set-Location '$folder'
function Install-PSResource { }
function gh { "`$args" | Add-Content gh.log; Get-Content plan.md | Add-Content gh.log; `$global:LASTEXITCODE = 0 }
$($steps[$Step])
if (Test-Path -LiteralPath variable:LASTEXITCODE) { exit `$LASTEXITCODE }
"@
            $output = Invoke-PowerShell ([scriptblock]::Create("& { `$PSStyle.OutputRendering = 'PlainText'; . '$folder/step.ps1' }")) 2>&1 | Out-String
            [pscustomobject]@{
                ExitCode = $LASTEXITCODE
                Output   = $output
                Plan     = Get-Content "$folder/plan.md" -Raw -ErrorAction Ignore
                Summary  = Get-Content "$folder/summary.md" -Raw -ErrorAction Ignore
                Comment  = Get-Content "$folder/gh.log" -Raw -ErrorAction Ignore
            }
        }
        $script:differs = '{ "version": 1, "clientApps": { "com.example.cli": { "redirectUri": ["http://localhost:7777/callback"], "displayName": "Example CLI" } } }'
    }

    AfterAll {
        Remove-Item Env:LOOKERSDK_*, Env:GITHUB_STEP_SUMMARY, Env:BUILD_ARTIFACTSTAGINGDIRECTORY, Env:PULL_REQUEST -ErrorAction SilentlyContinue
        $environment | ForEach-Object { Set-Item "Env:$($_.Name)" $_.Value }
    }

    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:key = $sandbox.Credential.GetNetworkCredential()
        $env:LOOKERSDK_BASE_URL = $sandbox.BaseUrl
        $env:LOOKERSDK_CLIENT_ID = $key.UserName
        $env:LOOKERSDK_CLIENT_SECRET = $key.Password
        $env:PULL_REQUEST = ''
    }

    AfterEach {
        $sandbox | Stop-LookerSandbox
    }

    It 'fails on drift and shows it: <Runner>' -ForEach $runners {
        $job = Invoke-Job $Step $differs
        $job.ExitCode | Should -Be 1 -Because $job.Output
        $job.Output | Should -Match 'differs from looker-oauth\.json: 3\s+changes'
        $job.Plan | Should -Match '\| Create \| ClientApp \| `com\.example\.cli` \|'
        if ($Runner -eq 'GitHub Actions') { $job.Summary | Should -BeExactly $job.Plan } else { $job.Output | Should -Match '##vso\[task\.uploadsummary\].*plan\.md' }
        $sandbox.Requests[-1].Path | Should -Be '/api/4.0/logout'
        "$job" | Should -Not -Match ([regex]::Escape($key.Password))
    }

    It 'passes if nothing differs: <Runner>' -ForEach $runners {
        $job = Invoke-Job $Step '{ "version": 1, "clientApps": {} }'
        $job.ExitCode | Should -Be 0 -Because $job.Output
        $job.Plan.Trim() | Should -BeExactly 'No changes'
    }

    It 'fails if the login is refused, without showing the secret: <Runner>' -ForEach $runners {
        $env:LOOKERSDK_CLIENT_SECRET = 'made-up-wrong-secret'
        $job = Invoke-Job $Step $differs
        $job.ExitCode | Should -Be 1
        $job.Output | Should -Match 'does not accept this API key'
        "$job" | Should -Not -Match 'made-up-wrong-secret'
        $job.Plan | Should -BeNullOrEmpty
    }

    It 'fails if the document or the server cannot be read: <Runner>' -ForEach $runners {
        (Invoke-Job $Step '{ "version": 1, ').ExitCode | Should -Be 1
        Add-LookerSandboxFault -Sandbox $sandbox -Path '*/oauth_client_apps' -StatusCode 500
        (Invoke-Job $Step $differs).ExitCode | Should -Be 1
    }

    It 'of a pull request posts the plan as a comment and passes: GitHub Actions' {
        $env:PULL_REQUEST = '12'
        $job = Invoke-Job 0 $differs
        $job.ExitCode | Should -Be 0 -Because $job.Output
        $job.Comment | Should -Match '(?s)^pr comment 12 --body-file plan\.md.*\| Create \| ClientApp \| `com\.example\.cli` \|'
    }
}
