BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # Starts over, on a server that holds what the seed says.
    function Use-Seed([string]$Json) {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
        Set-Content -Path TestDrive:/seed.json -Value $Json
        $script:sandbox = Start-LookerSandbox -Path TestDrive:/seed.json
        Connect-Looker -Sandbox $sandbox
        $sandbox.ClearRequests()
    }

    function Add-App([string[]]$Guid) {
        $Guid | ForEach-Object { [void](New-LookerOAuthClientApp -ClientGuid $_ -RedirectUri 'http://localhost:7777/a' -DisplayName "App $_" -Description 'Old') }
        $sandbox.ClearRequests()
    }

    function Get-Body([int]$Index = 0) {
        $sandbox.Requests[$Index].Body | ConvertFrom-Json
    }
}

Describe 'OAuth client apps' {
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

    Context 'Get-LookerOAuthClientApp' {
        BeforeEach {
            Add-App 'com.example.cli', 'com.example.web', 'other app/1'
        }

        It 'writes the body of a list to the debug stream, as it does that of one app' {
            [void](New-LookerOAuthClientApp -ClientGuid body-1 -RedirectUri http://localhost:1/a -DisplayName 'Body one')
            $list = @(Get-LookerOAuthClientApp -Debug 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] })
            $one = @(Get-LookerOAuthClientApp body-1 -Debug 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] })
            "$list" | Should -BeLike '*200: `[*"client_guid":"body-1"*'
            "$one" | Should -BeLike '*200: {*"client_guid":"body-1"*'
        }

        It 'gets all' {
            (Get-LookerOAuthClientApp).ClientGuid | Should -Be @('com.example.cli', 'com.example.web', 'other app/1')
            [string[]]$sandbox.Requests | Should -Be @('GET /api/4.0/oauth_client_apps 200')
        }

        It 'gets one, its guid escaped once as one segment of the path' {
            (Get-LookerOAuthClientApp -ClientGuid 'other app/1').ClientGuid | Should -Be 'other app/1'
            $sandbox.Requests[0].Path | Should -Be '/api/4.0/oauth_client_apps/other%20app%2F1'
        }

        It 'takes wildcards, case-insensitively' {
            (Get-LookerOAuthClientApp 'COM.*').ClientGuid | Should -Be @('com.example.cli', 'com.example.web')
        }

        It 'keeps the order of guids, wildcards among them' {
            (Get-LookerOAuthClientApp 'other app/1', '*.web', 'com.example.cli' -ThrottleLimit 4).ClientGuid |
                Should -Be @('other app/1', 'com.example.web', 'com.example.cli')
        }

        It 'nothing matches a wildcard: no error' {
            Get-LookerOAuthClientApp 'nobody*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'shows the documented properties' {
            $app = Get-LookerOAuthClientApp 'com.example.cli'
            $names = ($app | Get-Member -MemberType Properties).Name | Sort-Object
            $names | Should -Be @('ActivatedUsers', 'Can', 'ClientGuid', 'ConnectionName', 'Description', 'DisplayName', 'Enabled', 'GroupId', 'RedirectUri', 'TokensInvalidBefore')
            Should -ActualValue $app.RedirectUri -BeOfType LookerOAuth.RedirectUriCollection
            $app.Enabled | Should -BeTrue
            $app.Connection.BaseUrl | Should -Be $sandbox.BaseUrl
        }

        It 'asks for the -Fields alone, in either spelling, and always for the guid' {
            $app = Get-LookerOAuthClientApp 'com.example.cli' -Fields DisplayName, redirect_uri
            $query = [uri]::UnescapeDataString($sandbox.Requests[0].Query)
            $query | Should -Be 'fields=client_guid,display_name,redirect_uris,redirect_uri'
            $app.DisplayName | Should -Be 'App com.example.cli'
            $app.RedirectUri | Should -Be 'http://localhost:7777/a'
            $app.Enabled | Should -BeNullOrEmpty
        }

        It 'takes guids by pipeline, under the name of the API, too' {
            $rows = [pscustomobject]@{ ClientGuid = 'com.example.web' }, [pscustomobject]@{ client_guid = 'com.example.cli' }
            ($rows | Get-LookerOAuthClientApp).ClientGuid | Should -Be @('com.example.web', 'com.example.cli')
        }

        It 'says that a guid is not there' {
            Get-LookerOAuthClientApp nobody -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -Be 'LookerNotFound,LookerOAuth.GetLookerOAuthClientAppCommand'
            $problem[0].TargetObject | Should -Be 'nobody'
        }

        It 'starts to emit a long list before it has ended, and asks no more when enough is taken' {
            $apps = (1..3000 | ForEach-Object { "{`"client_guid`":`"app$_`",`"redirect_uri`":`"http://localhost:1/a`",`"display_name`":`"App`"}" }) -join ','
            Use-Seed "{`"oauth_client_apps`":[$apps]}"
            (Get-LookerOAuthClientApp | Select-Object -First 2).ClientGuid | Should -Be @('app1', 'app2')
            @(Get-LookerOAuthClientApp).Count | Should -Be 3000
        }
    }

    Context 'New-LookerOAuthClientApp' {
        It 'registers an app with what was given and nothing else' {
            $app = New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:7777/a' -DisplayName 'CLI'
            $app.ClientGuid | Should -Be 'cli'
            $app.Enabled | Should -BeTrue
            "$($sandbox.Requests[0])" | Should -Be 'POST /api/4.0/oauth_client_apps/cli 200'
            (Get-Body).PSObject.Properties.Name | Should -Be @('redirect_uri', 'display_name')
        }

        It 'takes every property' {
            $app = New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a', 'https://example.com/b' -DisplayName CLI -Description Text -Enabled $false -GroupId 5
            $app.RedirectUri | Should -Be @('http://localhost:1/a', 'https://example.com/b')
            $app.Description | Should -Be 'Text'
            $app.Enabled | Should -BeFalse
            $app.GroupId | Should -Be '5'
        }

        It 'takes the group by name, and asks for each name once' {
            $rows = 1..3 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_"; RedirectUri = 'http://localhost:1/a'; DisplayName = 'App' } }
            ($rows | New-LookerOAuthClientApp -GroupName Analysts).GroupId | Should -Be @('5', '5', '5')
            @($sandbox.Requests | Where-Object Path -Like '*/groups/search').Count | Should -Be 1
        }

        It 'takes rows of a CSV file: words for booleans, empty cells not given' {
            @'
ClientGuid,RedirectUri,DisplayName,Description,Enabled,GroupName
a,http://localhost:1/a,App A,,no,Analysts
b,http://localhost:1/b,App B,Text,YES,
c,http://localhost:1/c,App C,,,
d,http://localhost:1/d,App D,,0,
e,http://localhost:1/e,App E,,True,
'@ | Set-Content -Path TestDrive:/apps.csv
            $apps = Import-Csv -Path TestDrive:/apps.csv | New-LookerOAuthClientApp
            $apps.ClientGuid | Should -Be @('a', 'b', 'c', 'd', 'e')
            $apps.Enabled | Should -Be @($false, $true, $true, $false, $true)
            $apps.GroupId | Should -Be @('5', $null, $null, $null, $null)
            $posts = @($sandbox.Requests | Where-Object Method -EQ POST)
            ($posts[2].Body | ConvertFrom-Json).PSObject.Properties.Name | Should -Be @('redirect_uris', 'display_name')
        }

        It 'refuses a word that is no boolean, and goes on with the next row' {
            $rows = [pscustomobject]@{ ClientGuid = 'a'; RedirectUri = 'http://localhost:1/a'; DisplayName = 'A'; Enabled = 'perhaps' },
                [pscustomobject]@{ ClientGuid = 'b'; RedirectUri = 'http://localhost:1/b'; DisplayName = 'B'; Enabled = 'yes' }
            $apps = $rows | New-LookerOAuthClientApp -ErrorAction SilentlyContinue -ErrorVariable problem
            $apps.ClientGuid | Should -Be 'b'
            "$($problem[0])" | Should -BeLike '*perhaps*'
        }

        It 'reports all that the server finds wrong at once' {
            New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'not a uri' -DisplayName ' ' -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerValidationFailed,*'
            $problem[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $problem[0].Exception.ValidationErrors.Count | Should -Be 2
            $problem[0].Exception.ValidationErrors[0].Field | Should -Be 'display_name'
            $problem[0].Exception.ValidationErrors[1].Code | Should -Be 'invalid'
            $problem[0].Exception.DocumentationUrl | Should -BeLike 'https://*'
        }

        It 'takes 409 and 422 with already_exists for the same' {
            Add-App cli
            New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI -ErrorAction SilentlyContinue -ErrorVariable conflict
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 422 -Body '{"message":"Validation Failed","errors":[{"field":"client_guid","code":"already_exists","message":"taken"}]}'
            New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI -ErrorAction SilentlyContinue -ErrorVariable validation
            foreach ($problem in $conflict[0], $validation[0]) {
                $problem.FullyQualifiedErrorId | Should -BeLike 'LookerAlreadyExists,*'
                $problem.CategoryInfo.Category | Should -Be 'ResourceExists'
                $problem.ErrorDetails.RecommendedAction | Should -Be 'Change the existing app with Set-LookerOAuthClientApp or -Force, or choose another guid.'
                $problem.TargetObject | Should -Be 'cli'
                $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
            }
        }

        It 'refuses "<_>" for a guid before any request' -ForEach '', '   ', '.', '..' {
            New-LookerOAuthClientApp -ClientGuid $_ -RedirectUri 'http://localhost:1/a' -DisplayName CLI -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $sandbox.Requests.Count | Should -Be 0
        }
    }

    Context 'New-LookerOAuthClientApp -Force' {
        It 'registers what is not there' {
            [void](New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI -Force)
            [string[]]$sandbox.Requests | Should -Be @('GET /api/4.0/oauth_client_apps/cli 404', 'POST /api/4.0/oauth_client_apps/cli 200')
        }

        It 'writes nothing where nothing differs' {
            Add-App cli
            $app = New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:7777/a' -DisplayName 'App cli' -Force
            $app.ClientGuid | Should -Be 'cli'
            [string[]]$sandbox.Requests | Should -Be @('GET /api/4.0/oauth_client_apps/cli 200')
        }

        It 'sends only what differs' {
            Add-App cli
            $app = New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:7777/a' -DisplayName 'New name' -Description 'Old' -Force
            $app.DisplayName | Should -Be 'New name'
            [string[]]$sandbox.Requests | Should -Be @('GET /api/4.0/oauth_client_apps/cli 200', 'PATCH /api/4.0/oauth_client_apps/cli 200')
            $sandbox.Requests[1].Body | Should -Be '{"display_name":"New name"}'
        }

        It 'emits every app alike: without its activated users, which -Fields asks for' {
            'a', 'b', 'c', 'd', 'e' | ForEach-Object {
                Add-App $_
                Enable-LookerOAuthClientAppUser $_ 2
            }
            $rows = 'a', 'b', 'c', 'd', 'e', 'new' | ForEach-Object {
                [pscustomobject]@{ ClientGuid = $_; RedirectUri = 'http://localhost:7777/a'; DisplayName = if ($_ -in 'b', 'd') { 'Changed' } else { "App $_" } }
            }
            ($rows | New-LookerOAuthClientApp -Force).ForEach({ "$($null -ne $_.Can) $($null -ne $_.ActivatedUsers)" }) | Should -Be (@('True False') * 6)
            ($rows | New-LookerOAuthClientApp -Force -Fields ActivatedUsers).ActivatedUsers.UserId | Should -Be (@('2') * 5)
        }

        It 'writes nothing when the question is answered with <Status>' -ForEach @(
            @{ Status = 401; Id = 'LookerAuthenticationFailed' }
            @{ Status = 403; Id = 'LookerAccessDenied' }
            @{ Status = 429; Id = 'LookerRateLimited' }
            @{ Status = 500; Id = 'LookerServerError' }
        ) {
            Add-LookerSandboxFault -Sandbox $sandbox -Method GET -Path '*/cli' -StatusCode $Status -Count 9
            New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $problem[0].Exception.StatusCode | Should -Be $Status
            @($sandbox.Requests | Where-Object { $_.Method -in 'PATCH' -or $_.Path -like '*/cli' -and $_.Method -ne 'GET' }).Count | Should -Be 0
        }

        It 'writes nothing when an old server does not know the operation' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method GET -StatusCode 404 -Body '{"message":"Sinatra::NotFound"}'
            New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotSupported,*'
            $sandbox.Requests.Count | Should -Be 1
        }
    }

    Context 'Set-LookerOAuthClientApp' {
        BeforeEach {
            Add-App cli
        }

        It 'sends what was given and nothing else' {
            Set-LookerOAuthClientApp -ClientGuid cli -Enabled $false | Should -BeOfType LookerOAuth.OAuthClientApp
            [string[]]$sandbox.Requests | Should -Be @('PATCH /api/4.0/oauth_client_apps/cli 200')
            $sandbox.Requests[0].Body | Should -Be '{"enabled":false}'
        }

        It 'emits the app as the server has it' {
            (Set-LookerOAuthClientApp -ClientGuid cli -DisplayName New).DisplayName | Should -Be 'New'
        }

        It 'clears a description that is typed empty' {
            (Set-LookerOAuthClientApp -ClientGuid cli -Description '').Description | Should -BeNullOrEmpty
            $sandbox.Requests[0].Body | Should -Be '{"description":""}'
        }

        It 'takes the group away with -NoGroup' {
            Set-LookerOAuthClientApp -ClientGuid cli -GroupName Analysts
            $sandbox.ClearRequests()
            (Set-LookerOAuthClientApp -ClientGuid cli -NoGroup).GroupId | Should -BeNullOrEmpty
            $sandbox.Requests[0].Body | Should -Be '{"group_id":null}'
        }

        It 'refuses a group named in two ways' {
            Set-LookerOAuthClientApp -ClientGuid cli -GroupName Analysts -GroupId 5 -ErrorAction SilentlyContinue -ErrorVariable twice
            Set-LookerOAuthClientApp -ClientGuid cli -GroupName Analysts -NoGroup -ErrorAction SilentlyContinue -ErrorVariable none
            $twice[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $none[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'says that nobody has the name of the group' {
            Set-LookerOAuthClientApp -ClientGuid cli -GroupName Nobodies -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem[0].TargetObject | Should -Be 'cli'
            $problem[0].ErrorDetails.Message | Should -BeLike "cli: *'Nobodies'*"
            $sandbox.Requests.Method | Should -Not -Contain 'PATCH'
        }

        It 'warns and sends nothing where nothing was given' {
            Set-LookerOAuthClientApp -ClientGuid cli -WarningAction SilentlyContinue -WarningVariable warning
            $warning.Count | Should -Be 1
            "$warning" | Should -BeLike '*cli*'
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'an object lends its guid and nothing else' {
            Get-LookerOAuthClientApp cli | Set-LookerOAuthClientApp -Description New
            $sandbox.Requests[-1].Body | Should -Be '{"description":"New"}'
        }

        It 'an object alone changes nothing' {
            Get-LookerOAuthClientApp cli | Set-LookerOAuthClientApp -WarningAction SilentlyContinue -WarningVariable warning
            $warning.Count | Should -Be 1
            $sandbox.Requests.Method | Should -Not -Contain 'PATCH'
        }

        It 'changes what the rows of a CSV file say, empty cells not given' {
            Add-App web
            @'
client_guid,display_name,description,enabled,group_name
cli,New CLI,,no,
web,,Text,,Analysts
'@ | Set-Content -Path TestDrive:/changes.csv
            Import-Csv -Path TestDrive:/changes.csv | Set-LookerOAuthClientApp
            $bodies = @($sandbox.Requests | Where-Object Method -EQ PATCH).Body
            $bodies | Should -Be @('{"display_name":"New CLI","enabled":false}', '{"description":"Text","group_id":"5"}')
        }

        It 'a row takes nothing over from the row before' {
            Add-App web
            $rows = [pscustomobject]@{ ClientGuid = 'cli'; Description = 'One' }, [pscustomobject]@{ ClientGuid = 'web'; DisplayName = 'Two' }
            $rows | Set-LookerOAuthClientApp
            @($sandbox.Requests).Body | Should -Be @('{"description":"One"}', '{"display_name":"Two"}')
        }

        It 'is LookerNotFound for what is not there' {
            Set-LookerOAuthClientApp -ClientGuid nobody -Enabled $true -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem[0].TargetObject | Should -Be 'nobody'
        }
    }

    Context 'Several redirect URIs' {
        It 'go to a new server as a list' {
            Add-App cli
            $app = Set-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a', 'http://localhost:1/b'
            $app.RedirectUri | Should -Be @('http://localhost:1/a', 'http://localhost:1/b')
            $sandbox.Requests[-1].Body | Should -Be '{"redirect_uris":["http://localhost:1/a","http://localhost:1/b"]}'
        }

        It 'are refused on an old server before anything is written' {
            Use-Seed '{"release":"26.12.3"}'
            New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a', 'http://localhost:1/b' -DisplayName CLI -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotSupported,*'
            $problem[0].CategoryInfo.Category | Should -Be 'NotImplemented'
            $problem[0].TargetObject | Should -Be 'cli'
            $problem[0].Exception.Message | Should -BeLike '*26.22*'
            $sandbox.Requests.Method | Should -Not -Contain 'POST'
        }

        It 'ask an old server for its release once' {
            Use-Seed '{"release":"26.12.3"}'
            $rows = 1..3 | ForEach-Object { [pscustomobject]@{ ClientGuid = "app$_"; RedirectUri = @('http://localhost:1/a', 'http://localhost:1/b'); DisplayName = 'App' } }
            $rows | New-LookerOAuthClientApp -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.Count | Should -Be 3
            $sandbox.Requests.Count | Should -Be 1
        }

        It 'one goes to an old server without asking for its release' {
            Use-Seed '{"release":"26.12.3"}'
            $app = New-LookerOAuthClientApp -ClientGuid cli -RedirectUri 'http://localhost:1/a' -DisplayName CLI
            $app.RedirectUri | Should -Be @('http://localhost:1/a')
            [string[]]$sandbox.Requests | Should -Be @('POST /api/4.0/oauth_client_apps/cli 200')
        }
    }

    Context 'Remove-LookerOAuthClientApp' {
        It 'removes what comes by pipeline' {
            Add-App a, b, c
            Get-LookerOAuthClientApp a, c | Remove-LookerOAuthClientApp -Confirm:$false | Should -BeNullOrEmpty
            (Get-LookerOAuthClientApp).ClientGuid | Should -Be 'b'
        }

        It 'of what is not there succeeds' {
            Remove-LookerOAuthClientApp -ClientGuid nobody -Confirm:$false -ErrorAction Stop
            [string[]]$sandbox.Requests | Should -Be @('DELETE /api/4.0/oauth_client_apps/nobody 204')
        }

        It 'refuses "<_>", which would mean another path' -ForEach '', ' ', '.', '..' {
            Remove-LookerOAuthClientApp -ClientGuid $_ -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $sandbox.Requests.Count | Should -Be 0
        }
    }

    Context 'Revoke-LookerOAuthClientAppToken' {
        It 'revokes and leaves the app' {
            Add-App cli
            Revoke-LookerOAuthClientAppToken -ClientGuid cli -Confirm:$false | Should -BeNullOrEmpty
            [string[]]$sandbox.Requests | Should -Be @('DELETE /api/4.0/oauth_client_apps/cli/tokens 204')
            (Get-LookerOAuthClientApp cli).TokensInvalidBefore | Should -Not -BeNullOrEmpty
        }
    }

    Context 'Enable- and Disable-LookerOAuthClientAppUser' {
        BeforeEach {
            Add-App cli
        }

        It 'activates a user by id, also twice' {
            Enable-LookerOAuthClientAppUser -ClientGuid cli -UserId 2 | Should -BeNullOrEmpty
            Enable-LookerOAuthClientAppUser -ClientGuid cli -UserId 2 -ErrorAction Stop | Should -BeNullOrEmpty
            (Get-LookerOAuthClientApp cli).ActivatedUsers[0].UserId | Should -Be '2'
        }

        It 'finds a user by an exact e-mail address, and treats underscores as characters' {
            Enable-LookerOAuthClientAppUser -ClientGuid cli -UserEmail 'ben_builder@example.com'
            (Get-LookerOAuthClientApp cli).ActivatedUsers.UserId | Should -Be '3'
            Enable-LookerOAuthClientAppUser -ClientGuid cli -UserEmail 'a_a@example.com' -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem[0].TargetObject | Should -Be 'a_a@example.com'
        }

        It 'asks for an address once in a pipeline' {
            Add-App web
            Get-LookerOAuthClientApp | Enable-LookerOAuthClientAppUser -UserEmail 'ana@example.com'
            @($sandbox.Requests | Where-Object Path -Like '*/users/search').Count | Should -Be 1
            (Get-LookerOAuthClientApp).ActivatedUsers.UserId | Should -Be @('2', '2')
        }

        It 'takes users by pipeline' {
            Get-LookerUser | Enable-LookerOAuthClientAppUser -ClientGuid cli
            (Get-LookerOAuthClientApp cli).ActivatedUsers.UserId | Should -Be @('1', '2', '3')
        }

        It 'deactivates a user, also one who is not active' {
            Enable-LookerOAuthClientAppUser -ClientGuid cli -UserId 2
            Disable-LookerOAuthClientAppUser -ClientGuid cli -UserId 2 -Confirm:$false
            Disable-LookerOAuthClientAppUser -ClientGuid cli -UserId 2 -Confirm:$false -ErrorAction Stop
            (Get-LookerOAuthClientApp cli).ActivatedUsers | Should -BeNullOrEmpty
        }

        It 'is LookerNotFound for a user who is not there' {
            Enable-LookerOAuthClientAppUser -ClientGuid cli -UserId 404 -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        }
    }
}
