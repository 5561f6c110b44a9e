BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Pipelines' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:connection = Connect-Looker -Sandbox $sandbox
        $script:secret = [System.Net.NetworkCredential]::new('', 'made-up-secret').SecurePassword
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    Context 'A record that fails' {
        BeforeEach {
            $script:rows = 'a', 'nobody', '', 'b', 'nowhere', 'c' | ForEach-Object { [pscustomobject]@{ ClientGuid = $_ } }
            'a', 'b', 'c' | ForEach-Object { [void](New-LookerOAuthClientApp -ClientGuid $_ -RedirectUri 'http://localhost:1/a' -DisplayName App) }
        }

        It 'leaves the rest of the pipeline running' {
            $rows | Set-LookerOAuthClientApp -Description New -ErrorAction SilentlyContinue -ErrorVariable problem
            (Get-LookerOAuthClientApp).Description | Should -Be @('New', 'New', 'New')
            $problem.TargetObject | Should -Be @('nobody', '', 'nowhere')
            $problem.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } | Should -Be @('LookerNotFound', 'LookerInvalidArgument', 'LookerNotFound')
        }

        It 'stands in its place among the results, whatever ends first, with -ThrottleLimit <_>' -ForEach 1, 8 {
            $ErrorActionPreference = 'Continue'
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/a' -Delay 0:0:0.3
            $shown = $rows | Set-LookerOAuthClientApp -Description New -ThrottleLimit $_ 2>&1 |
                ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId.Split(',')[0] } else { $_.ClientGuid } }
            $shown | Should -Be @('a', 'LookerNotFound', 'LookerInvalidArgument', 'b', 'LookerNotFound', 'c')
        }
    }

    Context '-ThrottleLimit' {
        It 'has that many requests in flight' {
            $sandbox.ClearRequests()
            Add-LookerSandboxFault -Sandbox $sandbox -Delay 0:1:0 -Count 99
            $shell = [powershell]::Create()
            try {
                [void]$shell.AddScript({
                        param($Module, $Connection)
                        Import-Module -Name $Module
                        1..16 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_" } } | Get-LookerOAuthClientApp -ThrottleLimit 8 -Connection $Connection
                    }).AddArgument($module).AddArgument($connection)
                [void]$shell.BeginInvoke()
                Wait-Until { $sandbox.Requests.Count -ge 8 } | Should -BeTrue
                Wait-Until { $sandbox.Requests.Count -gt 8 } -Seconds 2 | Should -BeFalse
                $shell.Stop()
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'keeps the order' {
            $rows = 1..16 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_"; RedirectUri = 'http://localhost:1/a'; DisplayName = 'App' } }
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/app1' -Delay 0:0:0.3
            $apps = $rows | New-LookerOAuthClientApp -ThrottleLimit 8
            $apps.ClientGuid | Should -Be (1..16 | ForEach-Object { "app$_" })
        }

        It 'is one by default: a request leaves when the last was answered' {
            'a', 'b' | ForEach-Object { [void](New-LookerOAuthClientApp -ClientGuid $_ -RedirectUri 'http://localhost:1/a' -DisplayName App) }
            $seen = Get-LookerOAuthClientApp | Revoke-LookerOAuthClientAppToken -Confirm:$false -Verbose 4>&1 | Where-Object { "$_" -like '*DELETE*' }
            $seen.Count | Should -Be 4
            "$($seen[0])" | Should -BeLike 'DELETE */a/tokens'
            "$($seen[1])" | Should -BeLike '204 to *'
        }

        It 'renews the token once for all that failed on the same one' {
            $rows = 1..8 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_"; RedirectUri = 'http://localhost:1/a'; DisplayName = 'App' } }
            $sandbox.ExpireTokens()
            $sandbox.ClearRequests()
            @($rows | New-LookerOAuthClientApp -ThrottleLimit 8).Count | Should -Be 8
            @($sandbox.Requests | Where-Object Path -EQ '/api/4.0/login').Count | Should -Be 1
        }

        It 'acts on each object where it came from, in order, with objects of two instances in turn' {
            $other = Start-LookerSandbox
            $connections = $connection, (Connect-Looker -Sandbox $other -Name other)
            1..8 | ForEach-Object { [void](New-LookerOAuthClientApp -ClientGuid "app$_" -RedirectUri 'http://localhost:1/a' -DisplayName App -Connection $connections) }
            $first, $second = $connections | ForEach-Object { , (Get-LookerOAuthClientApp -Connection $_) }
            $apps = foreach ($i in 0..7) { $first[$i]; $second[$i] }
            $changed = $apps | Set-LookerOAuthClientApp -Description New -ThrottleLimit 16
            $changed.ForEach({ "$($_.ClientGuid) on $($_.ConnectionName)" }) | Should -Be $apps.ForEach({ "$($_.ClientGuid) on $($_.ConnectionName)" })
            foreach ($one in $sandbox, $other) {
                $one.Requests.Where({ $_.Method -eq 'PATCH' }).Count | Should -Be 8
            }
            Disconnect-Looker -Connection other
            Stop-LookerSandbox -Sandbox $other
        }

        It 'refuses <_>' -ForEach 0, -1, 1000 {
            { Get-LookerOAuthClientApp -ThrottleLimit $_ } |
                Should -Throw '*ThrottleLimit*' -ErrorId 'ParameterArgumentValidationError,*'
        }
    }

    Context 'Ending at the first error' {
        It 'counts those that were done, and not the one that failed' {
            $rows = 1..3 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_"; RedirectUri = 'http://localhost:1/a'; DisplayName = 'App' } }
            # The first is late, so that the third is on its way when the second fails.
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/app1' -Delay 0:0:3
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/app2' -StatusCode 400
            try { $rows | New-LookerOAuthClientApp -ThrottleLimit 4 -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable stopped } catch { $problem = $_ }
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerBadRequest,*'
            "$stopped" | Should -BeLike '*was stopped. Records completed: 1. *also completed, without output: 1.'
        }
    }

    Context 'Ending at the first error while another record needs the pipeline' {
        It 'ends, and takes the key back that was not stored' {
            $other = Start-LookerSandbox
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -Path '*/credentials_api3' -StatusCode 400 -Delay 0:0:2
            Add-LookerSandboxFault -Sandbox $other -Method POST -Path '*/credentials_api3' -Delay 0:0:6
            $stored = [System.Collections.Generic.List[object]]::new()
            $shell = [powershell]::Create()
            try {
                [void]$shell.AddScript({
                        param($Module, $Sandbox, $Other, $Stored)
                        Import-Module -Name $Module
                        $connections = $Sandbox, $Other | Connect-Looker
                        Update-LookerApiKey -Store { param($key, $connection) $Stored.Add(@($key, $connection)) } -Connection $connections -ThrottleLimit 2 -Confirm:$false -ErrorAction Stop
                    }).AddArgument($module).AddArgument($sandbox).AddArgument($other).AddArgument($stored)
                $run = $shell.BeginInvoke()
                Wait-Until { $run.IsCompleted } | Should -BeTrue
                { $shell.EndInvoke($run) } | Should -Throw '*credentials_api3*'
                $stored.Count | Should -Be 0
                $other.Requests.Where({ $_.Path -like '*/credentials_api3*' }).Method | Should -Be @('GET', 'POST', 'DELETE')
            }
            finally {
                $shell.Dispose()
                Stop-LookerSandbox -Sandbox $other
            }
        }
    }

    Context 'Taking only the first' {
        It 'ends the work, and the connection goes on' {
            $rows = 1..50 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_"; RedirectUri = 'http://localhost:1/a'; DisplayName = 'App' } }
            # The first is late, so that the second is there when it arrives.
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/app1' -Delay 0:0:3
            ($rows | New-LookerOAuthClientApp -ThrottleLimit 2 -WarningAction SilentlyContinue -WarningVariable warning | Select-Object -First 1).ClientGuid |
                Should -Be 'app1'
            "$warning" | Should -Match 'Records completed: 1\. .*also completed, without output: [1-9]'
            # However late the first is, the others run ahead of it by a bounded number.
            @(Get-LookerOAuthClientApp).Count | Should -BeGreaterThan 1
            @(Get-LookerOAuthClientApp).Count | Should -BeLessOrEqual 16
        }
    }

    Context 'After a command before it in the pipeline has failed' {
        It 'nothing is in flight any more' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -Path '*/credentials_api3' -Delay 0:0:0.5 -Count 2
            $sandbox.ClearRequests()
            {
                & {
                    1, 1
                    Wait-Until { $sandbox.Requests.Where({ $_.Method -eq 'POST' }).Count -eq 2 } | Should -BeTrue
                    throw 'before'
                } | New-LookerApiKey -ThrottleLimit 3 -WarningAction SilentlyContinue
            } | Should -Throw 'before'
            # Keys that nobody can get any more are removed again: that has been done by now.
            $sandbox.Requests.Where({ $_.Method -eq 'DELETE' }).StatusCode | Should -Be @(204, 204)
        }
    }

    Context '-WhatIf' {
        It '<Name> sends nothing' -ForEach @(
            @{ Name = 'New-LookerOAuthClientApp'; Parameters = @{ ClientGuid = 'a'; RedirectUri = 'http://localhost:1/a'; DisplayName = 'A'; GroupName = 'Analysts' } }
            @{ Name = 'New-LookerOAuthClientApp'; Parameters = @{ ClientGuid = 'a'; RedirectUri = 'http://localhost:1/a'; DisplayName = 'A'; Force = $true } }
            @{ Name = 'Set-LookerOAuthClientApp'; Parameters = @{ ClientGuid = 'a'; GroupName = 'Analysts' } }
            @{ Name = 'Remove-LookerOAuthClientApp'; Parameters = @{ ClientGuid = 'a' } }
            @{ Name = 'Revoke-LookerOAuthClientAppToken'; Parameters = @{ ClientGuid = 'a' } }
            @{ Name = 'Enable-LookerOAuthClientAppUser'; Parameters = @{ ClientGuid = 'a'; UserEmail = 'ana@example.com' } }
            @{ Name = 'Disable-LookerOAuthClientAppUser'; Parameters = @{ ClientGuid = 'a'; UserId = '2' } }
            @{ Name = 'New-LookerExternalOAuthApp'; Parameters = @{ Name = 'n'; ClientId = 'c' }; Secrets = 'ClientSecret' }
            @{ Name = 'Set-LookerExternalOAuthApp'; Parameters = @{ ClientId = 'c'; TenantId = 't' } }
            @{ Name = 'Remove-LookerExternalOAuthApp'; Parameters = @{ ClientId = 'c' } }
            @{ Name = 'New-LookerExternalOAuthUserState'; Parameters = @{ ExternalOAuthAppId = '1'; UserId = '2'; AccessTokenExpiresAt = [DateTimeOffset]::MaxValue }; Secrets = 'AccessToken' }
            @{ Name = 'Invoke-LookerApi'; Parameters = @{ Path = 'x'; Method = 'DELETE' } }
        ) {
            $sandbox.ClearRequests()
            $given = $Parameters.Clone()
            $Secrets | Where-Object { $_ } | ForEach-Object { $given[$_] = $secret }
            & $Name @given -WhatIf | Should -BeNullOrEmpty
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'still tells of a record that could not be sent' {
            Remove-LookerOAuthClientApp -ClientGuid a -WhatIf -ErrorAction Stop
            Disconnect-Looker
            { Remove-LookerOAuthClientApp -ClientGuid a -WhatIf } | Should -Throw -ErrorId 'LookerNotConnected,*'
        }
    }

    Context '-Confirm' {
        BeforeAll {
            # Nobody can be asked there: a command that asks fails. Answers whether it did.
            function Test-Asked([string]$Script) {
                $shell = [powershell]::Create()
                try {
                    [void]$shell.AddScript("param(`$module, `$Connection) Import-Module -Name `$module; $Script").AddArgument($module).AddArgument($connection)
                    [void]$shell.Invoke()
                    $shell.Streams.Error.Count -gt 0
                }
                finally {
                    $shell.Dispose()
                }
            }
        }

        It '<_> asks, and sends nothing before it has an answer' -ForEach @(
            'Remove-LookerOAuthClientApp a'
            'Revoke-LookerOAuthClientAppToken a'
            'Disable-LookerOAuthClientAppUser a 2'
            'Remove-LookerExternalOAuthApp a'
            'Remove-LookerExternalOAuthApp a -Force'
        ) {
            $sandbox.ClearRequests()
            Test-Asked "$_ -Connection `$Connection" | Should -BeTrue
            $sandbox.Requests.Count | Should -Be 0
        }

        It '<_> does not ask unless told to' -ForEach @(
            "New-LookerOAuthClientApp b 'http://localhost:1/a' B"
            'Set-LookerOAuthClientApp a -Enabled $true'
            'Enable-LookerOAuthClientAppUser a 2'
            'Invoke-LookerApi session -Method PATCH -Body @{}'
        ) {
            [void](New-LookerOAuthClientApp -ClientGuid a -RedirectUri 'http://localhost:1/a' -DisplayName App)
            $sandbox.ClearRequests()
            Test-Asked "$_ -Connection `$Connection -Confirm" | Should -BeTrue
            $sandbox.Requests.Count | Should -Be 0
            Test-Asked "$_ -Connection `$Connection" | Should -BeFalse
            $sandbox.Requests.Count | Should -Be 1
        }

        It 'is switched off with -Confirm:$false or the preference' {
            $sandbox.ClearRequests()
            Test-Asked 'Remove-LookerOAuthClientApp a -Connection $Connection -Confirm:$false' | Should -BeFalse
            Test-Asked '$ConfirmPreference = "None"; Remove-LookerOAuthClientApp a -Connection $Connection' | Should -BeFalse
            $sandbox.Requests.Count | Should -Be 2
        }
    }

    Context 'Streams' {
        It 'are silent by default' {
            Get-LookerUser -UserId 1 *>&1 | Should -BeOfType 'LookerOAuth.User'
        }

        It '-Verbose shows requests and answers with the id for support' {
            $shown = Get-LookerUser -UserId 1 -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            $shown.Count | Should -Be 2
            "$($shown[0])" | Should -BeLike "GET $($sandbox.BaseUrl)/api/4.0/users/1[?]fields=id*"
            "$($shown[1])" | Should -BeLike "200 to GET * (request id *)"
        }

        It 'the preference does the same' {
            $VerbosePreference = 'Continue'
            @(Get-LookerUser -UserId 1 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Count | Should -Be 2
        }

        It 'of debugging show bodies, secrets masked' {
            $DebugPreference = 'Continue'
            $shown = New-LookerExternalOAuthApp -Name n -ClientId c -ClientSecret $secret 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }
            "$($shown[0])" | Should -BeLike 'POST *: *"client_secret":"[*][*][*]"*'
            "$($shown[1])" | Should -BeLike '200: *"client_id":"c"*'
        }

        It '-Debug writes no verbose record, and -Verbose no debug record' {
            $debugging = Get-LookerUser -UserId 1 -Debug *>&1
            $debugging | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | Should -Not -BeNullOrEmpty
            $debugging | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Should -BeNullOrEmpty
            Get-LookerUser -UserId 1 -Verbose *>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | Should -BeNullOrEmpty
        }

        It '-Verbose shows repeats and their waits' {
            Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 503 -RetryAfter 0 -Count 2
            $shown = Get-LookerUser -UserId 1 -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            @("$($shown -join "`n")" -split "`n" -match 'retry \d of 4').Count | Should -Be 2
        }

        It 'gives up after -MaximumRetryCount repeats' {
            Connect-Looker -Sandbox $sandbox -MaximumRetryCount 2
            $sandbox.ClearRequests()
            Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 429 -RetryAfter 0 -Count 9
            Get-LookerUser -UserId 1 -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerRateLimited,*'
            $sandbox.Requests.Count | Should -Be 3
        }

        It 'looks up what a request may have created after a gateway error, and repeats it if it is not there' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 502
            $sandbox.ClearRequests()
            New-LookerOAuthClientApp -ClientGuid a -RedirectUri 'http://localhost:1/a' -DisplayName A | ForEach-Object DisplayName | Should -Be 'A'
            $sandbox.Requests | ForEach-Object { "$($_.Method) $($_.StatusCode)" } | Should -Be @('POST 502', 'GET 404', 'POST 200')
        }
    }

    Context 'A downstream command that has enough' {
        It 'ends the work without a warning, with -ThrottleLimit <_>' -ForEach 1, 4 {
            $first = 1..50 | ForEach-Object { [pscustomobject]@{ UserId = 1 } } |
                Get-LookerUser -ThrottleLimit $_ -WarningVariable warnings -WarningAction SilentlyContinue | Select-Object -First 1
            $first.UserId | Should -Be 1
            $warnings | Should -BeNullOrEmpty
            # At most 8 times the throttle limit runs ahead of what is written.
            $sandbox.Requests.Where({ $_.Path -like '*/users/1' }).Count | Should -BeLessOrEqual 33
        }
    }

    Context 'Bulk work' {
        It 'of more than two seconds shows its count and its rate as progress, and ends it' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/users/1' -Delay 0:0:0.3 -Count 10
            $shell = [powershell]::Create()
            try {
                [void]$shell.AddScript('param($module, $Connection) Import-Module -Name $module; 1..10 | ForEach-Object { [pscustomobject]@{ UserId = 1 } } | Get-LookerUser -Connection $Connection').
                    AddArgument($module).AddArgument($connection)
                $shell.Invoke().Count | Should -Be 10
                $progress = @($shell.Streams.Progress | Where-Object Activity -Like 'Get-LookerUser on *')
            }
            finally {
                $shell.Dispose()
            }

            $progress[0].StatusDescription | Should -Match '^\d+ done, [\d.,]+ per second$'
            $progress[-1].RecordType | Should -Be 'Completed'
        }
    }
}
