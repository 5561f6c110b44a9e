BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Invoke-LookerApi' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        Connect-Looker -Sandbox $sandbox
        $sandbox.ClearRequests()
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'gets "<_>"' -ForEach 'user', '/user' {
        $me = Invoke-LookerApi -Path $_
        $me.email | Should -Be 'admin@example.com'
        $me.id | Should -BeOfType [string]
        $sandbox.Requests[0].Path | Should -Be '/api/4.0/user'
    }

    It 'hands out the elements of an array one by one' {
        (Invoke-LookerApi groups | Where-Object name -EQ 'Developers').id | Should -Be '6'
    }

    It 'escapes the query' {
        [void](Invoke-LookerApi groups/search -Query @{ name = 'a&b c'; fields = 'id', 'name'; filter_or = $true })
        $sandbox.Requests[0].Query | Should -Be 'fields=id%2Cname&filter_or=true&name=a%26b%20c'
    }

    It 'sends a hashtable as JSON' {
        $app = Invoke-LookerApi oauth_client_apps/cli -Method POST -Body ([ordered]@{ redirect_uri = 'http://localhost:1/a'; display_name = 'CLI "1"'; enabled = $false })
        $app.client_guid | Should -Be 'cli'
        $app.enabled | Should -BeFalse
        $body = $sandbox.Requests[0].Body | ConvertFrom-Json
        $body.display_name | Should -Be 'CLI "1"'
        $sandbox.Requests[0].Headers['Content-Type'] | Should -BeLike 'application/json*'
    }

    It 'takes bodies by pipeline, be they objects or JSON' {
        $bodies = [pscustomobject]@{ workspace_id = 'dev' }, '{"workspace_id":"production"}'
        ($bodies | Invoke-LookerApi session -Method PATCH).workspace_id | Should -Be @('dev', 'production')
    }

    It 'sends a SecureString as its text, which the record of requests masks' {
        $secret = [System.Net.NetworkCredential]::new('', 'made-up-secret').SecurePassword
        [void](Invoke-LookerApi external_oauth_applications -Method POST -Body @{ name = 'n'; client_id = 'c'; client_secret = $secret })
        $sandbox.Requests[0].StatusCode | Should -Be 200
        $sandbox.Requests[0].Body | Should -BeLike '*[*][*][*]*'
    }

    It 'emits nothing for an empty answer' {
        Invoke-LookerApi oauth_client_apps/nobody -Method DELETE | Should -BeNullOrEmpty
    }

    It 'refuses "<_>" before any request' -ForEach 'https://looker.example.com/x', '//looker.example.com/x', '', '..', '../versions', 'user/../../..' {
        Invoke-LookerApi -Path $_ -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'refuses an object within the body that is no data, and takes what is a text' {
        $key = [pscredential]::new('someone', (ConvertTo-Secret 'made-up'))
        Invoke-LookerApi session -Method PATCH -Body @{ workspace_id = $key } -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests.Count | Should -Be 0
        [void](Invoke-LookerApi oauth_client_apps/cli -Method POST -Body @{ redirect_uri = [uri]'https://example.com/a'; display_name = [System.ConsoleColor]::Red })
        ($sandbox.Requests[0].Body | ConvertFrom-Json).display_name | Should -Be 'Red'
    }

    It 'refuses a text that is no JSON' {
        Invoke-LookerApi session -Method PATCH -Body 'workspace' -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'maps errors as the other commands do' {
        Invoke-LookerApi users/404 -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        $problem[0].TargetObject | Should -Be 'users/404'
    }

    It 'shows no secret of a query in <Name>' -ForEach @(
        @{ Name = 'an error of the server'; Path = 'users/404?client_secret=made-up' }
        @{ Name = 'a refused path'; Path = '../x?client_secret=made-up' }
        @{ Name = 'an answer that is no JSON'; Path = 'groups?client_secret=made-up'; Body = 'plain' }
    ) {
        if ($Body) {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*groups*' -StatusCode 200 -Body $Body
        }
        Invoke-LookerApi $Path -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.Count | Should -Be 1
        "$($problem[0] | Format-List * -Force | Out-String) $($problem[0].Exception | Format-List * -Force | Out-String)" | Should -Not -BeLike '*made-up*'
        $problem[0].TargetObject | Should -Be $Path.Split('?')[0]
        if ($Body) {
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerUnexpectedResponse,*'
            $problem[0].Exception.StatusCode | Should -Be 200
            $problem[0].Exception.RequestId | Should -Not -BeNullOrEmpty
            $problem[0].Exception.ResponseBody | Should -Be 'plain'
        }
    }

    It 'asks before everything but GET' {
        Invoke-LookerApi user -WhatIf | Should -Not -BeNullOrEmpty
        $sandbox.ClearRequests()
        foreach ($method in 'POST', 'PUT', 'PATCH', 'DELETE') {
            Invoke-LookerApi session -Method $method -Body @{} -WhatIf | Should -BeNullOrEmpty
        }
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'an API response with half a character is an error of that record alone' {
        Add-LookerSandboxFault -Sandbox $sandbox -Body '{"a":"\ud800"}'
        $problem = @(Invoke-LookerApi user 2>&1)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerUnexpectedResponse,*'
        (Invoke-LookerApi user).id | Should -Be '1'
    }

    It 'a secret in an address is refused, and nothing is sent' {
        $sandbox.ClearRequests()
        $problem = @(Invoke-LookerApi users/search -Query @{ email = ConvertTo-Secret } 2>&1)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'JSON whose names cannot be properties is a dictionary, and nothing is lost: <Json>' -ForEach @(
        @{ Json = '{"":1,"a":2}' }, @{ Json = '{"PSObject":1}' }, @{ Json = '{"NJ":1,"nj":{"A":[1,2]}}' }
    ) {
        Add-LookerSandboxFault -Sandbox $sandbox -Body $Json
        $row = Invoke-LookerApi user
        $row | Should -BeOfType ([System.Collections.Specialized.OrderedDictionary])
        $row | ConvertTo-Json -Compress | Should -BeExactly $Json
    }
}
