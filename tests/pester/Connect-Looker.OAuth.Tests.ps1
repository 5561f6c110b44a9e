BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    Add-Type -AssemblyName System.Net.Http

    # Runs Connect-Looker where it can wait for its browser while the test plays that browser.
    function Open-Login([hashtable]$Parameters) {
        $given = @{ BaseUrl = $sandbox.BaseUrl; OAuthClientGuid = 'example.cli'; RedirectUri = $redirectUri; NoBrowser = $true }
        foreach ($name in $Parameters.Keys) { $given[$name] = $Parameters[$name] }
        $outcome = @{}
        $shell = [powershell]::Create()
        [void]$shell.AddScript({
                param($Module, $Given, $Outcome)
                Import-Module -Name $Module
                try { Connect-Looker @Given } catch { $Outcome.Problem = $_ }
            }).AddArgument($module).AddArgument($given).AddArgument($outcome)
        $script:login = @{ Shell = $shell; Run = $shell.BeginInvoke(); Outcome = $outcome }
    }

    function Get-Address {
        Wait-Until { $login.Shell.Streams.Information.Count -gt 0 -or $login.Run.IsCompleted } | Should -BeTrue
        if ("$($login.Shell.Streams.Information[0])" -match '\S+/auth\?\S+') { [uri]$Matches[0] } else { throw 'No address was shown.' }
    }

    function Get-Page([uri]$Address) {
        $answer = $browser.GetAsync($Address).Result
        @{ Status = [int]$answer.StatusCode; Text = $answer.Content.ReadAsStringAsync().Result }
    }

    # Fills in the consent page and answers where the browser is sent.
    function Submit-Consent([uri]$Address, [string]$Decision, [string]$UserId = '2') {
        $page = Get-Page $Address
        $page.Status | Should -Be 200
        $fields = [System.Collections.Generic.Dictionary[string, string]]::new()
        foreach ($field in [regex]::Matches($page.Text, '<input type="hidden" name="([^"]*)" value="([^"]*)">')) {
            $fields[$field.Groups[1].Value] = [System.Net.WebUtility]::HtmlDecode($field.Groups[2].Value)
        }
        $fields['user_id'] = $UserId
        $fields['decision'] = $Decision
        $answer = $browser.PostAsync("$($sandbox.BaseUrl)/auth", [System.Net.Http.FormUrlEncodedContent]::new($fields)).Result
        [int]$answer.StatusCode | Should -Be 302
        $answer.Headers.Location
    }

    function Wait-Login {
        Wait-Until { $login.Run.IsCompleted } | Should -BeTrue
        $login.Shell.EndInvoke($login.Run)
        $script:problem = $login.Outcome.Problem
    }
}

