BeforeDiscovery {
    $script:hasParallel = $PSVersionTable.PSVersion.Major -ge 7
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # A runspace of its own, as a parallel script or another session has one.
    function Invoke-Apart([string]$Script, [hashtable]$Parameters) {
        $shell = [powershell]::Create()
        try {
            [void]$shell.AddScript("param(`$module, `$given) Import-Module -Name `$module; $Script").AddArgument($module).AddArgument($Parameters)
            $shell.Invoke()
            $script:apartErrors = $shell.Streams.Error
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Connections' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:other = Start-LookerSandbox
    }

    AfterEach {
        Disconnect-Looker -All
        $sandbox, $other | Stop-LookerSandbox
    }

    Context 'Several at once' {
        It 'are held under their names' {
            Connect-Looker -Sandbox $sandbox -Name dev
            Connect-Looker -Sandbox $other -Name prod
            (Get-LookerConnection).Name | Should -Be @('dev', 'prod')
            (Get-LookerConnection -Name 'p*').BaseUrl | Should -Be $other.BaseUrl
            (Get-LookerConnection -Name prod, dev).Name | Should -Be @('prod', 'dev')
        }

        It 'the last one is the current one' {
            Connect-Looker -Sandbox $sandbox -Name dev
            Connect-Looker -Sandbox $other -Name prod
            $sandbox.ClearRequests()
            (Get-LookerUser -UserId 1).Connection.Name | Should -Be 'prod'
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'are chosen with -Connection, by object or by name' {
            $dev = Connect-Looker -Sandbox $sandbox -Name dev
            Connect-Looker -Sandbox $other -Name prod
            $other.ClearRequests()
            (Get-LookerUser -UserId 1 -Connection $dev).Connection.Name | Should -Be 'dev'
            (Get-LookerUser -UserId 1 -Connection DEV).Connection.Name | Should -Be 'dev'
            $other.Requests.Count | Should -Be 0
        }

        It 'get the host for a name, with a number from the second on' {
            Connect-Looker -Sandbox $sandbox
            Connect-Looker -Sandbox $sandbox
            $authority = ([uri]$sandbox.BaseUrl).Authority
            (Get-LookerConnection).Name | Should -Be @($authority, "$authority (2)")
        }

        It 'a new one of the same name takes the place of the old, which is logged out' {
            $old = Connect-Looker -Sandbox $sandbox -Name dev
            Connect-Looker -Sandbox $other -Name DEV
            (Get-LookerConnection).BaseUrl | Should -Be $other.BaseUrl
            "$($sandbox.Requests[-1])" | Should -Be 'DELETE /api/4.0/logout 204'
            { Get-LookerUser -UserId 1 -Connection $old } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
        }

        It 'are not asked for by an empty list of names' {
            Get-LookerConnection -Name @() -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        }

        It 'that nobody made are an error by name and nothing by wildcard' {
            Get-LookerConnection -Name 'nobody*' -ErrorAction Stop | Should -BeNullOrEmpty
            Get-LookerConnection -Name nobody -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem[0].TargetObject | Should -Be 'nobody'
            { Get-LookerUser -Connection nobody } | Should -Throw '*nobody*'
        }
    }

    Context 'Objects carry theirs' {
        BeforeEach {
            $script:dev = Connect-Looker -Sandbox $sandbox -Name dev
            $script:prod = Connect-Looker -Sandbox $other -Name prod
            foreach ($connection in $dev, $prod) {
                [void](New-LookerOAuthClientApp -ClientGuid same -RedirectUri 'http://localhost:1/a' -DisplayName Same -Connection $connection)
            }
        }

        It 'so Get | Set | Remove acts where the object came from, not on the current one' {
            $other.ClearRequests()
            $app = Get-LookerOAuthClientApp -ClientGuid same -Connection $dev
            $app | Set-LookerOAuthClientApp -DisplayName Changed | Remove-LookerOAuthClientApp -Confirm:$false
            $other.Requests.Count | Should -Be 0
            Get-LookerOAuthClientApp -Connection $dev | Should -BeNullOrEmpty
            (Get-LookerOAuthClientApp -Connection $prod).DisplayName | Should -Be 'Same'
        }

        It 'so one pipeline can hold objects of several' {
            $apps = @(Get-LookerOAuthClientApp -Connection $dev) + @(Get-LookerOAuthClientApp -Connection $prod)
            $sandbox.ClearRequests()
            $other.ClearRequests()
            $apps | Revoke-LookerOAuthClientAppToken -Confirm:$false
            [string[]]$sandbox.Requests | Should -Be @('DELETE /api/4.0/oauth_client_apps/same/tokens 204')
            [string[]]$other.Requests | Should -Be @('DELETE /api/4.0/oauth_client_apps/same/tokens 204')
        }

        It 'unless a connection is typed' {
            $app = Get-LookerOAuthClientApp -ClientGuid same -Connection $dev
            $sandbox.ClearRequests()
            $app | Set-LookerOAuthClientApp -DisplayName Changed -Connection $prod
            $sandbox.Requests.Count | Should -Be 0
            (Get-LookerOAuthClientApp -Connection $prod).DisplayName | Should -Be 'Changed'
        }
    }

    Context 'Parallel runspaces' {
        It 'share a connection that is passed with $using:' -Skip:(-not $hasParallel) {
            $shared = Connect-Looker -Sandbox $sandbox
            $sandbox.ClearRequests()
            $module = $script:module
            $guids = 1..20 | ForEach-Object -ThrottleLimit 5 -Parallel {
                Import-Module -Name $using:module
                (New-LookerOAuthClientApp -ClientGuid "app$_" -RedirectUri 'http://localhost:1/a' -DisplayName App -Connection $using:shared).ClientGuid
            }
            ($guids | Sort-Object) | Should -Be (1..20 | ForEach-Object { "app$_" } | Sort-Object)
            @($sandbox.Requests | Where-Object Path -Like '*login*').Count | Should -Be 0
        }

        It 'never mix the objects of two instances' -Skip:(-not $hasParallel) {
            $connections = @((Connect-Looker -Sandbox $sandbox), (Connect-Looker -Sandbox $other))
            $module = $script:module
            $mixed = 0..19 | ForEach-Object -ThrottleLimit 5 -Parallel {
                Import-Module -Name $using:module
                $connection = ($using:connections)[$_ % 2]
                $user = Get-LookerUser -UserId 1 -Connection $connection
                if (-not [object]::ReferenceEquals($user.Connection, $connection)) { $_ }
            }
            $mixed | Should -BeNullOrEmpty
            @($sandbox.Requests | Where-Object Path -Like '*/users/1').Count | Should -Be 10
            @($other.Requests | Where-Object Path -Like '*/users/1').Count | Should -Be 10
        }

        It 'have no default, and the error says what to pass' {
            Connect-Looker -Sandbox $sandbox
            Invoke-Apart 'Get-LookerConnection' | Should -BeNullOrEmpty
            $record = Invoke-Apart 'try { Get-LookerUser } catch { $_ }'
            $record.FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
            $record.CategoryInfo.Category | Should -Be 'ConnectionError'
            $record.ErrorDetails.RecommendedAction | Should -BeLike '*-Connection*$using:*'
        }
    }

    Context 'Disconnecting' {
        It 'logs out on the server and forgets the connection' {
            Connect-Looker -Sandbox $sandbox
            $sandbox.ClearRequests()
            Disconnect-Looker | Should -BeNullOrEmpty
            [string[]]$sandbox.Requests | Should -Be @('DELETE /api/4.0/logout 204')
            Get-LookerConnection | Should -BeNullOrEmpty
        }

        It 'twice sends nothing and is no error' {
            $connection = Connect-Looker -Sandbox $sandbox
            Disconnect-Looker -Connection $connection
            $sandbox.ClearRequests()
            Disconnect-Looker -Connection $connection -ErrorAction Stop -WarningAction Stop
            Disconnect-Looker -ErrorAction Stop -WarningAction Stop
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'takes connections by pipeline' {
            Connect-Looker -Sandbox $sandbox -Name dev
            Connect-Looker -Sandbox $other -Name prod
            Get-LookerConnection -Name dev | Disconnect-Looker
            (Get-LookerConnection).Name | Should -Be 'prod'
        }

        It 'takes a name' {
            Connect-Looker -Sandbox $sandbox -Name dev
            Disconnect-Looker -Connection dev
            Get-LookerConnection | Should -BeNullOrEmpty
        }

        It 'takes several, as objects, by name and in rows' {
            $prod = Connect-Looker -Sandbox $other -Name prod
            foreach ($name in 'dev', 'stage', 'test', 'current') { Connect-Looker -Sandbox $sandbox -Name $name }
            Disconnect-Looker -Connection dev, $prod
            Disconnect-Looker -ConnectionName stage
            [pscustomobject]@{ ConnectionName = 'test' } | Disconnect-Looker
            (Get-LookerConnection).Name | Should -Be 'current'
        }

        It 'ends the others where one of several is no connection' {
            foreach ($name in 'dev', 'prod', 'current') { Connect-Looker -Sandbox $sandbox -Name $name }
            Disconnect-Looker -Connection dev, '', nobody, prod -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.FullyQualifiedErrorId | Should -Be @('LookerInvalidArgument,LookerOAuth.DisconnectLookerCommand', 'LookerNotConnected,LookerOAuth.DisconnectLookerCommand')
            Disconnect-Looker -Connection @() -ErrorAction SilentlyContinue -ErrorVariable none
            $none.FullyQualifiedErrorId | Should -Be 'LookerInvalidArgument,LookerOAuth.DisconnectLookerCommand'
            (Get-LookerConnection).Name | Should -Be 'current'
        }

        It '-All ends every one' {
            Connect-Looker -Sandbox $sandbox
            Connect-Looker -Sandbox $other
            Disconnect-Looker -All
            Get-LookerConnection | Should -BeNullOrEmpty
            "$($sandbox.Requests[-1])", "$($other.Requests[-1])" | Should -Be @('DELETE /api/4.0/logout 204', 'DELETE /api/4.0/logout 204')
        }

        It 'of the current one leaves no current one, though others are connected' {
            Connect-Looker -Sandbox $sandbox -Name dev
            Connect-Looker -Sandbox $other -Name prod
            Disconnect-Looker
            $sandbox.ClearRequests()
            { Get-LookerUser } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'leaves a connection that answers LookerNotConnected' {
            $connection = Connect-Looker -Sandbox $sandbox
            Disconnect-Looker
            $sandbox.ClearRequests()
            { Get-LookerUser -Connection $connection -ErrorAction Continue } | Should -Throw
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'that fails on the server is a warning, and the connection is gone anyway' {
            Connect-Looker -Sandbox $sandbox
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/logout' -StatusCode 500
            Disconnect-Looker -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction Stop
            $warning.Count | Should -Be 1
            Get-LookerConnection | Should -BeNullOrEmpty
        }
    }

    Context 'What -Verbose says' {
        It 'names the instance where there is more than one' {
            Connect-Looker -Sandbox $sandbox -Name dev
            (Get-LookerUser ana@example.com -Verbose 4>&1).Where({ $_ -is [System.Management.Automation.VerboseRecord] }) | ForEach-Object { "$_" | Should -Match '^(GET|200)' }
            Connect-Looker -Sandbox $other -Name prod
            $lines = (Get-LookerUser ana@example.com -Connection dev, prod -Verbose 4>&1).Where({ $_ -is [System.Management.Automation.VerboseRecord] })
            $lines | ForEach-Object { "$_" -replace ':.*' } | Select-Object -Unique | Should -Be @('dev', 'prod')
            "$($lines[0])" | Should -BeLike 'dev: GET http*'
            "$(@(Get-LookerUser ana@example.com -Debug 5>&1)[0])" | Should -BeLike 'prod: 200: *'
            "$((Test-LookerConnection -Connection dev -Verbose 4>&1)[0])" | Should -BeLike 'dev: GET http*'
            "$((Disconnect-Looker -Connection dev -Verbose 4>&1)[0])" | Should -BeLike 'dev: DELETE http*'
        }
    }

    Context 'Showing one' {
        It 'shows the documented properties and no others' {
            $connection = Connect-Looker -Sandbox $sandbox -Name dev
            $names = ($connection | Get-Member -MemberType Properties).Name | Sort-Object
            $names | Should -Be @('ApiVersion', 'AuthenticationType', 'BaseUrl', 'ExpiresAt', 'LoginUserId', 'Name', 'RunAsUserId')
        }
    }

    Context 'Remove-Module' {
        It 'forgets connections and stops sandboxes' {
            $states = Invoke-Apart -Parameters @{ Sandbox = $sandbox } -Script @'
$own = Start-LookerSandbox
$null = Connect-Looker -Sandbox $given.Sandbox
$own.IsRunning
Remove-Module -Name LookerOAuth
$own.IsRunning
Import-Module -Name $module
@(Get-LookerConnection).Count
'@
            $states | Should -Be @($true, $false, 0)
            $apartErrors | Should -BeNullOrEmpty
        }

        It 'in one runspace leaves those of another alone' {
            Connect-Looker -Sandbox $sandbox
            [void](Invoke-Apart 'Remove-Module -Name LookerOAuth')
            $sandbox.IsRunning | Should -BeTrue
            Get-LookerUser -UserId 1 | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'Test-LookerConnection' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'tells who is logged in to what' {
        Connect-Looker -Sandbox $sandbox -Name dev
        $test = Test-LookerConnection
        $test.Succeeded | Should -BeTrue
        $test.User.UserId | Should -Be '1'
        $test.Version | Should -BeLike '26.22*'
        $test.ApiUrl | Should -Be $sandbox.BaseUrl
        $test.LookerUrl | Should -Be $sandbox.BaseUrl
        $test.Latency | Should -BeGreaterThan ([timespan]::Zero)
        $test.Problem | Should -BeNullOrEmpty
        $test.Connection.Name | Should -Be 'dev'
    }

    It 'takes connections by pipeline' {
        Connect-Looker -Sandbox $sandbox -Name dev
        Connect-Looker -Sandbox $sandbox -Name prod
        (Get-LookerConnection | Test-LookerConnection).Connection.Name | Should -Be @('dev', 'prod')
    }

    It 'takes several, as objects, by name and in rows' {
        $prod = Connect-Looker -Sandbox $sandbox -Name prod
        Connect-Looker -Sandbox $sandbox -Name dev
        (Test-LookerConnection -Connection dev, $prod).ConnectionName | Should -Be @('dev', 'prod')
        (Test-LookerConnection -ConnectionName prod).ConnectionName | Should -Be 'prod'
        ('prod', 'dev' | Test-LookerConnection -ThrottleLimit 2).ConnectionName | Should -Be @('prod', 'dev')
        ([pscustomobject]@{ ConnectionName = 'prod' } | Test-LookerConnection).ConnectionName | Should -Be 'prod'
        Test-LookerConnection -Connection dev, nobody, $prod -Quiet | Should -Be @($true, $false, $true)
    }

    It 'reports the disconnected ones among several, in their order and without an error' {
        $gone = Connect-Looker -Sandbox $sandbox -Name gone
        Disconnect-Looker
        Connect-Looker -Sandbox $sandbox -Name dev
        $tests = Test-LookerConnection -Connection $gone, dev, nobody -ErrorAction Stop
        $tests.Succeeded | Should -Be @($false, $true, $false)
        $tests.ConnectionName | Should -Be @('gone', 'dev', 'nobody')
    }

    It 'reports a disconnected one without an error' {
        $connection = Connect-Looker -Sandbox $sandbox
        Disconnect-Looker
        $sandbox.ClearRequests()
        $test = Test-LookerConnection -Connection $connection -ErrorAction Stop
        $test.Succeeded | Should -BeFalse
        $test.Problem | Should -BeLike '*disconnected*'
        $sandbox.Requests.Count | Should -Be 0
        Test-LookerConnection -Connection $connection -Quiet | Should -BeFalse
    }

    It 'invents no address for a name that no connection has' {
        $test = Test-LookerConnection -Connection nope
        $test.Succeeded | Should -BeFalse
        $test.LookerUrl | Should -BeNullOrEmpty
    }

    It 'reports a name that no connection has, and what to do' {
        (Test-LookerConnection -Connection nobody -ErrorAction Stop).Problem |
            Should -Be "There is no connection named 'nobody'. Run Get-LookerConnection to see the names of the open connections."
        Disconnect-Looker -Connection nobody -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike 'Run Get-LookerConnection*'
    }

    It 'reports a server that cannot be reached without an error' {
        $gone = Start-LookerSandbox
        Connect-Looker -Sandbox $gone -MaximumRetryCount 0
        Stop-LookerSandbox -Sandbox $gone
        $test = Test-LookerConnection -ErrorAction Stop
        $test.Succeeded | Should -BeFalse
        $test.Problem | Should -BeLike '*cannot be reached*'
        $test.Latency | Should -BeNullOrEmpty
    }

    It 'reports a login that is dead, and what to do' {
        Connect-Looker -Sandbox $sandbox
        $sandbox.ExpireTokens()
        Add-LookerSandboxFault -Sandbox $sandbox -Path '*/login' -StatusCode 404
        $test = Test-LookerConnection -ErrorAction Stop
        $test.Succeeded | Should -BeFalse
        $test.Version | Should -BeLike '26.22*'
        $test.User | Should -BeNullOrEmpty
        $test.Problem | Should -BeLike '*API key*'
    }

    It '-Quiet emits true or false alone' {
        Test-LookerConnection -Quiet | Should -BeFalse
        Connect-Looker -Sandbox $sandbox
        $answer = Test-LookerConnection -Quiet
        $answer | Should -BeOfType [bool]
        $answer | Should -BeTrue
    }

    It 'without any connection is LookerNotConnected' {
        { Test-LookerConnection } | Should -Throw
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
    }
}

Describe 'Select-LookerConnection' {
    BeforeAll {
        . "$PSScriptRoot/Shared.ps1"
    }

    BeforeEach {
        $sandbox = Start-LookerSandbox
        'dev', 'prod' | ForEach-Object { [void](Connect-Looker -Sandbox $sandbox -Name $_) }
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'makes a connection the current one, by name' {
        (Select-LookerConnection dev).Name | Should -Be 'dev'
        (Get-LookerUser -UserId 1).ConnectionName | Should -Be 'dev'
    }

    It 'makes a connection the current one that is piped' {
        (Get-LookerConnection -Name dev | Select-LookerConnection).Name | Should -Be 'dev'
        (Get-LookerUser -UserId 1).ConnectionName | Should -Be 'dev'
    }

    It 'refuses an unknown name, and changes nothing' {
        Select-LookerConnection nobody -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        (Get-LookerUser -UserId 1).ConnectionName | Should -Be 'prod'
    }

    It "refuses another runspace's connection whose name is taken here, so that a name never means two" {
        $shell = [powershell]::Create()
        try {
            [void]$shell.AddScript('param($Module, $Other, $Connection) Import-Module $Module; $here = Connect-Looker -Sandbox $Other -Name dev; Select-LookerConnection -Connection $Connection; (Get-LookerUser -UserId 1 -Connection dev).Connection.BaseUrl -eq $here.BaseUrl; Disconnect-Looker')
            [void]$shell.AddArgument($module).AddArgument($(Start-LookerSandbox -OutVariable other)).AddArgument((Get-LookerConnection -Name dev))
            $shell.Invoke() | Should -Be $true
            $shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        }
        finally {
            $shell.Dispose()
            Stop-LookerSandbox -Sandbox $other[0]
        }
    }

    It 'refuses a disconnected one' {
        $dev = Get-LookerConnection -Name dev
        Disconnect-Looker -Connection $dev
        Select-LookerConnection -Connection $dev -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
    }
}
