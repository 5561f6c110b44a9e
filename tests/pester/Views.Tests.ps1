BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # The lines that a person sees at a prompt of that width, without empty ones.
    function Get-Line([object[]]$InputObject, [int]$Width) {
        @(($InputObject | Out-String -Width $Width) -split '\r?\n' | Where-Object { $_.Trim() })
    }
}

Describe 'Views' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:connection = Connect-Looker -Sandbox $sandbox
        $secret = [System.Net.NetworkCredential]::new('', 'made-up-secret').SecurePassword
        [void](New-LookerOAuthClientApp -ClientGuid com.example.web -RedirectUri 'https://web.example.com/oauth/callback' -DisplayName 'Example Web' -Enabled $false)
        [void](New-LookerOAuthClientApp -ClientGuid com.example.cli -RedirectUri 'http://localhost:7777/callback' -DisplayName 'Example CLI' -GroupName Analysts)
        [void](New-LookerExternalOAuthApp -Name zeta.example -ClientId zeta -ClientSecret $secret -DialectName snowflake)
        [void](New-LookerExternalOAuthApp -Name alpha.example -ClientId alpha -ClientSecret $secret -DialectName snowflake)
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It '<Name> is a table with <Columns> that fits <Width> columns' -ForEach @(
        foreach ($width in 80, 120) {
            @{ Name = 'an OAuth client app'; Command = { Get-LookerOAuthClientApp }; Columns = 'ClientGuid DisplayName Enabled Group RedirectUri'; Width = $width }
            @{ Name = 'an external OAuth app'; Command = { Get-LookerExternalOAuthApp }; Columns = 'Id Name ClientId Dialect CreatedAt'; Width = $width }
            @{ Name = 'a connection'; Command = { Get-LookerConnection }; Columns = 'Name BaseUrl Login User Until'; Width = $width }
            @{ Name = 'a group'; Command = { Get-LookerGroup }; Columns = 'GroupId Name Users'; Width = $width }
            @{ Name = 'a user'; Command = { Get-LookerUser }; Columns = 'UserId DisplayName Email Disabled'; Width = $width }
            @{ Name = 'an API key'; Command = { Get-LookerApiKey }; Columns = 'ApiKeyId UserId ClientId Created Disabled Purpose'; Width = $width }
            @{ Name = 'a rotation'; Command = { Update-LookerApiKey -Store { } -Confirm:$false }; Columns = 'UserId OldClientId NewClientId OldRemoved'; Width = $width }
            @{ Name = 'an access token'; Command = { Get-LookerAccessToken }; Columns = 'Type Until Connection'; Width = $width }
            @{ Name = 'a user state'; Command = { New-LookerExternalOAuthUserState 1 1 -AccessToken $secret -AccessTokenExpiresAt 2030-01-01 }; Columns = 'ExternalOAuthAppId UserId Connection'; Width = $width }
            @{ Name = 'a sandbox'; Command = { $sandbox }; Columns = 'BaseUrl Running ClientId Requests'; Width = $width }
        }
    ) {
        $objects = @(& $Command)
        $lines = Get-Line $objects $Width
        foreach ($column in $Columns -split ' ') { $lines[0] | Should -Match "\b$column\b" }
        # One line a row under the heads: nothing wraps.
        $lines.Count | Should -Be ($objects.Count + 2)
        $lines | ForEach-Object { ($_ -replace '\x1b\[[0-9;]*m').Length | Should -BeLessOrEqual $Width }
    }

    It 'shows a whole UUID and a whole name of a connection at 80 columns' {
        $uuid = '12345678-90ab-cdef-1234-567890abcdef'
        [void](New-LookerOAuthClientApp -ClientGuid $uuid -RedirectUri 'https://web.example.com/oauth/callback' -DisplayName 'Example Web')
        "$(Get-Line (Get-LookerOAuthClientApp $uuid) 80)" | Should -BeLike "*$uuid*"
        $name = 'looker-of-analysts-prod'
        [void](Connect-Looker -Sandbox $sandbox -Name $name)
        "$(Get-Line (Get-LookerConnection $name) 80)" | Should -BeLike "*$name*"
    }

    It 'shows of an access token whose it is and until when, and nothing of the token' {
        $name = 'looker-of-analysts-in-production'
        $token = Connect-Looker -Sandbox $sandbox -Name $name | Get-LookerAccessToken
        $line = (Get-Line $token 80)[-1]
        $line | Should -Match "^Bearer +$($token.ExpiresAt.ToString('u')) +$name$"
        Get-Line ($token | Format-List) 80 | Should -Not -Match 'Token +:|SecureString'
    }

    It 'keeps the findings within the width that is asked for' {
        Get-Line (Test-LookerOAuthClientApp com.example.nobody) 60 | ForEach-Object { ($_ -replace '\x1b\[[0-9;]*m').Length | Should -BeLessOrEqual 60 }
    }

    It 'keeps every column under strict mode where there is no $PSStyle' {
        $shell = [powershell]::Create()
        try {
            [void]$shell.AddScript('param($Module, $Apps, $Findings) Import-Module $Module; Remove-Variable -Name PSStyle -Scope Global -Force -ErrorAction Ignore; Set-StrictMode -Version Latest; $Apps | Out-String -Width 120; $Findings | Out-String -Width 120')
            $text = "$($shell.AddArgument($module).AddArgument(@(Get-LookerOAuthClientApp)).AddArgument(@(Test-LookerOAuthClientApp com.example.cli)).Invoke())"
            $shell.Streams.Error | Should -BeNullOrEmpty
            $text | Should -Match 'com\.example\.cli\s+Example CLI\s+yes'
            $text | Should -Match 'Pass\s+Registered'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'shows at a glance which app is enabled' {
        $lines = Get-Line (Get-LookerOAuthClientApp) 120
        "$($lines -match 'com.example.cli')" | Should -Match '\byes\b'
        "$($lines -match 'com.example.web')" | Should -Match '\bno\b'
    }

    It 'leaves out what -Fields did not ask for, without an error in its place' {
        $lines = Get-Line (Get-LookerOAuthClientApp -Fields display_name) 120
        "$lines" | Should -Not -Match '#ERR'
        "$($lines -match 'Example CLI')" | Should -Not -Match '\b(yes|no)\b'
    }

    It 'lists every property of an app on request, with what the caller may do' {
        $text = Get-LookerOAuthClientApp com.example.cli | Format-List | Out-String -Width 120
        foreach ($property in 'ClientGuid', 'Description', 'GroupId', 'TokensInvalidBefore', 'ActivatedUsers', 'Connection') { $text | Should -Match $property }
        $text | Should -Match 'Can\s+: show'
    }

    It 'sorts by what people scan for where no property is named' {
        (Get-LookerOAuthClientApp | Sort-Object).ClientGuid | Should -Be @('com.example.cli', 'com.example.web')
        (Get-LookerExternalOAuthApp | Sort-Object).Name | Should -Be @('alpha.example', 'zeta.example')
        (Get-LookerUser | Sort-Object -Descending)[0].DisplayName | Should -Be 'Ben Builder'
    }

    It 'shows the requests of a sandbox as one line each' {
        (Get-Line $sandbox.Requests[0] 120)[2] | Should -Match '^\s*1\s+POST\s+/api/4.0/login\s+200'
    }

    It 'shows a test of a connection with its problem first' {
        $text = Test-LookerConnection | Out-String -Width 120
        $text | Should -Match 'Succeeded\s+: True'
        $text | Should -Match 'User\s+: Ada Admin \(id 1\)'
        $text.IndexOf('Problem') | Should -BeLessThan $text.IndexOf('Version')
    }
}

Describe 'What is exported' {
    BeforeAll {
        $sandbox = Start-LookerSandbox
        [void]($sandbox | Connect-Looker -Name dev)
        [void](New-LookerOAuthClientApp -ClientGuid several -RedirectUri 'http://localhost:1/a', 'http://localhost:2/b' -DisplayName App -GroupName Analysts)
        Enable-LookerOAuthClientAppUser -ClientGuid several -UserId 1
        [void](New-LookerExternalOAuthApp -Name db.example -ClientId ext -ClientSecret (ConvertTo-Secret) -TenantId t -DialectName snowflake)
        Set-Content -Path "$TestDrive/plan.json" -Value '{ "version": 1, "clientApps": { "several": { "redirectUri": ["http://localhost:3/c"], "enabled": false } } }'
    }

    AfterAll {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'to CSV has a readable text in each cell: <_>' -ForEach @(
        'Get-LookerOAuthClientApp', 'Get-LookerExternalOAuthApp', 'Get-LookerUser', 'Get-LookerGroup', 'Get-LookerConnection'
        'Test-LookerOAuthClientApp -ClientGuid several', 'Compare-LookerOAuthConfiguration -Path "$TestDrive/plan.json"', 'Test-LookerConnection', 'Get-LookerApiKey'
    ) {
        $rows = & ([scriptblock]::Create($_)) | ConvertTo-Csv
        $rows.Count | Should -BeGreaterThan 1
        "$rows" | Should -Not -Match 'System\.|LookerOAuth\.'
    }

    It 'to CSV and imported again gives the same client apps' {
        Get-LookerOAuthClientApp | Export-Csv -Path "$TestDrive/apps.csv"
        $sandbox.ClearRequests()
        [void](Import-Csv -Path "$TestDrive/apps.csv" | New-LookerOAuthClientApp -Force)
        $sandbox.Requests.Where({ $_.Method -ne 'GET' }) | Should -BeNullOrEmpty
    }

    It 'an empty cell is not given' {
        [void]([pscustomobject]@{ ClientGuid = 'several'; RedirectUri = ''; DisplayName = ''; Description = ''; Enabled = ''; GroupId = '' } | New-LookerOAuthClientApp -Force)
        (Get-LookerOAuthClientApp several).RedirectUri | Should -Be @('http://localhost:1/a', 'http://localhost:2/b')
    }

    It 'has a heading for each instance, if there are several: <_>' -ForEach 'Get-LookerOAuthClientApp', 'Get-LookerExternalOAuthApp', 'Get-LookerUser', 'Get-LookerGroup', 'Get-LookerApiKey' {
        [void]($sandbox | Connect-Looker -Name prod)
        try {
            $lines = (& ([scriptblock]::Create("$_ -Connection dev, prod")) | Out-String) -split '\r?\n'
            $lines -match '^ +Instance: ' | Should -Be @('   Instance: dev', '   Instance: prod')
            & ([scriptblock]::Create("$_ -Connection dev")) | Out-String | Should -Not -BeLike '*Instance*'
        }
        finally {
            Disconnect-Looker -Connection prod
            [void](Select-LookerConnection dev)
        }
    }

    It 'shows the date of a copy whose date is text, as of a job: <_>' -ForEach 'LookerApiKey', 'ExternalOAuthApp' {
        [pscustomobject]@{ PSTypeName = "Deserialized.LookerOAuth.$_"; CreatedAt = '12/01/2025 03:04:05 +00:00' } | Out-String | Should -BeLike '*2025-12-01*'
    }

    It 'shows the date of a copy from Clixml' {
        Get-LookerApiKey | Export-Clixml -Path "$TestDrive/keys.xml"
        Import-Clixml -Path "$TestDrive/keys.xml" | Out-String | Should -Match '\d{4}-\d\d-\d\d'
    }

    It 'to JSON names enumerations, and no connection' {
        (Get-LookerConnection | ConvertTo-Json | ConvertFrom-Json).AuthenticationType | Should -Be 'ApiKey'
        (Compare-LookerOAuthConfiguration -Path "$TestDrive/plan.json" | ConvertTo-Json | ConvertFrom-Json)[0].Action | Should -Be 'Update'
        $app = Get-LookerOAuthClientApp several | ConvertTo-Json | ConvertFrom-Json
        $app.PSObject.Properties['Connection'] | Should -BeNullOrEmpty
        $app.ConnectionName | Should -Be 'dev'
    } -Skip:($PSVersionTable.PSVersion.Major -lt 7)

    It 'tells two lists of redirect URIs apart' {
        [void](New-LookerOAuthClientApp -ClientGuid other -RedirectUri 'http://localhost:9/z' -DisplayName Other)
        @(Get-LookerOAuthClientApp several, other | Group-Object -Property RedirectUri).Count | Should -Be 2
    }

    It 'marks the current connection' {
        [void]($sandbox | Connect-Looker -Name second)
        $lines = (Get-LookerConnection | Out-String -Width 120) -split '\r?\n'
        $lines -match '^\* second' | Should -Not -BeNullOrEmpty
        $lines -match '^  dev' | Should -Not -BeNullOrEmpty
        [void](Select-LookerConnection dev)
    }

    It 'dates are Gregorian in every culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'th-TH'
            $key = [LookerOAuth.LookerApiKey]@{ ApiKeyId = '1'; CreatedAt = [DateTimeOffset]'2026-03-01Z' }
            $app = [LookerOAuth.ExternalOAuthApp]@{ ExternalOAuthAppId = '1'; CreatedAt = [DateTimeOffset]'2026-03-01Z' }
            $key | Format-Table | Out-String | Should -BeLike '*2026-03-01*'
            $app | Format-Table | Out-String | Should -BeLike '*2026-03-01*'
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'findings obey the width' {
        $texts = foreach ($width in 60, 200) { (Test-LookerOAuthClientApp -ClientGuid nobody | Out-String -Width $width).Split("`n").ForEach({ $_.TrimEnd().Length }) | Measure-Object -Maximum }
        $texts[0].Maximum | Should -BeLessOrEqual 60
        $texts[1].Maximum | Should -BeGreaterThan 100
    }

    It 'every type that a command emits is made of a hashtable and of a row: <_>' -ForEach @(
        (Get-Command -Module LookerOAuth).OutputType.Type.Where({ $_.Namespace -eq 'LookerOAuth' }) | Sort-Object -Property FullName -Unique
    ) {
        # A document says which version of its format it is written in.
        $fields = if ($_ -eq [LookerOAuth.OAuthConfiguration]) { @{ version = 1 } } else { @{} }
        $fields -as $_ | Should -BeOfType $_
        [pscustomobject]$fields -as $_ | Should -BeOfType $_
    }

    It 'what is made so has the properties that were given, and refuses others' {
        $user = [LookerOAuth.User]@{ UserId = 2; GroupIds = '5', '6'; Can = @{ show = $true } }
        $user.UserId, $user.GroupIds.ToString(), $user.Can['show'] | Should -Be @('2', '5, 6', $true)
        ([LookerOAuth.LookerAccessToken]@{ Token = ConvertTo-Secret; ExpiresAt = '2030-01-01Z' }).ExpiresAt.Year | Should -Be 2030
        ([LookerOAuth.LookerConnectionTest]@{ Succeeded = $true; User = @{ Email = 'a@example.com' } }).User.Email | Should -Be 'a@example.com'
        ([LookerOAuth.LookerApiKeyRotation]@{ NewClientId = 'new'; OldRemoved = $true }).OldRemoved | Should -BeTrue
        ([LookerOAuth.OAuthClientAppFinding]@{ Check = 'Enabled'; Result = 'Fail' }).Result | Should -Be 'Fail'
        ([LookerOAuth.OAuthConfiguration]@{ version = 1; clientApps = @{ 'a.b' = @{ displayName = 'A' } } }).ClientGuids | Should -Be 'a.b'
        { [LookerOAuth.User]@{ Mail = 'x' } } | Should -Throw "*User has no property 'Mail'*"
    }

    It 'sandboxes and documents are mocked with names and hashtables, too' {
        Mock Start-LookerSandbox { @{ BaseUrl = 'http://localhost:1' } }
        Mock Connect-Looker { $Sandbox.BaseUrl }
        Mock Add-LookerSandboxFault { }
        Mock Stop-LookerSandbox { }
        Mock Export-LookerOAuthConfiguration { @{ version = 1 } }
        Mock Import-LookerOAuthConfiguration { }
        $started = Start-LookerSandbox
        Connect-Looker -Sandbox $started | Should -Be 'http://localhost:1'
        [pscustomobject]$started | Connect-Looker | Should -Be 'http://localhost:1'
        Add-LookerSandboxFault -Sandbox 'http://localhost:1' -StatusCode 500
        Stop-LookerSandbox -Sandbox ([pscustomobject]$started)
        Import-LookerOAuthConfiguration -InputObject (Export-LookerOAuthConfiguration)
        Import-LookerOAuthConfiguration prod.json
        Should -Invoke Stop-LookerSandbox -Times 1
        Should -Invoke Import-LookerOAuthConfiguration -Times 1 -ParameterFilter { $Path -eq 'prod.json' }
    }

    It 'the commands themselves refuse what was made so' {
        { Stop-LookerSandbox -Sandbox @{ BaseUrl = 'http://localhost:1' } } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Connect-Looker -Sandbox 'http://localhost:1' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Set-LookerOAuthClientApp -InputObject @{ ClientGuid = 'a' } -DisplayName x } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'is mocked with names and hashtables' {
        function Invoke-Runbook { Get-LookerOAuthClientApp -Connection dev | Set-LookerOAuthClientApp -Description x -Connection elsewhere }
        Mock New-LookerApiKey { [LookerOAuth.LookerApiKey]@{ ClientId = 'faked'; Credential = [pscredential]::new('faked', (ConvertTo-SecureString 'made-up' -AsPlainText -Force)) } }
        (New-LookerApiKey).Credential.UserName | Should -Be 'faked'
        Mock Get-LookerOAuthClientApp { [LookerOAuth.OAuthClientApp]@{ ClientGuid = 'faked'; RedirectUri = 'http://localhost:1/a' } }
        Mock Set-LookerOAuthClientApp { }
        Invoke-Runbook
        Should -Invoke Set-LookerOAuthClientApp -Times 1 -ParameterFilter { $InputObject.ClientGuid -eq 'faked' -and $Connection.Name -eq 'elsewhere' }
    }
}
