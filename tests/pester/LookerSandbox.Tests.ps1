BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Sandbox' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $sandbox
    }

    Context 'Start-LookerSandbox' {
        It 'listens on loopback, on a port of its own' {
            ([uri]$sandbox.BaseUrl).IsLoopback | Should -BeTrue
            $another = Start-LookerSandbox
            $another.BaseUrl | Should -Not -Be $sandbox.BaseUrl
            Stop-LookerSandbox -Sandbox $another
        }

        It 'shows what a script needs and no more' {
            $names = ($sandbox | Get-Member -MemberType Properties).Name
            $names | Should -Be @('BaseUrl', 'Credential', 'IsRunning', 'Requests')
            $sandbox.Credential | Should -BeOfType [pscredential]
        }

        It 'takes the port that is asked for, and says when it is taken' {
            $port = ([uri]$sandbox.BaseUrl).Port
            { Start-LookerSandbox -Port $port } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Port*'
            Stop-LookerSandbox -Sandbox $sandbox
            $script:sandbox = Start-LookerSandbox -Port $port
            ([uri]$sandbox.BaseUrl).Port | Should -Be $port
        }

        It 'refuses a seed file that is not UTF-8' {
            [System.IO.File]::WriteAllBytes("$TestDrive/latin.json", [byte[]][char[]]"{`"groups`":[{`"id`":`"5`",`"name`":`"Z$([char]0xfc)rich`"}]}")
            { Start-LookerSandbox -Path TestDrive:/latin.json } | Should -Throw -ErrorId 'LookerInvalidArgument,*' -ExpectedMessage '*is not text in UTF-8*'
        }

        It 'reads a seed file, relative to the current folder' {
            Push-Location -Path TestDrive:/
            try {
                Set-Content -Path seed.json -Value '{"release":"25.4.1","oauth_client_apps":[{"client_guid":"cli","redirect_uri":"http://localhost:1/a","display_name":"CLI"}]}'
                $seeded = Start-LookerSandbox -Path seed.json
            }
            finally {
                Pop-Location
            }
            Connect-Looker -Sandbox $seeded
            (Get-LookerOAuthClientApp).ClientGuid | Should -Be 'cli'
            (Test-LookerConnection).Version | Should -Be '25.4.1'
            Disconnect-Looker
            Stop-LookerSandbox -Sandbox $seeded
        }

        It 'refuses a seed with <What>' -ForEach @(
            @{ What = 'unknown keys, and names them all'; Text = '{"userz":[],"groups":[{"nmae":"x"}]}'; Says = '*userz*nmae*' }
            @{ What = 'broken JSON'; Text = '{"users":'; Says = '*invalid JSON*' }
        ) {
            Set-Content -Path TestDrive:/bad.json -Value $Text
            { Start-LookerSandbox -Path TestDrive:/bad.json } | Should -Throw $Says
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        }

        It 'refuses a seed file that is not there' {
            { Start-LookerSandbox -Path TestDrive:/missing.json } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        }

        It 'answers late with -Latency' {
            $late = Start-LookerSandbox -Latency 0:0:0.2
            Connect-Looker -Sandbox $late
            (Test-LookerConnection).Latency | Should -BeGreaterOrEqual ([timespan]'0:0:0.1')
            Disconnect-Looker
            Stop-LookerSandbox -Sandbox $late
        }
    }

    Context 'Requests' {
        It 'are recorded in order, secrets masked' {
            Connect-Looker -Sandbox $sandbox
            [string[]]$sandbox.Requests | Should -Be @('POST /api/4.0/login 200', 'GET /api/4.0/user 200')
            $sandbox.Requests[0].Number | Should -Be 1
            $sandbox.Requests[1].UserId | Should -Be '1'
            $sandbox.Requests[1].Headers['Authorization'] | Should -Be 'Bearer ***'
        }

        It 'can be forgotten, and read after the end' {
            Connect-Looker -Sandbox $sandbox
            $sandbox.ClearRequests()
            [void](Get-LookerUser -UserId 1)
            Disconnect-Looker
            Stop-LookerSandbox -Sandbox $sandbox
            [string[]]$sandbox.Requests | Should -Be @('GET /api/4.0/users/1 200', 'DELETE /api/4.0/logout 204')
        }
    }

    Context 'Start-LookerSandbox -Hosted' {
        BeforeEach {
            Stop-LookerSandbox -Sandbox $sandbox
            $script:sandbox = Start-LookerSandbox -Hosted
        }

        It 'answers 404 with JSON for exactly that Accept, else with a page; neither has a request id' {
            $json = Get-Response "$($sandbox.BaseUrl)/api/4.0/nothing" -Accept application/json
            $json.Content | Should -BeExactly '{ "message": "The resource you''re looking for could not be found" }'
            $json.Headers | Should -Not -Contain 'X-B3-TraceId'
            $page = Get-Response "$($sandbox.BaseUrl)/api/4.0/nothing"
            $page.Content | Should -BeLike '*<title>Looker Not Found (404)</title>*'
        }

        It 'lets the module do its main job' {
            $null = $sandbox | Connect-Looker
            $null = New-LookerOAuthClientApp -ClientGuid cli -RedirectUri http://localhost:7777/cb -DisplayName CLI
            (Get-LookerOAuthClientApp -ClientGuid cli).DisplayName | Should -Be 'CLI'
            Remove-LookerOAuthClientApp -ClientGuid cli -Confirm:$false
            Get-LookerOAuthClientApp | Should -BeNullOrEmpty
        }

        It 'lets an upsert take its 404 for "not there"' {
            $null = $sandbox | Connect-Looker
            (New-LookerOAuthClientApp -ClientGuid cli -RedirectUri http://localhost:7777/cb -DisplayName CLI -Force).ClientGuid | Should -Be 'cli'
        }

        It 'says of a missing app that it is not found' {
            $null = $sandbox | Connect-Looker
            Get-LookerOAuthClientApp -ClientGuid absent -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        }

        It 'says of an operation that the release lacks which release has it' {
            Set-Content -Path "$TestDrive/old.json" -Value '{ "release": "24.4" }'
            $old = Start-LookerSandbox -Hosted -Path "$TestDrive/old.json"
            try {
                $null = $old | Connect-Looker
                Remove-LookerExternalOAuthApp -ClientId abc -Force -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotSupported,*'
                $problem[0].ErrorDetails.Message | Should -BeLike '*26.0*'
            }
            finally {
                Stop-LookerSandbox -Sandbox $old
            }
        }

        It 'says of a wrong key that it may be the key or the host' {
            $wrong = [pscredential]::new('wrong', (ConvertTo-SecureString -String 'wrong' -AsPlainText -Force))
            { Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $wrong } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
            $Error[0].ErrorDetails.Message | Should -BeLike '*API key*no instance runs at this host*'
        }
    }

    Context 'Add-LookerSandboxFault' {
        BeforeEach {
            Connect-Looker -Sandbox $sandbox -MaximumRetryCount 0
            $sandbox.ClearRequests()
        }

        It '<Name> makes the next request fail with <Id>' -ForEach @(
            @{ Name = 'a status'; Fault = @{ StatusCode = 503 }; Id = 'LookerServerError' }
            @{ Name = 'a status with a body'; Fault = @{ StatusCode = 400; Body = '{"message":"made up"}' }; Id = 'LookerBadRequest' }
            @{ Name = 'a body alone'; Fault = @{ Body = '<html>' }; Id = 'LookerUnexpectedResponse' }
            @{ Name = 'Retry-After'; Fault = @{ RetryAfter = '0:0:7' }; Id = 'LookerRateLimited' }
            @{ Name = 'a dropped connection'; Fault = @{ Drop = $true }; Id = 'LookerUnreachable' }
            @{ Name = 'a delay'; Fault = @{ Delay = '0:1:0' }; Id = 'LookerTimeout'; TimeoutSec = 3 }
        ) {
            if ($TimeoutSec) { Connect-Looker -Sandbox $sandbox -MaximumRetryCount 0 -TimeoutSec $TimeoutSec }
            Add-LookerSandboxFault -Sandbox $sandbox @Fault | Should -BeNullOrEmpty
            Get-LookerUser -UserId 1 -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            (Get-LookerUser -UserId 1 -ErrorAction Stop).UserId | Should -Be '1'
        }

        It 'hits the method and the path that it names, as often as it says' {
            $sandbox | Add-LookerSandboxFault -Method get -Path '/api/4.0/groups/*' -StatusCode 500 -Count 2
            (Get-LookerUser -UserId 1).UserId | Should -Be '1'
            Get-LookerGroup -GroupId 5 -ErrorAction SilentlyContinue
            Get-LookerGroup -GroupId 6 -ErrorAction SilentlyContinue
            (Get-LookerGroup -GroupId 5).Name | Should -Be 'Analysts'
            $sandbox.Requests.StatusCode | Should -Be @(200, 500, 500, 200)
        }

        It 'does not hit another method' {
            $sandbox | Add-LookerSandboxFault -Method delete -Path '*/oauth_client_apps/a' -StatusCode 500
            (New-LookerOAuthClientApp a http://localhost:1/a App).ClientGuid | Should -Be 'a'
            Remove-LookerOAuthClientApp a -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerServerError,*'
        }

        It 'alone with -Delay is a late normal answer' {
            Add-LookerSandboxFault -Sandbox $sandbox -Delay 0:0:1
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            (Get-LookerUser -UserId 1).UserId | Should -Be '1'
            # Timers may be some milliseconds early.
            $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
        }

        It 'with -Delay and -StatusCode is a late error' {
            Add-LookerSandboxFault -Sandbox $sandbox -Delay 0:0:1 -StatusCode 403
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Get-LookerUser -UserId 1 -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerAccessDenied,*'
            $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
        }

        It 'can be called off' {
            Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 500 -Count 99
            $sandbox.ClearFaults()
            (Get-LookerUser -UserId 1).UserId | Should -Be '1'
        }

        It 'takes the sandbox that was started last, unless one is given' {
            $last = Start-LookerSandbox
            try {
                Add-LookerSandboxFault -StatusCode 500
                $sandbox | Add-LookerSandboxFault -StatusCode 400
                Add-LookerSandboxFault $sandbox -StatusCode 403
                (Get-Response "$($last.BaseUrl)/alive").StatusCode | Should -Be 500
                1..3 | ForEach-Object { (Get-Response "$($sandbox.BaseUrl)/alive").StatusCode } | Should -Be @(400, 403, 200)
            }
            finally {
                Stop-LookerSandbox -Sandbox $last
            }

            Add-LookerSandboxFault -StatusCode 503
            (Get-Response "$($sandbox.BaseUrl)/alive").StatusCode | Should -Be 503
        }

        It 'never takes the last one in the place of one that is null' {
            $refused = 'ParameterArgumentValidationError,*'
            { Add-LookerSandboxFault -Sandbox $null -StatusCode 500 } | Should -Throw -ErrorId $refused
            { $null | Add-LookerSandboxFault -StatusCode 500 -ErrorAction Stop } | Should -Throw -ErrorId $refused
            (Get-LookerUser -UserId 1).UserId | Should -Be '1'
        }

        It 'says so where no sandbox runs' {
            Stop-LookerSandbox -Sandbox $sandbox
            { Add-LookerSandboxFault -StatusCode 500 } | Should -Throw '*No sandbox is running*'
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*Start-LookerSandbox*'
        }

        It 'is refused where it does nothing or contradicts itself' {
            $refused = 'LookerInvalidArgument,*'
            { Add-LookerSandboxFault -Sandbox $sandbox } | Should -Throw '*does nothing*' -ErrorId $refused
            { Add-LookerSandboxFault -Sandbox $sandbox -Drop -StatusCode 500 } | Should -Throw '*StatusCode*' -ErrorId $refused
        }
    }

    Context 'Stop-LookerSandbox' {
        It 'stops the one that is given, also twice' {
            $sandbox | Stop-LookerSandbox
            $sandbox.IsRunning | Should -BeFalse
            Stop-LookerSandbox -Sandbox $sandbox -ErrorAction Stop
        }

        It 'never stops the last one in the place of one that is null' {
            { Stop-LookerSandbox -Sandbox $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
            $sandbox.IsRunning | Should -BeTrue
        }

        It 'stops the last one where none is given' {
            $last = Start-LookerSandbox
            Stop-LookerSandbox
            $last.IsRunning | Should -BeFalse
            $sandbox.IsRunning | Should -BeTrue
        }
    }

    It 'a fault of a sandbox that was stopped is refused' {
        $stopped = Start-LookerSandbox
        Stop-LookerSandbox -Sandbox $stopped
        { $stopped | Add-LookerSandboxFault -StatusCode 500 } | Should -Throw -ErrorId 'LookerInvalidArgument,*'
    }
}
