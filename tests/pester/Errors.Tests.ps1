BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Errors' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        Connect-Looker -Sandbox $sandbox -MaximumRetryCount 0
        $sandbox.ClearRequests()
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'a <Status> <What> is <Id>, <Category>' -ForEach @(
        @{ Status = 400; What = 'answer'; Body = $null; Id = 'LookerBadRequest'; Category = 'InvalidArgument' }
        @{ Status = 401; What = 'answer that a renewal does not cure'; Body = $null; Id = 'LookerAuthenticationFailed'; Category = 'AuthenticationError' }
        @{ Status = 403; What = 'answer'; Body = $null; Id = 'LookerAccessDenied'; Category = 'PermissionDenied' }
        @{ Status = 404; What = 'answer'; Body = $null; Id = 'LookerNotFound'; Category = 'ObjectNotFound' }
        @{ Status = 404; What = 'answer of a missing route'; Body = '{"message":"Sinatra::NotFound"}'; Id = 'LookerNotSupported'; Category = 'NotImplemented' }
        @{ Status = 409; What = 'answer'; Body = $null; Id = 'LookerAlreadyExists'; Category = 'ResourceExists' }
        @{ Status = 418; What = 'answer'; Body = 'short and stout'; Id = 'LookerBadRequest'; Category = 'InvalidArgument' }
        @{ Status = 422; What = 'answer'; Body = $null; Id = 'LookerValidationFailed'; Category = 'InvalidArgument' }
        @{ Status = 429; What = 'answer'; Body = $null; Id = 'LookerRateLimited'; Category = 'LimitsExceeded' }
        @{ Status = 500; What = 'answer'; Body = '[]'; Id = 'LookerServerError'; Category = 'ResourceUnavailable' }
        @{ Status = 502; What = 'web page'; Body = '<html>Bad gateway</html>'; Id = 'LookerServerError'; Category = 'ResourceUnavailable' }
        @{ Status = 500; What = 'answer whose message is no string'; Body = '{"message":{"a":1}}'; Id = 'LookerServerError'; Category = 'ResourceUnavailable' }
        @{ Status = 200; What = 'answer that is no JSON'; Body = '<html>Log in</html>'; Id = 'LookerUnexpectedResponse'; Category = 'InvalidResult' }
        @{ Status = 307; What = 'redirect'; Body = ''; Id = 'LookerUnexpectedResponse'; Category = 'InvalidResult' }
    ) {
        $fault = @{ StatusCode = $Status; Count = 9; Path = '*/oauth_client_apps/cli' }
        if ($null -ne $Body) { $fault.Body = $Body }
        Add-LookerSandboxFault -Sandbox $sandbox @fault
        Set-LookerOAuthClientApp -ClientGuid cli -Enabled $true -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.Count | Should -Be 1
        $record = $problem[0]
        $record.FullyQualifiedErrorId | Should -Be "$Id,LookerOAuth.SetLookerOAuthClientAppCommand"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.TargetObject | Should -Be 'cli'
        $record.ErrorDetails.Message | Should -Not -BeNullOrEmpty
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $record.Exception | Should -BeOfType 'LookerOAuth.LookerApiException'
        $record.Exception.StatusCode | Should -Be $Status
        $record.Exception.Method | Should -Be 'PATCH'
        $record.Exception.Path | Should -Be '/api/4.0/oauth_client_apps/cli'
        $record.Exception.RequestId | Should -Not -BeNullOrEmpty
        if ($Body) { $record.Exception.ResponseBody | Should -Be $Body }
    }

    It 'a sentence names what it is about and what the server said' {
        Set-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'nonsense' -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].ErrorDetails.Message | Should -BeLike "*'cli'*404*PATCH /api/4.0/oauth_client_apps/cli*"
    }

    It 'a 404 may also mean that the caller may not see it, and the error says so' {
        Get-LookerOAuthClientApp nobody -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].ErrorDetails.Message | Should -BeLike '*may not see*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*may see*'
    }

    It 'keeps 2 KB of the answer' {
        Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 500 -Body ('x' * 5000)
        Get-LookerUser -UserId 1 -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].Exception.ResponseBody.Length | Should -Be 2048
    }

    It 'names the release that has what an old server lacks' {
        Add-LookerSandboxFault -Sandbox $sandbox -StatusCode 404 -Body '{"message":"Sinatra::NotFound"}'
        Get-LookerExternalOAuthApp -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotSupported,*'
        $problem[0].Exception.Message | Should -BeLike '*7.20*'
    }

    It 'stops the pipeline with -ErrorAction Stop, and with that alone' {
        $rows = 'nobody', 'nowhere' | ForEach-Object { [pscustomobject]@{ ClientGuid = $_ } }
        { $rows | Get-LookerOAuthClientApp -ErrorAction Stop } | Should -Throw
        $sandbox.Requests.Count | Should -Be 1
        $rows | Get-LookerOAuthClientApp -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.Count | Should -Be 2
    }

    It 'LookerNotConnected ends the pipeline at its first record' {
        Disconnect-Looker
        $ran = 0
        { 1..3 | ForEach-Object { $script:ran++; [pscustomobject]@{ ClientGuid = "app$_" } } | Get-LookerOAuthClientApp -ErrorAction Continue } | Should -Throw
        $Error[0].FullyQualifiedErrorId | Should -Be 'LookerNotConnected,LookerOAuth.GetLookerOAuthClientAppCommand'
        $Error[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*Connect-Looker*'
        $ran | Should -BeLessOrEqual 1
    }
}
