BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    function Get-Completion([string]$Line) {
        # Where a completer has nothing to say, PowerShell falls back to file names.
        Push-Location -Path $emptyFolder
        try {
            (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
        }
        finally {
            Pop-Location
        }
    }
}

Describe 'Completion' {
    BeforeEach {
        $script:emptyFolder = New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())"
        Set-Content -Path TestDrive:/seed.json -Value @'
{
  "oauth_client_apps": [
    { "client_guid": "com.example.cli", "redirect_uri": "http://localhost:1/a", "display_name": "Example CLI" },
    { "client_guid": "it's one", "redirect_uri": "http://localhost:1/a", "display_name": "Quoted" },
    { "client_guid": "com.another", "redirect_uri": "http://localhost:1/a", "display_name": "Another" }
  ],
  "groups": [ { "id": "5", "name": "Data Team" }, { "id": "6", "name": "Developers" } ],
  "external_oauth_applications": [ { "id": "1", "name": "db.example.com", "client_id": "abc+/=", "client_secret": "made-up" } ]
}
'@
        $script:sandbox = Start-LookerSandbox -Path TestDrive:/seed.json
        Connect-Looker -Sandbox $sandbox -Name dev
        $sandbox.ClearRequests()
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'offers guids of <_>' -ForEach @(
        'Get-LookerOAuthClientApp -ClientGuid '
        'Get-LookerOAuthClientApp '
        'Set-LookerOAuthClientApp -ClientGuid '
        'Remove-LookerOAuthClientApp -ClientGuid '
        'Revoke-LookerOAuthClientAppToken -ClientGuid '
        'Enable-LookerOAuthClientAppUser -ClientGuid '
        'Disable-LookerOAuthClientAppUser -ClientGuid '
    ) {
        (Get-Completion "${_}com").CompletionText | Should -Be @('com.another', 'com.example.cli')
        (Get-Completion "${_}com.e").ToolTip | Should -Be 'Example CLI'
    }

    It 'quotes what needs it' {
        (Get-Completion 'Get-LookerOAuthClientApp -ClientGuid it').CompletionText | Should -Be "'it''s one'"
        (Get-Completion 'Set-LookerOAuthClientApp -ClientGuid a -GroupName "Data').CompletionText | Should -Be "'Data Team'"
    }

    It 'offers client ids of external apps' {
        (Get-Completion 'Get-LookerExternalOAuthApp -ClientId ').CompletionText | Should -Be 'abc+/='
    }

    It 'offers groups' {
        (Get-Completion 'New-LookerOAuthClientApp -GroupName dev').CompletionText | Should -Be 'Developers'
        (Get-Completion 'Get-LookerGroup -Name dev').CompletionText | Should -Be 'Developers'
    }

    It 'offers ids of external apps where an id is meant' {
        (Get-Completion 'New-LookerExternalOAuthUserState ').CompletionText | Should -Be '1'
        (Get-Completion 'New-LookerExternalOAuthUserState ').ToolTip | Should -Be 'db.example.com'
    }

    It 'offers names as the command takes them: a pattern to Get-, a name to others' {
        Set-Content -Path TestDrive:/brackets.json -Value '{ "groups": [ { "id": "5", "name": "Sales [EU]" } ] }'
        $brackets = Start-LookerSandbox -Path TestDrive:/brackets.json
        $null = Connect-Looker -Sandbox $brackets -Name brackets
        try {
            $pattern = (Get-Completion 'Get-LookerGroup -Name Sal').CompletionText
            (& ([scriptblock]::Create("Get-LookerGroup -Name $pattern"))).GroupId | Should -Be '5'
            (Get-Completion 'Set-LookerOAuthClientApp a -GroupName Sal').CompletionText | Should -Be "'Sales [EU]'"
        }
        finally {
            Disconnect-Looker -Connection brackets
            Stop-LookerSandbox -Sandbox $brackets
        }
    }

    It 'offers users, by id, name and e-mail address' {
        (Get-Completion 'Test-LookerOAuthClientApp a -UserId ').CompletionText | Should -Contain '2'
        (Get-Completion 'Test-LookerOAuthClientApp a -UserEmail ana').CompletionText | Should -Be "'ana@example.com'"
        (Get-Completion 'Get-LookerUser -Name ana').CompletionText | Should -Be "'Ana Analyst'"
    }

    It 'offers ids of groups' {
        (Get-Completion 'Set-LookerOAuthClientApp a -GroupId ').CompletionText | Should -Be @('5', '6')
        (Get-Completion 'New-LookerOAuthClientApp -GroupId ').ToolTip | Should -Contain 'Data Team'
    }

    It 'offers the API keys of the user that is typed, else of the connected one' {
        $ana = New-LookerApiKey 2 -Purpose Nightly
        (Get-Completion 'Remove-LookerApiKey ').CompletionText | Should -Be '1'
        # Ids are random: one that begins with a digit is quoted.
        (Get-Completion 'Remove-LookerApiKey -UserId 2 ').ListItemText | Should -Be $ana.ApiKeyId
        (Get-Completion 'Remove-LookerApiKey -UserId 2 ').ToolTip | Should -Be 'Nightly'
        (Get-Completion 'Update-LookerApiKey { } -ClientId ').ListItemText | Should -Be $sandbox.Credential.UserName
        (Get-Completion 'Update-LookerApiKey { } -UserEmail ana@example.com -ClientId ').ListItemText | Should -Be $ana.ClientId
    }

    It 'offers dialects' {
        (Get-Completion 'New-LookerExternalOAuthApp -DialectName snow').CompletionText | Should -Be 'snowflake'
    }

    It 'offers connections' {
        Connect-Looker -Sandbox $sandbox -Name prod
        (Get-Completion 'Get-LookerUser -Connection ').CompletionText | Should -Be @('dev', 'prod')
        (Get-Completion 'Get-LookerConnection -Name p').CompletionText | Should -Be 'prod'
        (Get-Completion 'Connect-Looker -Name d').CompletionText | Should -Be 'dev'
    }

    It 'offers sections of the settings file' {
        Set-Content -Path "$emptyFolder/looker.ini" -Value '[Looker]', 'base_url=a', '[stage]', '[prod east]'
        (Get-Completion 'Connect-Looker -Section ').CompletionText | Should -Be @('Looker', "'prod east'", 'stage')
        Set-Content -Path "$emptyFolder/other.ini" -Value '[other]'
        (Get-Completion 'Connect-Looker -SettingsFile other.ini -Section ').CompletionText | Should -Be 'other'
        (Get-Completion 'Connect-Looker -SettingsFile TestDrive:/other.ini -Section ').CompletionText | Should -BeNullOrEmpty
        Set-Content -Path TestDrive:/other.ini -Value '[on a drive]'
        (Get-Completion 'Connect-Looker -SettingsFile TestDrive:/other.ini -Section ').CompletionText | Should -Be "'on a drive'"
        (Get-Completion 'Connect-Looker -SettingsFile nowhere.ini -Section ').CompletionText | Should -BeNullOrEmpty
    }

    It 'asks the server of the connection that is typed' {
        $empty = Start-LookerSandbox
        Connect-Looker -Sandbox $empty -Name prod
        (Get-Completion 'Get-LookerOAuthClientApp -Connection dev -ClientGuid com.e').CompletionText | Should -Be 'com.example.cli'
        (Get-Completion 'Get-LookerOAuthClientApp -ClientGuid com.e').CompletionText | Should -Not -Contain 'com.example.cli'
        Disconnect-Looker -Connection prod
        Stop-LookerSandbox -Sandbox $empty
    }

    It 'asks that of the first one that is typed, and no other if it cannot be known' {
        $empty = Start-LookerSandbox
        Connect-Looker -Sandbox $empty -Name prod
        (Get-Completion 'Get-LookerOAuthClientApp -Connection dev, prod -ClientGuid com.e').CompletionText | Should -Be 'com.example.cli'
        $empty.ClearRequests()
        $sandbox.ClearRequests()
        Get-Completion 'Get-LookerOAuthClientApp -Connection $null -ClientGuid com.e' | Should -BeNullOrEmpty
        $empty.Requests + $sandbox.Requests | Should -BeNullOrEmpty
        Disconnect-Looker -Connection prod
        Stop-LookerSandbox -Sandbox $empty
    }

    It 'offers what the command takes for that one thing: <Guid>' -ForEach @(
        @{ Guid = 'b[1]'; Text = "'b``[1``]'" }, @{ Guid = '1e5'; Text = "'1e5'" }, @{ Guid = '42'; Text = '42' }, @{ Guid = '007'; Text = '007' }
    ) {
        [void](Invoke-LookerApi "oauth_client_apps/$([uri]::EscapeDataString($Guid))" -Method POST -Body @{ redirect_uri = 'http://localhost:1/a'; display_name = 'App' } -Confirm:$false)
        $completed = (Get-Completion "Get-LookerOAuthClientApp -ClientGuid $($Guid[0])").CompletionText
        $completed | Should -Be $Text
        ([scriptblock]::Create("Get-LookerOAuthClientApp $completed").Invoke()).ClientGuid | Should -Be $Guid
    }

    It 'does not ask again while one types on' {
        [void](Get-Completion 'Get-LookerOAuthClientApp -ClientGuid c')
        [void](Get-Completion 'Get-LookerOAuthClientApp -ClientGuid co')
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'knows of a change at once' {
        [void](Get-Completion 'Get-LookerOAuthClientApp -ClientGuid com')
        Remove-LookerOAuthClientApp -ClientGuid com.another -Confirm:$false
        (Get-Completion 'Get-LookerOAuthClientApp -ClientGuid com').CompletionText | Should -Be 'com.example.cli'
    }

    It 'is silent where it cannot ask: <What>' -ForEach @(
        @{ What = 'the server refuses'; Arrange = { Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 403 } }
        @{ What = 'nobody is connected'; Arrange = { Disconnect-Looker } }
    ) {
        & $Arrange
        $Error.Clear()
        Get-Completion 'Get-LookerOAuthClientApp -ClientGuid com' | Should -BeNullOrEmpty
        $Error.Count | Should -Be 0
    }

    It 'gives up after two seconds' {
        Add-LookerSandboxFault -Sandbox $sandbox -Delay 0:1:0
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Get-Completion 'Get-LookerOAuthClientApp -ClientGuid com' | Should -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
    }
}
