BeforeAll {
    $script:module = if ($env:LOOKEROAUTH_MODULE_PATH) { $env:LOOKEROAUTH_MODULE_PATH } else { "$PSScriptRoot/../../out/LookerOAuth/LookerOAuth.psd1" }
    Import-Module -Name $module
}

Describe 'RedirectUri of an OAuth client app' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $script:connection = Connect-Looker -Sandbox $sandbox
        [void](New-LookerOAuthClientApp -ClientGuid one -RedirectUri 'https://one.example.com/cb' -DisplayName One)
        [void](New-LookerOAuthClientApp -ClientGuid two -RedirectUri 'https://two.example.com/cb', 'http://localhost:7777/cb' -DisplayName Two)
        $script:one = Get-LookerOAuthClientApp one
        $script:two = Get-LookerOAuthClientApp two
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'is a collection: -contains, indexing, counting and foreach work' {
        $two.RedirectUri -contains 'http://localhost:7777/cb' | Should -BeTrue
        $two.RedirectUri -contains 'HTTP://localhost:7777/other' | Should -BeFalse
        $two.RedirectUri[0] | Should -Be 'https://two.example.com/cb'
        $two.RedirectUri[-1] | Should -Be 'http://localhost:7777/cb'
        $two.RedirectUri.Count | Should -Be 2
        @(foreach ($uri in $two.RedirectUri) { $uri }) | Should -Be @('https://two.example.com/cb', 'http://localhost:7777/cb')
        $one.RedirectUri.Count | Should -Be 1
    }

    It 'has the URIs with spaces between as its text, also in a CSV cell' {
        "$($two.RedirectUri)" | Should -Be 'https://two.example.com/cb http://localhost:7777/cb'
        ($two | ConvertTo-Csv | ConvertFrom-Csv).RedirectUri | Should -Be 'https://two.example.com/cb http://localhost:7777/cb'
    }

    It 'is an array in JSON' {
        ($two.RedirectUri | ConvertTo-Json -AsArray -Compress) | Should -Be '["https://two.example.com/cb","http://localhost:7777/cb"]'
        (ConvertTo-Json $one.RedirectUri -Compress) | Should -Be '["https://one.example.com/cb"]'
    } -Skip:($PSVersionTable.PSVersion.Major -lt 6)

    It 'tells two apart in Group-Object and Compare-Object, and finds equal ones' {
        $again = Get-LookerOAuthClientApp two
        $one, $two, $again | Group-Object -Property RedirectUri | ForEach-Object Count | Sort-Object | Should -Be @(1, 2)
        Compare-Object $one $two -Property RedirectUri | Should -HaveCount 2
        Compare-Object $two $again -Property RedirectUri | Should -BeNullOrEmpty
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'one text'; Value = 'x:1'; Expected = @('x:1') }
        @{ Name = 'a cell of several'; Value = 'x:1 x:2'; Expected = @('x:1', 'x:2') }
        @{ Name = 'an array'; Value = @('x:1', 'x:2'); Expected = @('x:1', 'x:2') }
        @{ Name = 'an array of text'; Value = [string[]]('x:1', 'x:2'); Expected = @('x:1', 'x:2') }
        @{ Name = 'a list'; Value = [System.Collections.ArrayList]@('x:1', 'x:2'); Expected = @('x:1', 'x:2') }
    ) {
        $one.RedirectUri = $Value
        @($one.RedirectUri) | Should -Be $Expected
    }

    It 'binds from one app to another command' {
        $two | Select-Object RedirectUri, @{ n = 'ClientGuid'; e = { 'three' } }, @{ n = 'DisplayName'; e = { 'Three' } } | New-LookerOAuthClientApp |
            ForEach-Object RedirectUri | Should -Be $two.RedirectUri
    }
}