Describe 'Connect-Looker with a browser login' {
    BeforeEach {
        $script:problem = $null
        $script:login = $null
        $script:sandbox = Start-LookerSandbox
        $script:port = Get-FreePort
        $script:redirectUri = "http://127.0.0.1:$port/callback"
        Connect-Looker -Sandbox $sandbox
        [void](New-LookerOAuthClientApp -ClientGuid 'example.cli' -RedirectUri $redirectUri -DisplayName 'Example')
        $sandbox.ClearRequests()
        $handler = [System.Net.Http.HttpClientHandler]::new()
        $handler.AllowAutoRedirect = $false
        $handler.UseProxy = $false
        $script:browser = [System.Net.Http.HttpClient]::new($handler)
    }

    AfterEach {
        if ($login) {
            $login.Shell.Stop()
            $login.Shell.Dispose()
        }
        $browser.Dispose()
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'shows an address with exactly the seven parameters that Looker asks for' {
        Open-Login
        $address = Get-Address
        $address.GetLeftPart('Path') | Should -Be "$($sandbox.BaseUrl)/auth"
        $names = $address.Query.TrimStart('?').Split('&') | ForEach-Object { $_.Split('=')[0] } | Sort-Object
        $names | Should -Be @('client_id', 'code_challenge', 'code_challenge_method', 'redirect_uri', 'response_type', 'scope', 'state')
    }

    It 'connects as the user who allows the app' {
        Open-Login
        $page = Get-Page (Submit-Consent (Get-Address) allow)
        $page.Status | Should -Be 200
        $page.Text | Should -BeLike '*can be closed*'
        $connection = Wait-Login
        $connection.AuthenticationType | Should -Be 'OAuth'
        $connection.LoginUserId | Should -Be '2'
        (Get-LookerUser -UserId 2 -Connection $connection).UserId | Should -Be '2'
        Wait-FreePort $port | Should -BeTrue
    }

    It 'redeems the code without a secret, a token or the name of the module' {
        Open-Login
        [void](Get-Page (Submit-Consent (Get-Address) allow))
        [void](Wait-Login)
        $request = $sandbox.Requests | Where-Object Path -EQ '/api/token'
        $request.StatusCode | Should -Be 200
        $request.Headers.Keys | Should -Not -Contain 'Authorization'
        $request.Headers.Keys | Should -Not -Contain 'x-looker-appid'
        $body = $request.Body | ConvertFrom-Json
        ($body.PSObject.Properties.Name | Sort-Object) | Should -Be @('client_id', 'code', 'code_verifier', 'grant_type', 'redirect_uri')
        $body.grant_type | Should -Be 'authorization_code'
        $body.redirect_uri | Should -Be $redirectUri
    }

    It 'renews the token without asking again' {
        Open-Login
        [void](Get-Page (Submit-Consent (Get-Address) allow))
        $connection = Wait-Login
        $sandbox.ExpireTokens()
        $sandbox.ClearRequests()
        Get-LookerUser -UserId 2 -Connection $connection | Should -Not -BeNullOrEmpty
        ($sandbox.Requests | Where-Object Path -EQ '/api/token').Body | Should -BeLike '*"refresh_token"*'
    }

    It 'asks to log in again when the refresh token is dead' {
        Open-Login
        [void](Get-Page (Submit-Consent (Get-Address) allow))
        $connection = Wait-Login
        Set-LookerOAuthClientApp -ClientGuid 'example.cli' -Enabled $false
        Get-LookerUser -UserId 2 -Connection $connection -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*Connect-Looker*'
    }

    It 'fails when the user denies' {
        Open-Login
        [void](Get-Page (Submit-Consent (Get-Address) deny))
        Wait-Login | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
        $problem.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $problem.TargetObject | Should -Be 'example.cli'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $sandbox.Requests.Path | Should -Not -Contain '/api/token'
        Wait-FreePort $port | Should -BeTrue
    }

    It 'fails for a user outside the group of the app' {
        Set-LookerOAuthClientApp -ClientGuid 'example.cli' -GroupName 'Developers'
        Open-Login
        [void](Get-Page (Submit-Consent (Get-Address) allow -UserId 2))
        [void](Wait-Login)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
        $problem.Exception.Message | Should -BeLike '*Developers*'
    }

    It 'redeems nothing where the state is forged' {
        Open-Login
        [void](Get-Address)
        [void](Get-Page "${redirectUri}?code=made-up-code&state=made-up-state")
        Wait-Login | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
        $sandbox.Requests.Path | Should -Not -Contain '/api/token'
        Wait-FreePort $port | Should -BeTrue
    }

    It 'goes on waiting while the browser asks for something else' {
        Open-Login
        $address = Get-Address
        (Get-Page "http://127.0.0.1:$port/favicon.ico").Status | Should -Be 404
        [void](Get-Page (Submit-Consent $address allow))
        (Wait-Login).LoginUserId | Should -Be '2'
    }

    It 'never comes back from the page of <What>, and frees the port when stopped' -ForEach @(
        @{ What = 'a disabled app'; Enabled = $false; Guid = 'example.cli'; Path = 'callback' }
        @{ What = 'an unknown app'; Enabled = $true; Guid = 'nobody.cli'; Path = 'callback' }
        @{ What = 'another redirect URI'; Enabled = $true; Guid = 'example.cli'; Path = 'Callback' }
    ) {
        Set-LookerOAuthClientApp -ClientGuid 'example.cli' -Enabled $Enabled
        Open-Login @{ OAuthClientGuid = $Guid; RedirectUri = "http://127.0.0.1:$port/$Path" }
        (Get-Page (Get-Address)).Status | Should -Be 400
        $login.Run.IsCompleted | Should -BeFalse
        $login.Shell.Stop()
        $login.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        Wait-FreePort $port | Should -BeTrue
    }

    It 'refuses a port that is taken' {
        $taken = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $port)
        $taken.Start()
        try {
            Open-Login
            [void](Wait-Login)
        }
        finally {
            $taken.Stop()
        }
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses a redirect URI elsewhere where nobody can be asked' {
        Open-Login @{ RedirectUri = 'https://app.example.com/callback' }
        [void](Wait-Login)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        "$($login.Shell.Streams.Information)" | Should -BeLike '*/auth?*'
    }

    It 'refuses <_> for a redirect URI' -ForEach 'nothing', '/callback', 'file:///callback' {
        Open-Login @{ RedirectUri = $_ }
        [void](Wait-Login)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'opens the login page at -LookerUrl' {
        Open-Login @{ LookerUrl = 'https://looker.example.com:9999' }
        (Get-Address).GetLeftPart('Path') | Should -Be 'https://looker.example.com:9999/auth'
    }
}
