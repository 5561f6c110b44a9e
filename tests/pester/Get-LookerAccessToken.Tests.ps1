BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Get-LookerAccessToken' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:connection = Connect-Looker -Sandbox $sandbox -Name dev
        $sandbox.ClearRequests()
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'hands out a token that the API takes' {
        $token = Get-LookerAccessToken
        $token | Should -BeOfType 'LookerOAuth.LookerAccessToken'
        $token.Token | Should -BeOfType 'System.Security.SecureString'
        $token.TokenType | Should -Be 'Bearer'
        $token.ExpiresAt | Should -Be $connection.ExpiresAt
        $token.ExpiresAt.Offset | Should -Be ([timespan]::Zero)
        $token.ConnectionName | Should -Be 'dev'
        $sandbox.Requests.Count | Should -Be 0
        $header = @{ Authorization = "$($token.TokenType) $([System.Net.NetworkCredential]::new('', $token.Token).Password)" }
        (Invoke-RestMethod -Uri "$($sandbox.BaseUrl)/api/4.0/user" -Headers $header).id | Should -Be '1'
    }

    It 'shows no token as text, JSON or CliXml' {
        $token = Get-LookerAccessToken
        $secret = [System.Net.NetworkCredential]::new('', $token.Token).Password
        $shown = "$token", ($token | Format-List * -Force | Out-String), ($token | Select-Object ExpiresAt, TokenType | ConvertTo-Json), (Get-LookerAccessToken -Debug -Verbose *>&1 | Out-String)
        $shown -join "`n" | Should -Not -BeLike "*$secret*"
    }

    It 'emits one for each connection that is piped' {
        [void](Connect-Looker -Sandbox $sandbox -Name prod)
        (Get-LookerConnection | Get-LookerAccessToken).ConnectionName | Should -Be @('dev', 'prod')
    }

    It 'hands out the token of the user that the connection acts as' {
        [void](Connect-Looker -Sandbox $sandbox -RunAsUserId 2)
        $header = @{ Authorization = "Bearer $([System.Net.NetworkCredential]::new('', (Get-LookerAccessToken).Token).Password)" }
        (Invoke-RestMethod -Uri "$($sandbox.BaseUrl)/api/4.0/user" -Headers $header).id | Should -Be '2'
    }

    It 'is LookerNotConnected after Disconnect-Looker' {
        Disconnect-Looker
        { Get-LookerAccessToken -Connection $connection } | Should -Throw
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
    }
}
