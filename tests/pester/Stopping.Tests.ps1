BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # Runs a script in a runspace of its own, stops it when a condition holds, and answers how long the stopping took.
    function Measure-Stop([string]$Script, [scriptblock]$When) {
        $script:shell = [powershell]::Create()
        [void]$shell.AddScript("param(`$module, `$Sandbox, `$Connection) Import-Module -Name `$module; $Script").
            AddArgument($module).AddArgument($sandbox).AddArgument($connection)
        $running = $shell.BeginInvoke()
        Wait-Until $When | Should -BeTrue
        $running.IsCompleted | Should -BeFalse
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Stop()
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $clock.Elapsed
    }
}

Describe 'Stopping' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:connection = Connect-Looker -Sandbox $sandbox
        $sandbox.ClearRequests()
    }

    AfterEach {
        $shell.Dispose()
        $sandbox.ClearFaults()
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    # What is stopped would last half a minute or more; a slow machine takes its time to stop. A login that was sent has half a second
    # of it: cut off, it would leave a session that nobody can end.
    It '<What> ends while the server stalls' -ForEach @(
        @{ What = 'a login'; Script = 'Connect-Looker -Sandbox $Sandbox'; Path = '*/login' }
        @{ What = 'a login as another user'; Script = 'Connect-Looker -Sandbox $Sandbox -RunAsUserId 2'; Path = '*/login/2' }
        @{ What = 'a list'; Script = 'Get-LookerOAuthClientApp -Connection $Connection'; Path = '*/oauth_client_apps' }
        @{ What = 'a write'; Script = 'Set-LookerOAuthClientApp cli -Enabled $true -Connection $Connection'; Path = '*/oauth_client_apps/cli' }
        @{ What = 'a test'; Script = 'Test-LookerConnection -Connection $Connection'; Path = '*/versions' }
        @{ What = 'a request of one''s own'; Script = 'Invoke-LookerApi user -Connection $Connection'; Path = '*/user' }
    ) {
        Add-LookerSandboxFault -Sandbox $sandbox -Path $Path -Delay 0:1:0
        $elapsed = Measure-Stop $Script { $sandbox.Requests.Count -gt 0 -and $sandbox.Requests[-1].Path -like $Path }
        $elapsed.TotalSeconds | Should -BeLessThan 25
    }

    It 'a wait before a repeat ends, and nothing is repeated after it' {
        Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 503 -RetryAfter 0:0:30 -Count 99
        $elapsed = Measure-Stop 'Get-LookerUser -UserId 1 -Connection $Connection' { $sandbox.Requests.Count -gt 0 }
        $count = $sandbox.Requests.Count
        $elapsed.TotalSeconds | Should -BeLessThan 25
        Wait-Until { $sandbox.Requests.Count -ne $count } -Seconds 2 | Should -BeFalse
    }

    It 'a wait of more than two seconds shows as progress until it ends' {
        Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 503 -RetryAfter 0:0:30 -Count 99
        $elapsed = Measure-Stop 'Get-LookerUser -UserId 1 -Connection $Connection' {
            @($shell.Streams.Progress | Where-Object SecondsRemaining -GT 2).Count -gt 0
        }
        $elapsed.TotalSeconds | Should -BeLessThan 25
    }

    It 'a pipeline with several in flight ends, and starts no more' {
        Add-LookerSandboxFault -Sandbox $sandbox -Delay 0:1:0 -Count 99
        $elapsed = Measure-Stop -When { $sandbox.Requests.Count -eq 4 } -Script @'
1..50 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_" } } | Get-LookerOAuthClientApp -ThrottleLimit 4 -Connection $Connection
'@
        $elapsed.TotalSeconds | Should -BeLessThan 25
        Wait-Until { $sandbox.Requests.Count -gt 4 } -Seconds 0.5 | Should -BeFalse
    }

    It 'a login that waits for its browser ends, and frees the port' {
        $port = Get-FreePort
        $login = "Connect-Looker -BaseUrl `$Sandbox.BaseUrl -OAuthClientGuid cli -RedirectUri 'http://127.0.0.1:$port/a' -NoBrowser"
        $elapsed = Measure-Stop $login { $shell.Streams.Information.Count -gt 0 }
        $elapsed.TotalSeconds | Should -BeLessThan 25
        Wait-FreePort $port | Should -BeTrue
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'leaves the connection usable' {
        Add-LookerSandboxFault -Sandbox $sandbox -Path '*/users/1' -Delay 0:1:0
        [void](Measure-Stop 'Get-LookerUser -UserId 1 -Connection $Connection' { $sandbox.Requests.Count -eq 1 })
        (Get-LookerUser -UserId 1 -Connection $connection).UserId | Should -Be '1'
    }

    It 'a login of which nobody wants to see more than the first <_> lines leaves no session and no connection' -ForEach @(1..4) {
        Connect-Looker -Sandbox $sandbox -Name second -Verbose 4>&1 | Select-Object -First $_ | Should -Not -BeNullOrEmpty
        (Get-LookerConnection).Name | Should -Not -Contain 'second'
        $logins = $sandbox.Requests.Where({ $_.Path -eq '/api/4.0/login' -and $_.StatusCode -eq 200 }).Count
        $sandbox.Requests.Where({ $_.Path -eq '/api/4.0/logout' }).Count | Should -Be $logins
    }

    It 'a login in place of another ends that one''s session, also if nobody wants to see more than the first <_> lines' -ForEach @(1..8) {
        [void](Connect-Looker -Sandbox $sandbox -Name taken)
        Connect-Looker -Sandbox $sandbox -Name taken -Verbose 4>&1 | Select-Object -First $_ | Should -Not -BeNullOrEmpty
        Get-LookerConnection -Name taken | Disconnect-Looker
        $logins = $sandbox.Requests.Where({ $_.Path -eq '/api/4.0/login' -and $_.StatusCode -eq 200 }).Count
        $sandbox.Requests.Where({ $_.Path -eq '/api/4.0/logout' -and $_.StatusCode -eq 204 }).Count | Should -Be $logins
    }

    It 'a logout of which nobody wants to see more than the first <_> lines ends both sessions of a sudo connection' -ForEach @(1..4) {
        $sudo = Connect-Looker -Sandbox $sandbox -RunAsUserId 2 -Name sudo
        Disconnect-Looker -Connection $sudo -Verbose 4>&1 | Select-Object -First $_ | Should -Not -BeNullOrEmpty
        $sandbox.Requests.Where({ $_.Path -eq '/api/4.0/logout' -and $_.StatusCode -eq 204 }).Count | Should -Be 2
    }

    It 'a logout that is stopped ends both sessions of a sudo connection' {
        Add-LookerSandboxFault -Sandbox $sandbox -Path '*/logout' -Delay 0:1:0
        $elapsed = Measure-Stop 'Connect-Looker -Sandbox $Sandbox -RunAsUserId 2; Disconnect-Looker' {
            $sandbox.Requests.Where({ $_.Path -eq '/api/4.0/logout' }).Count -eq 1
        }
        $elapsed.TotalSeconds | Should -BeLessThan 25
        $sandbox.Requests.Where({ $_.Path -eq '/api/4.0/logout' -and $_.StatusCode -eq 204 }).Count | Should -Be 2
    }

    It 'a login leaves no connection' {
        Add-LookerSandboxFault -Sandbox $sandbox -Path '*/user' -Delay 0:1:0
        [void](Measure-Stop 'Connect-Looker -Sandbox $Sandbox' { $sandbox.Requests.Count -eq 2 })
        $shell.Commands.Clear()
        [void]$shell.AddScript('@(Get-LookerConnection).Count')
        $shell.Invoke() | Should -Be 0
    }
}
