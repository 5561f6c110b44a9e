BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Test-LookerOAuthClientApp' {
    BeforeEach {
        ConvertTo-Json -Depth 5 -InputObject @{
            oauth_client_apps = @(
                @{ client_guid = 'gemini-cli'; redirect_uris = @('http://localhost:7777/callback'); display_name = 'Gemini CLI'; enabled = $true; group_id = '5' }
                @{ client_guid = 'notebook'; redirect_uris = @('https://a.example.com/callback'); display_name = 'Notebook'; enabled = $true }
                @{ client_guid = 'old-app'; redirect_uris = @('http://old.example.com/callback'); display_name = 'Old app'; enabled = $false }
            )
            embed_domain_allowlist = @('https://*.example.com')
        } | Set-Content -Path "$TestDrive/seed.json"
        $script:sandbox = Start-LookerSandbox -Path "$TestDrive/seed.json"
        Connect-Looker -Sandbox $sandbox -Name dev
        $sandbox.ClearRequests()

        function Find([string]$Check) { $findings | Where-Object Check -EQ $Check }
    }

    AfterEach {
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'finds nothing wrong with a sound app' {
        $script:findings = Test-LookerOAuthClientApp -ClientGuid notebook
        $findings[0] | Should -BeOfType [LookerOAuth.OAuthClientAppFinding]
        $findings.Result | Select-Object -Unique | Should -Be 'Pass'
        $findings.ClientGuid | Select-Object -Unique | Should -Be 'notebook'
        $findings[0].Connection.Name | Should -Be 'dev'
        $findings.Check | Should -Be @('Registered', 'Enabled', 'RedirectScheme', 'Group', 'Tokens', 'Cors', 'Server', 'LookerUrl')
    }

    It 'only reads' {
        [void](Test-LookerOAuthClientApp -ClientGuid gemini-cli -RedirectUri http://localhost:7777/callback -UserId 2)
        $sandbox.Requests.Method | Select-Object -Unique | Should -Be 'GET'
    }

    It 'tells that a guid is not registered as a finding, not as an error' {
        $script:findings = Test-LookerOAuthClientApp -ClientGuid nobody -ErrorAction Stop
        (Find Registered).Result | Should -Be 'Fail'
        (Find Registered).RecommendedAction | Should -BeLike '*New-LookerOAuthClientApp*'
        (Find Enabled) | Should -BeNullOrEmpty
    }

    It 'tells that an app is disabled, and what to run' {
        $script:findings = Test-LookerOAuthClientApp -ClientGuid old-app
        (Find Enabled).Result | Should -Be 'Fail'
        & ([scriptblock]::Create((Find Enabled).RecommendedAction))
        $script:findings = Test-LookerOAuthClientApp -ClientGuid old-app
        (Find Enabled).Result | Should -Be 'Pass'
        (Find RedirectScheme).Result | Should -Be 'Fail'
    }

    It 'tells where a redirect URI differs from the registered one' {
        $script:findings = Test-LookerOAuthClientApp -ClientGuid gemini-cli -RedirectUri http://localhost:7777/callback/
        (Find RedirectUri).Result | Should -Be 'Fail'
        (Find RedirectUri).Message | Should -BeLike '*trailing slash*'
        $script:findings = Test-LookerOAuthClientApp -ClientGuid gemini-cli -RedirectUri http://localhost:7777/callback
        (Find RedirectUri).Result | Should -Be 'Pass'
    }

    It 'judges the login of a user, by <how>' -TestCases @(
        @{ how = 'id'; outsider = @{ UserId = '3' }; member = @{ UserId = '2' } }
        @{ how = 'e-mail address'; outsider = @{ UserEmail = 'ben_builder@example.com' }; member = @{ UserEmail = 'ana@example.com' } }
    ) {
        $script:findings = Test-LookerOAuthClientApp -ClientGuid gemini-cli @outsider
        (Find User).Result | Should -Be 'Pass'
        (Find Group).Result | Should -Be 'Warning' -Because 'a nested group may have the user'
        (Find Activation).Result | Should -Be 'Warning'
        (Find Activation).RecommendedAction | Should -BeLike "*, run Enable-LookerOAuthClientAppUser 'gemini-cli'."
        Enable-LookerOAuthClientAppUser -ClientGuid gemini-cli -UserId 2
        $script:findings = Test-LookerOAuthClientApp -ClientGuid gemini-cli @member
        (Find Group).Result | Should -Be 'Pass'
        (Find Activation).Result | Should -Be 'Pass'
    }

    It 'warns of a browser app whose origin the embed allowlist lacks, and of no other app' {
        $script:findings = Test-LookerOAuthClientApp -ClientGuid notebook -RedirectUri https://app.example.org/callback
        (Find Cors).Result | Should -Be 'Warning'
        (Find Cors).Message | Should -BeLike '*https://app.example.org is not in the embed domain allowlist*'
        $script:findings = Test-LookerOAuthClientApp -ClientGuid gemini-cli
        (Find Cors) | Should -BeNullOrEmpty
    }

    It 'does not take a date of invalid tokens for a revocation' {
        Revoke-LookerOAuthClientAppToken -ClientGuid notebook -Confirm:$false
        $script:findings = Test-LookerOAuthClientApp -ClientGuid notebook
        (Find Tokens).Result | Should -Be 'Pass'
        $script:findings = Test-LookerOAuthClientApp -ClientGuid notebook -UserId 2
        (Find Tokens).Result | Should -Be 'Warning'
    }

    It 'takes one of -UserId and -UserEmail' {
        { Test-LookerOAuthClientApp -ClientGuid gemini-cli -UserId 2 -UserEmail ana@example.com } |
            Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'recommends a command that runs as it is, for the one app with an apostrophe in its guid' {
        foreach ($guid in "o'c", 'oc', "o''c") { [void](New-LookerOAuthClientApp $guid http://localhost:1/a App -Enabled $false) }
        $script:findings = Test-LookerOAuthClientApp -ClientGuid "o'c"
        [void](& ([scriptblock]::Create((Find Enabled).RecommendedAction)))
        (Get-LookerOAuthClientApp o*c).Where({ $_.Enabled }).ClientGuid | Should -Be "o'c"
    }

    Context 'An audit' {
        It 'is Get | Test, with findings in the order of the apps' {
            $script:findings = Get-LookerOAuthClientApp | Test-LookerOAuthClientApp -ThrottleLimit 8
            $findings.ClientGuid | Select-Object -Unique | Should -Be @('gemini-cli', 'notebook', 'old-app')
            ($findings | Where-Object Result -EQ Fail).ClientGuid | Select-Object -Unique | Should -Be @('old-app')
        }

        It 'asks once for what concerns the whole server' {
            Get-LookerOAuthClientApp | Test-LookerOAuthClientApp -UserId 2 -ThrottleLimit 8 | Out-Null
            foreach ($path in '/api/4.0/versions', '/api/4.0/setting', '/api/4.0/users/2', '/api/4.0/groups', '/alive') {
                @($sandbox.Requests | Where-Object Path -EQ $path).Count | Should -Be 1 -Because $path
            }
        }

        It 'of wildcards finds the same with one list, and no request for each app' {
            foreach ($user in @{}, @{ UserId = '2' }) {
                $expected = Get-LookerOAuthClientApp | Test-LookerOAuthClientApp @user | ConvertTo-Json
                $sandbox.ClearRequests()
                Test-LookerOAuthClientApp * @user -ThrottleLimit 8 | ConvertTo-Json | Should -BeExactly $expected
                $sandbox.Requests.Path | Where-Object { $_ -like '*/oauth_client_apps/*' } | Should -BeNullOrEmpty
                $list = @($sandbox.Requests | Where-Object Path -Like '*/oauth_client_apps')
                $list | Should -HaveCount 1
                $list[0].Query -match 'activated_users' | Should -Be ($user.Count -gt 0)
            }
        }

        It '-Quiet is one Boolean an app' {
            $answers = Get-LookerOAuthClientApp | Test-LookerOAuthClientApp -Quiet
            $answers | Should -Be @($true, $true, $false)
            $answers[0] | Should -BeOfType [bool]
        }

        It 'goes on after an app that cannot be judged' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/oauth_client_apps/gemini-cli' -StatusCode 500
            $answers = Get-LookerOAuthClientApp | Test-LookerOAuthClientApp -Quiet -ErrorAction SilentlyContinue -ErrorVariable problem
            $answers | Should -Be @($true, $false)
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerServerError,*'
            $problem[0].TargetObject | Should -Be 'gemini-cli'
        }

        It 'asks each app''s own instance' {
            $other = Start-LookerSandbox
            try {
                Connect-Looker -Sandbox $other -Name other
                $script:findings = Get-LookerOAuthClientApp -Connection dev -ClientGuid notebook | Test-LookerOAuthClientApp
                $findings[0].Connection.Name | Should -Be 'dev'
                $findings[0].Result | Should -Be 'Pass'
            }
            finally {
                Stop-LookerSandbox -Sandbox $other
                Disconnect-Looker -Connection other -WarningAction SilentlyContinue
            }
        }
    }

    It 'refuses an empty guid, and sends nothing for it' {
        [pscustomobject]@{ ClientGuid = '' } | Test-LookerOAuthClientApp -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        @($sandbox.Requests | Where-Object Path -Like '*oauth_client_apps*').Count | Should -Be 0
    }

    It 'shows result, check, message and what to do, between words and below the guid' {
        if ($PSStyle) { $before = $PSStyle.OutputRendering; $PSStyle.OutputRendering = 'PlainText' }
        try { $text = Test-LookerOAuthClientApp -ClientGuid old-app | Out-String }
        finally { if ($PSStyle) { $PSStyle.OutputRendering = $before } }
        $text | Should -Match 'ClientGuid: old-app'
        $text | Should -Match '(?m)^Pass    Registered     ''old-app'' is registered\.'
        $text | Should -Match '(?m)^ {23}-> Set-LookerOAuthClientApp ''old-app'' -Enabled \$true'
    }
}
