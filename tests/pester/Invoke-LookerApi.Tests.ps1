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

    It 'sends a row without the name of the connection that it is sent over' {
        $name = (Get-LookerConnection).Name
        [pscustomobject]@{ ConnectionName = $name; workspace_id = 'dev' } | Invoke-LookerApi session -Method PATCH -ErrorAction SilentlyContinue
        $sandbox.Requests[0].Body | Should -Be '{"workspace_id":"dev"}'
    }

    It 'takes the property <Name> of a body for data, not for an instance' -ForEach @(
        @{ Name = 'connection'; Value = 'other' }
        @{ Name = 'Connection'; Value = 'nobody' }
        @{ Name = 'connection'; Value = @{ name = 'thelook' } }
    ) {
        $null = Connect-Looker -Sandbox $sandbox -Name other
        $null = Connect-Looker -Sandbox $sandbox -Name current
        $sandbox.ClearRequests()
        [pscustomobject]@{ workspace_id = 'dev'; $Name = $Value } | Invoke-LookerApi session -Method PATCH -ErrorAction SilentlyContinue -Verbose 4>&1 |
            Should -Not -BeLike 'other: *'
        ($sandbox.Requests[0].Body | ConvertFrom-Json).PSObject.Properties.Name | Should -Be @('workspace_id', $Name)
    }

    It 'acts on the connection of the name that a row carries, and refuses one that none has' {
        $other = Start-LookerSandbox
        try {
            $null = Connect-Looker -Sandbox $other -Name other
            $null = Connect-Looker -Sandbox $sandbox -Name current
            $other.ClearRequests()
            $sandbox.ClearRequests()
            [pscustomobject]@{ ConnectionName = 'other'; workspace_id = 'dev' } | Invoke-LookerApi session -Method PATCH | Out-Null
            $other.Requests.Count | Should -Be 1
            [pscustomobject]@{ ConnectionName = 'nobody'; workspace_id = 'dev' } | Invoke-LookerApi session -Method PATCH -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
            [pscustomobject]@{ ConnectionName = [pscustomobject]@{ Name = 'other' }; workspace_id = 'dev' } |
                Invoke-LookerApi session -Method PATCH -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $sandbox.Requests.Count | Should -Be 0
            $null = [pscustomobject]@{ ConnectionName = 'other', 'current'; workspace_id = 'dev' } | Invoke-LookerApi session -Method PATCH
            $other.Requests.Count, $sandbox.Requests.Count | Should -Be @(2, 1)
        }
        finally { Stop-LookerSandbox -Sandbox $other }
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

    It 'refuses a query parameter without a value: <Query>' -ForEach @(
        @{ Query = { @{ group_id = $null } } }
        @{ Query = { @{ group_id = '' } } }
        @{ Query = { @{ group_id = @() } } }
        @{ Query = { @{ group_id = @($null) } } }
        @{ Query = { @{ group_id = @(1, $null, 2) } } }
        @{ Query = { @{ group_id = @{ a = 1 } } } }
        @{ Query = { @{ group_id = @('a', (ConvertTo-Secret)) } } }
        @{ Query = { @{ group_id = @(1, @(2, 3)) } } }
    ) {
        Invoke-LookerApi users/search -Query (& $Query) -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'sends times as ISO 8601 in UTC, in a query as in a body' {
        $local = [datetime]::new(2026, 3, 1, 23, 30, 0, [System.DateTimeKind]::Utc).ToLocalTime()
        [void](Invoke-LookerApi users -Query @{ at = $local; to = [DateTimeOffset]'2026-03-02T01:30:00+02:00'; n = 1.5 })
        [uri]::UnescapeDataString($sandbox.Requests[0].Query) | Should -Be 'at=2026-03-01T23:30:00Z&n=1.5&to=2026-03-01T23:30:00Z'
        [void](Invoke-LookerApi oauth_client_apps/cli -Method POST -Body @{ redirect_uri = 'http://localhost:1/a'; display_name = 'App'; description = $local })
        ([regex]'"description":"([^"]*)"').Match($sandbox.Requests[1].Body).Groups[1].Value | Should -Be '2026-03-01T23:30:00Z'
    }

    It 'sends dates, large numbers and JSON of .NET as what they are' -Skip:($PSVersionTable.PSVersion -lt '7.4') {
        $fields = [System.Dynamic.ExpandoObject]::new()
        $fields.a = 1
        $body = @{
            day    = [DateOnly]::new(2026, 1, 2)
            large  = [bigint]::Parse('123456789012345678901234567890')
            expand = $fields
            node   = [System.Text.Json.Nodes.JsonNode]::Parse('{"b":[2]}')
            value  = [System.Text.Json.JsonDocument]::Parse('{"c":3}').RootElement
        }
        Invoke-LookerApi session -Method PATCH -Body $body -ErrorAction SilentlyContinue
        $sent = $sandbox.Requests[0].Body
        foreach ($part in '"day":"2026-01-02"', '"large":123456789012345678901234567890', '"expand":{"a":1}', '"node":{"b":[2]}', '"value":{"c":3}') {
            $sent.Contains($part) | Should -BeTrue -Because "$sent should contain $part"
        }
        Invoke-LookerApi session -Method PATCH -Body ([System.Text.Json.Nodes.JsonNode]::Parse('{"b":4}')) -ErrorAction SilentlyContinue
        $sandbox.Requests[1].Body | Should -Be '{"b":4}'
    }

    It 'sends an address as it was typed' {
        $uri = [uri]'http://localhost:1/a%20b'
        [void](Invoke-LookerApi oauth_client_apps/cli -Method POST -Body @{ redirect_uri = $uri; display_name = 'App' } -Query @{ from = $uri })
        ($sandbox.Requests[0].Body | ConvertFrom-Json).redirect_uri | Should -Be 'http://localhost:1/a%20b'
        $sandbox.Requests[0].Query | Should -Match 'a%2520b'
    }

    It 'refuses a value of no meaning in JSON' {
        Invoke-LookerApi session -Method PATCH -Body @{ pair = [System.Collections.Generic.KeyValuePair[string, int]]::new('k', 1) } -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'reports a body that cannot be read or is no Unicode, and goes on with the next' {
        $broken = [pscustomobject]@{ a = 1 } | Add-Member -MemberType ScriptProperty -Name b -Value { throw 'made-up failure' } -PassThru
        $half = [char]0xd800
        $null = "{`"workspace_id`":`"x$half`"}", @{ workspace_id = "x$half" }, $broken, @{ workspace_id = 'dev' } |
            Invoke-LookerApi session -Method PATCH -ErrorAction SilentlyContinue -ErrorVariable problem
        $ours = @($problem | Where-Object FullyQualifiedErrorId -Like 'LookerInvalidArgument,*')
        $ours.Count | Should -Be 3
        $ours[2].Exception.Message | Should -BeLike '*made-up failure*'
        $sandbox.Requests.Body | Should -Be '{"workspace_id":"dev"}'
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
