BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Typed by mistake' {
    BeforeEach {
        Set-Content -Path TestDrive:/seed.json -Value @'
{
  "oauth_client_apps": [
    { "client_guid": "007", "redirect_uri": "http://localhost:1/a", "display_name": "Bond" },
    { "client_guid": "7", "redirect_uri": "http://localhost:1/a", "display_name": "Seven" },
    { "client_guid": "16", "redirect_uri": "http://localhost:1/a", "display_name": "Sixteen" },
    { "client_guid": "b[1]", "redirect_uri": "http://localhost:1/a", "display_name": "Brackets" }
  ],
  "api_keys": [ { "id": "1", "client_id": "admin-key", "client_secret": "made-up-secret", "user_id": "1" } ],
  "users": [
    { "id": "1", "first_name": "Ada", "last_name": "Admin", "email": "admin@example.com", "role_ids": ["2"] },
    { "id": "2", "first_name": "Ana", "last_name": "Analyst", "email": "ana@example.com", "group_ids": ["5"] }
  ],
  "groups": [ { "id": "5", "name": "Analysts" } ]
}
'@
        $script:dev = Start-LookerSandbox -Path TestDrive:/seed.json
        $script:prod = Start-LookerSandbox -Path TestDrive:/seed.json
        $null = Connect-Looker -Sandbox $dev -Name dev
        $null = Connect-Looker -Sandbox $prod -Name prod
        $dev.ClearRequests()
        $prod.ClearRequests()
        $ConfirmPreference = 'None'

        # The ids of the errors of a script, which goes on after each.
        function Get-Problem([scriptblock] $Script) {
            $ErrorActionPreference = 'SilentlyContinue'
            $Error.Clear()
            $null = & $Script
            $Error.FullyQualifiedErrorId
        }
    }

    AfterEach {
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $dev
        Stop-LookerSandbox -Sandbox $prod
    }

    Context 'Numbers' {
        It 'are the text that was typed: <Typed>' -ForEach @(
            @{ Typed = '007'; Name = 'Bond' }
            @{ Typed = '7'; Name = 'Seven' }
            @{ Typed = '16'; Name = 'Sixteen' }
        ) {
            (& ([scriptblock]::Create("Get-LookerOAuthClientApp $Typed"))).DisplayName | Should -Be $Name
        }

        It 'are not what they would be worth' {
            Get-Problem { Get-LookerOAuthClientApp 0x10 } | Should -BeLike 'LookerNotFound,*'
            $prod.Requests.Path | Should -Be '/api/4.0/oauth_client_apps/0x10'
        }

        It 'may be longer than any integer' {
            Get-Problem { Get-LookerOAuthClientApp 123456789012345678901 } | Should -BeLike 'LookerNotFound,*'
            $prod.Requests.Path | Should -Be '/api/4.0/oauth_client_apps/123456789012345678901'
        }

        It 'that come by pipeline are integers' {
            (7, 16 | Get-LookerOAuthClientApp).DisplayName | Should -Be @('Seven', 'Sixteen')
        }

        It 'in texts are seconds where seconds are asked for' {
            Add-LookerSandboxFault -Sandbox $prod -StatusCode 503 -RetryAfter '1'
            Measure-Command { $null = Get-LookerGroup } | ForEach-Object TotalSeconds | Should -BeLessThan 30
        }
    }

    Context 'Objects where an identifier belongs' {
        It 'are refused: <_>' -ForEach @(
            { Set-LookerOAuthClientApp 7 -GroupId (Get-LookerGroup Analysts) }
            { New-LookerOAuthClientApp 8 http://localhost:1/a Eight -GroupId (Get-LookerGroup Analysts) }
            { Test-LookerOAuthClientApp 7 -UserId (Get-LookerUser ana@example.com) }
            { Test-LookerOAuthClientApp 7 -UserEmail (Get-LookerUser ana@example.com) }
            { Disable-LookerOAuthClientAppUser 7 -UserEmail (Get-LookerUser ana@example.com) }
            { Connect-Looker -Sandbox $prod -RunAsUserId (Get-LookerUser ana@example.com) }
        ) {
            $problem = $null
            try { $null = & $_ } catch { $problem = $_ }
            "$problem" | Should -BeLike '*is not an identifier*'
            $prod.Requests | Where-Object Method -NE GET | Should -BeNullOrEmpty
        }
    }

    Context 'Groups that are piped' {
        It 'name no app: <_>' -ForEach @(
            { Get-LookerGroup Analysts | Set-LookerOAuthClientApp 7 }
            { Get-LookerGroup Analysts | New-LookerOAuthClientApp 8 http://localhost:1/a Eight }
        ) {
            Get-Problem $_ | Should -BeLike 'LookerInvalidArgument,*'
            $prod.Requests | Where-Object Method -NE GET | Should -BeNullOrEmpty
        }
    }

    Context 'Objects that came from no instance' {
        It 'are acted on nowhere unless somebody says where' {
            Get-Problem { [LookerOAuth.OAuthClientApp]@{ ClientGuid = '7' } | Remove-LookerOAuthClientApp } | Should -BeLike 'LookerInvalidArgument,*'
            $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
            [LookerOAuth.OAuthClientApp]@{ ClientGuid = '7' } | Remove-LookerOAuthClientApp -Connection dev
            $dev.Requests.Path | Should -Be '/api/4.0/oauth_client_apps/7'
        }

        It 'are refused by every command that takes them: <_>' -ForEach @(
            { [LookerOAuth.OAuthClientApp]@{ ClientGuid = '7' } | Disable-LookerOAuthClientAppUser -UserId 2 }
            { [LookerOAuth.OAuthClientApp]@{ ClientGuid = '7'; RedirectUri = 'http://localhost:1/b'; DisplayName = 'B' } | New-LookerOAuthClientApp -Force }
            { [LookerOAuth.OAuthClientApp]@{ ClientGuid = '7' } | Get-LookerOAuthClientApp }
            { [LookerOAuth.OAuthClientApp]@{ ClientGuid = '7' } | Test-LookerOAuthClientApp }
            { [LookerOAuth.User]@{ UserId = '2' } | Enable-LookerOAuthClientAppUser 7 }
            { [LookerOAuth.User]@{ UserId = '2' } | New-LookerApiKey }
            { [LookerOAuth.LookerApiKey]@{ ApiKeyId = '1'; UserId = '1' } | Remove-LookerApiKey -Force }
            { [LookerOAuth.ExternalOAuthApp]@{ ExternalOAuthAppId = '1'; ClientId = 'db' } | Get-LookerExternalOAuthApp }
        ) {
            Get-Problem $_ | Should -BeLike 'LookerInvalidArgument,*'
            $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
        }

        It 'act on no other instance than that of the row that they were made from' {
            function Disable-First([LookerOAuth.OAuthClientApp] $App) { $App | Disable-LookerOAuthClientAppUser -UserId 2 }
            $row = Get-LookerOAuthClientApp 7 -Connection dev | ConvertTo-Csv | ConvertFrom-Csv | Select-Object -Property ClientGuid, ConnectionName
            Get-Problem { Disable-First $row } | Should -BeLike 'LookerInvalidArgument,*'
            $prod.Requests | Should -BeNullOrEmpty
        }
    }

    Context 'A default for -Connection' {
        AfterEach {
            $PSDefaultParameterValues.Remove('*-Looker*:Connection')
        }

        It 'takes the place of the current connection, and objects are acted on where they came from' {
            $PSDefaultParameterValues['*-Looker*:Connection'] = 'dev'
            (Get-LookerUser -UserId 2).ConnectionName | Should -Be 'dev'
            $PSDefaultParameterValues['*-Looker*:Connection'] = 'prod'
            Get-LookerOAuthClientApp 7 -Connection dev | Remove-LookerOAuthClientApp
            Get-LookerOAuthClientApp 16 -Connection dev | Enable-LookerOAuthClientAppUser -UserId 2
            Get-LookerOAuthClientApp 007 -Connection dev | ConvertTo-Csv | ConvertFrom-Csv | Revoke-LookerOAuthClientAppToken
            $prod.Requests | Where-Object Method -NE GET | Should -BeNullOrEmpty
            $dev.Requests | Where-Object Method -NE GET | ForEach-Object { $_.Path -replace '^.*apps/' } | Should -Be @('7', '16/users/2', '007/tokens')
        }

        It 'gives way to a connection that is typed, even to the same one' {
            $PSDefaultParameterValues['*-Looker*:Connection'] = 'prod'
            Get-LookerOAuthClientApp 7 -Connection dev | Remove-LookerOAuthClientApp -Connection prod
            $there = @{ Connection = 'prod' }
            Get-LookerOAuthClientApp 16 -Connection dev |
                Remove-LookerOAuthClientApp @there
            $dev.Requests | Where-Object Method -NE GET | Should -BeNullOrEmpty
            $prod.Requests | Where-Object Method -NE GET | ForEach-Object { $_.Path -replace '^.*apps/' } | Should -Be @('7', '16')
        }

        It 'gives way to another one, in whatever way it is given: <Name>' -ForEach @(
            @{ Name = '@args'; Script = { function Revoke-Token { $input | Revoke-LookerOAuthClientAppToken @args }; $app | Revoke-Token -Connection prod } }
            @{ Name = 'a hashtable from a pipeline'; Script = { $there = @{ Connection = 'prod' } | Write-Output; $app | Revoke-LookerOAuthClientAppToken @there } }
            @{ Name = 'the API of PowerShell'; Script = {
                    $shell = [powershell]::Create('CurrentRunspace').AddCommand('Revoke-LookerOAuthClientAppToken').AddParameter('Connection', 'prod').AddParameter('Confirm', $false)
                    $shell.Invoke(@($app))
                }
            }
            @{ Name = 'a steppable pipeline'; Script = {
                    $pipeline = { Revoke-LookerOAuthClientAppToken -Connection prod }.GetSteppablePipeline()
                    $pipeline.Begin($true)
                    $pipeline.Process($app)
                    $pipeline.End()
                }
            }
        ) {
            $app = Get-LookerOAuthClientApp 7 -Connection dev
            $PSDefaultParameterValues['*-Looker*:Connection'] = 'dev'
            $null = & $Script
            $dev.Requests | Where-Object Method -NE GET | Should -BeNullOrEmpty
            ($prod.Requests | Where-Object Method -NE GET).Path | Should -Be '/api/4.0/oauth_client_apps/7/tokens'
        }

        It 'leaves a row where its Connection says, and counts under an alias, too' {
            $PSDefaultParameterValues['*-Looker*:Connection'] = 'dev'
            [pscustomobject]@{ ClientGuid = '7'; Connection = 'prod' } | Revoke-LookerOAuthClientAppToken
            $PSDefaultParameterValues.Remove('*-Looker*:Connection')
            Set-Alias -Name rla -Value Revoke-LookerOAuthClientAppToken
            $PSDefaultParameterValues['rla:Connection'] = 'dev'
            try {
                Get-LookerOAuthClientApp 16 -Connection prod | Revoke-LookerOAuthClientAppToken
            }
            finally {
                $PSDefaultParameterValues.Remove('rla:Connection')
            }
            $dev.Requests | Where-Object Method -NE GET | Should -BeNullOrEmpty
            $prod.Requests | Where-Object Method -NE GET | ForEach-Object { $_.Path -replace '^.*apps/' } | Should -Be @('7/tokens', '16/tokens')
        }
    }

    Context 'Ids of another instance' {
        It 'say what to do for a row whose connection is not open' {
            $null = [pscustomobject]@{ UserId = '2'; ConnectionName = 'last-year' } | Enable-LookerOAuthClientAppUser 7 -Connection prod -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*ConnectionName*'
        }

        It 'name somebody else there: <_>' -ForEach @(
            { Get-LookerUser -UserId 2 -Connection dev | Enable-LookerOAuthClientAppUser 7 -Connection prod }
            { Get-LookerUser -UserId 2 -Connection dev | New-LookerApiKey -Connection prod }
            { Get-LookerApiKey -Connection dev | Remove-LookerApiKey -Connection prod -Force }
            { Get-LookerGroup Analysts -Connection dev | Get-LookerUser -Connection prod }
            { Get-LookerUser -UserId 2 -Connection dev | ConvertTo-Csv | ConvertFrom-Csv | Disable-LookerOAuthClientAppUser 7 -Connection prod }
        ) {
            Get-Problem $_ | Should -BeLike 'LookerInvalidArgument,*'
            $prod.Requests | Should -BeNullOrEmpty
        }

        It 'are the same over another connection to the instance' {
            $null = Connect-Looker -Sandbox $dev -Name dev2
            Get-LookerUser -UserId 2 -Connection dev | Enable-LookerOAuthClientAppUser 7 -Connection dev2
            ($dev.Requests | Where-Object Method -EQ POST).Path | Should -Contain '/api/4.0/oauth_client_apps/7/users/2'
        }
    }

    Context 'A document that is cast' {
        It 'is the document: <_>' -ForEach @(
            { [LookerOAuth.OAuthConfiguration]'{ "version": 1, "clientApps": { "7": { "displayName": "Else" } } }' }
            { [LookerOAuth.OAuthConfiguration]@{ version = 1; clientApps = @{ 7 = @{ displayName = 'Else' } } } }
        ) {
            & $_ | Compare-LookerOAuthConfiguration -Quiet | Should -BeFalse
        }

        It 'is refused if it is none: <_>' -ForEach @(
            { [LookerOAuth.OAuthConfiguration]'utter garbage' }
            { [LookerOAuth.OAuthConfiguration]'{ "clientApps": {} }' }
            { [LookerOAuth.OAuthConfiguration]@{ clientApps = @{} } }
        ) {
            $_ | Should -Throw '*to type "LookerOAuth.OAuthConfiguration"*The configuration has an error*'
        }
    }

    Context 'Texts' {
        BeforeAll {
            # What -WhatIf says goes to the host alone.
            function Get-Asked([scriptblock]$Script) {
                Start-Transcript -Path "$TestDrive/transcript.txt" | Out-Null
                try { & $Script } finally { Stop-Transcript | Out-Null }
                Get-Content -Path "$TestDrive/transcript.txt" | Where-Object { $_ -like 'What if: *' } | Select-Object -Unique
            }
        }

        It 'that are half a character are refused, and nothing is sent' {
            $half = "x$([char]0xd800)"
            Get-Problem { New-LookerOAuthClientApp 8 http://localhost:1/a $half } | Should -BeLike 'LookerInvalidArgument,*'
            Get-Problem { Set-LookerOAuthClientApp 7 -Description $half } | Should -BeLike 'LookerInvalidArgument,*'
            Get-Problem { Set-LookerOAuthClientApp 7 -RedirectUri "http://localhost:1/$half" } | Should -BeLike 'LookerInvalidArgument,*'
            $prod.Requests | Should -BeNullOrEmpty
        }

        It 'that only look like it are sent: <_>' -ForEach 'C:\uFFFD', "$([char]0xfffd)", "$([char]::ConvertFromUtf32(0x1f600))" {
            (Set-LookerOAuthClientApp 7 -Description $_).Description | Should -Be $_
        }

        It 'cannot look like an answer in a prompt' {
            Get-Asked { Set-LookerOAuthClientApp 7 -Description "x`nWhat if: nothing" -WhatIf } | Should -HaveCount 1
        }

        It 'cannot steer a terminal from a prompt or an error' {
            $guid = "evil$([char]27)]0;owned$([char]7)"
            $asked = Get-Asked { Remove-LookerOAuthClientApp $guid -WhatIf }
            $asked | Should -HaveCount 1
            $prod | Add-LookerSandboxFault -StatusCode 400 -Body '{"message":"\u001b[31mred\u0007"}'
            Get-LookerOAuthClientApp 7 -ErrorAction SilentlyContinue -ErrorVariable problem
            "$asked$($problem[0].ErrorDetails.Message)" | Should -Not -Match '[\x00-\x08\x0b\x0c\x0e-\x1f]'
            $problem[0].ErrorDetails.Message | Should -BeLike '*red*'
        }

        It 'of addresses stay as they are: <_>' -ForEach @(
            { New-LookerOAuthClientApp 8 ([uri]'http://localhost/a%20b') Eight }
            { New-LookerOAuthClientApp 8 @([uri]'http://localhost/a%20b') Eight }
            { Set-LookerOAuthClientApp 7 -RedirectUri ([uri]'http://localhost/a%20b') }
        ) {
            [string[]](& $_).RedirectUri | Should -Be 'http://localhost/a%20b'
        }

        It 'of fields may stand in one' {
            $app = Get-LookerOAuthClientApp 7
            $same = New-LookerOAuthClientApp 7 $app.RedirectUri $app.DisplayName -Force -Fields 'client_guid,enabled,activated_users(id,url)' -WarningVariable warnings
            $same.Enabled | Should -BeTrue
            $warnings | Should -BeNullOrEmpty
        }
    }

    Context 'Rows of a CSV file' {
        It 'are named where a name that they carry is not found' {
            $rows = 'ClientGuid,RedirectUri,DisplayName,GroupName', 'a,http://localhost:1/a,A,Analysts', 'b,http://localhost:1/b,B,Nobodies' | ConvertFrom-Csv
            ($rows | New-LookerOAuthClientApp -ErrorAction SilentlyContinue -ErrorVariable problem).ClientGuid | Should -Be 'a'
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem[0].TargetObject | Should -Be 'b'
            $problem[0].ErrorDetails.Message | Should -Be "prod: b: No group with the name 'Nobodies' was found."
        }

        It 'are named where an address that they carry is not found' {
            '7', '16' | Enable-LookerOAuthClientAppUser -UserEmail nobody@example.com -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.ErrorDetails.Message | Should -Be @('7', '16').ForEach({ "prod: ${_}: No user with the e-mail address 'nobody@example.com' was found." })
            $problem.TargetObject | Should -Be @('nobody@example.com', 'nobody@example.com')
        }

        It 'may have the group under the heading that tables and documents have' {
            $row = 'ClientGuid,RedirectUri,DisplayName,Group', 'a,http://localhost:1/a,A,Analysts' | ConvertFrom-Csv
            ($row | New-LookerOAuthClientApp).GroupId | Should -Be '5'
            ([pscustomobject]@{ ClientGuid = '7'; Group = 'Analysts' } | Set-LookerOAuthClientApp).GroupId | Should -Be '5'
        }

        It 'may have the group under several headings: <_>' -ForEach @(
            @{ GroupId = '5'; Group = 'Nobodies' }
            @{ GroupName = ''; Group = 'Analysts' }
            @{ GroupId = ''; GroupName = 'Analysts'; Group = 'Nobodies' }
        ) {
            $row = [pscustomobject]$_ | Select-Object -Property *, @{ n = 'ClientGuid'; e = { '7' } }
            ($row | Set-LookerOAuthClientApp).GroupId | Should -Be '5'
        }

        It 'may have something else than text where a group could stand' {
            $row = [pscustomobject]@{ ClientGuid = '7'; Description = 'x'; Group = Get-LookerGroup Analysts }
            ($row | Set-LookerOAuthClientApp).GroupId | Should -BeNullOrEmpty
        }

        It 'may have an address where an id belongs, which the error tells' {
            Enable-LookerOAuthClientAppUser 7 ana@example.com -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-UserEmail*'
        }
    }

    Context 'A user without the Admin role' {
        It 'is told of it by whatever changes something: <_>' -ForEach @(
            { Set-LookerOAuthClientApp 7 -Description x }
            { Remove-LookerOAuthClientApp 7 }
            { Revoke-LookerOAuthClientAppToken 7 }
        ) {
            $prod | Add-LookerSandboxFault -StatusCode 404 -Body '{"message":"Not found"}'
            Get-Problem $_ | Should -BeLike 'LookerNotFound,*'
            $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*Admin role*'
        }
    }

    Context 'Several objects where one belongs' {
        It 'are to be piped' {
            { Set-LookerOAuthClientApp -InputObject (Get-LookerOAuthClientApp 7), (Get-LookerOAuthClientApp 16) -Description x } |
                Should -Throw -ExpectedMessage '*Pipe the list instead.*'
        }
    }

    Context 'A document of another instance' {
        It 'has no ids that count here' {
            Set-Content -Path TestDrive:/twins.json -Value '{ "groups": [{ "id": "5", "name": "Twins" }, { "id": "6", "name": "Twins" }], "oauth_client_apps": [{ "client_guid": "t", "redirect_uri": "http://localhost:1/a", "display_name": "T", "group_id": "6" }] }'
            $twins = Start-LookerSandbox -Path TestDrive:/twins.json
            try {
                $null = Connect-Looker -Sandbox $twins -Name twins
                $document = Export-LookerOAuthConfiguration -ClientGuid t -WarningVariable warning -WarningAction SilentlyContinue
                "$warning" | Should -BeLike '*t (group 6)*'
                $document | Compare-LookerOAuthConfiguration -Quiet | Should -BeTrue
                Get-Problem { $document | Import-LookerOAuthConfiguration -Connection dev } | Should -BeLike 'LookerInvalidArgument,*'
                $dev.Requests | Should -BeNullOrEmpty
            }
            finally { Stop-LookerSandbox -Sandbox $twins }
        }
    }

    Context 'Null in a row' {
        It 'is no user: <Name>' -ForEach @(@{ Name = 'UserId' }, @{ Name = 'user_id' }) {
            Get-Problem { [pscustomobject]@{ ApiKeyId = '1'; $Name = $null } | Remove-LookerApiKey -Force } | Should -BeLike 'LookerInvalidArgument,*'
            $prod.Requests | Should -BeNullOrEmpty
        }
    }

    Context 'Empty values' {
        It 'are refused where they would take away what has to be there: <_>' -ForEach @(
            { Set-LookerOAuthClientApp 7 -DisplayName $null }
            { Set-LookerOAuthClientApp 7 -RedirectUri $null }
            { New-LookerOAuthClientApp 8 $null Eight }
            { New-LookerOAuthClientApp 8 http://localhost:1/a $null }
            { Set-LookerExternalOAuthApp db -Name $null }
            { Set-LookerExternalOAuthApp db -ClientSecret ([securestring]::new()) }
            { New-LookerExternalOAuthApp db.example db ([securestring]::new()) }
            { New-LookerExternalOAuthUserState 1 2 -AccessToken ([securestring]::new()) -AccessTokenExpiresAt 2030-01-01 }
            { Get-LookerOAuthClientApp -Fields '' }
            { Get-LookerOAuthClientApp -Fields $null }
        ) {
            Get-Problem $_ | Should -BeLike 'LookerInvalidArgument,*'
            $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
        }

        It 'may take away a description' {
            Set-LookerOAuthClientApp 7 -Description $null
            $prod.Requests[0].Body | Should -Be '{"description":""}'
        }
    }

    Context 'Empty lists' {
        It 'name nothing: <_>' -ForEach @(
            { Remove-LookerOAuthClientApp -ClientGuid @() -Confirm:$false }
            { Get-LookerOAuthClientApp -ClientGuid @() }
            { Test-LookerOAuthClientApp -ClientGuid @() }
            { Get-LookerGroup -GroupId @() }
        ) {
            @(& $_ 2>&1).FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        }
    }

    Context 'Invoke-LookerApi' {
        It 'sends an empty list that was typed' {
            $prod | Add-LookerSandboxFault -Method PUT -StatusCode 200 -Body '[]'
            $null = Invoke-LookerApi users/1/roles -Method PUT -Body @()
            $prod.Requests[0].Body | Should -Be '[]'
        }

        It 'asks to check the path if the server does not know it' {
            Invoke-LookerApi no/such/path -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike 'Check the path*'
        }

        It 'refuses <_>' -ForEach @(
            { Invoke-LookerApi oauth_client_apps/7 -Body '{ "display_name": "Eight" }' }
            { '{ "display_name": "Eight" }' | Invoke-LookerApi oauth_client_apps/7 }
            { Invoke-LookerApi oauth_client_apps/7 -Method PATCH -Body $null }
            { Invoke-LookerApi users -Query @{ group_id = $null } }
            { Invoke-LookerApi oauth_client_apps/7 -Method PATCH -Body ([version]'1.2') }
            { Invoke-LookerApi oauth_client_apps/7 -Method PATCH -Body @{ a = [double]::NaN } }
            { Invoke-LookerApi oauth_client_apps/7 -Method PATCH -Body @{ a = [float]::PositiveInfinity } }
        ) {
            Get-Problem $_ | Should -BeLike 'LookerInvalidArgument,*'
            $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $prod.Requests | Should -BeNullOrEmpty
        }

        It 'refuses an object of ours as a body, which it could not send whole' {
            $app = Get-LookerOAuthClientApp 7
            Get-Problem { $app | Invoke-LookerApi oauth_client_apps/7 -Method PATCH } | Should -BeLike 'LookerInvalidArgument,*'
            $prod.Requests | Where-Object Method -EQ PATCH | Should -BeNullOrEmpty
        }
    }

    Context 'Credentials' {
        It 'that are null are refused, and nobody is asked: -<_>' -ForEach 'Credential', 'ProxyCredential' {
            $given = @{ Credential = $prod.Credential }
            $given[$_] = $null
            { Connect-Looker -BaseUrl $prod.BaseUrl @given } | Should -Throw -ErrorId 'LookerInvalidArgument,*' -ExpectedMessage "The value of -$_ is empty."
        }
    }

    Context 'Connections' {
        It '-All:$false ends none' {
            Disconnect-Looker -All:$false
            (Get-LookerConnection).Name | Should -Be @('dev', 'prod')
        }

        It 'the one that is replaced is logged out before anything else is done' {
            $null = Connect-Looker -Sandbox $prod -Name dev | Select-Object -First 1
            $dev.Requests | Where-Object Method -EQ DELETE | ForEach-Object Path | Should -Be '/api/4.0/logout'
        }

        It 'are named by what helps when the current one is gone' {
            Disconnect-Looker -Connection prod
            $problem = try { Get-LookerGroup } catch { $_ }
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
            $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Select-LookerConnection*'
        }

        It 'a name that none has is LookerNotFound for Select-LookerConnection, however it comes: <_>' -ForEach @(
            { Select-LookerConnection nope }, { Select-LookerConnection -Connection nope }, { 'nope' | Select-LookerConnection }
        ) {
            Get-Problem $_ | Should -BeLike 'LookerNotFound,*'
        }

        It 'a drive that is not there is LookerInvalidArgument: <_>' -ForEach @(
            { Connect-Looker -SettingsFile nodrive:/looker.ini }, { Start-LookerSandbox -Path nodrive:/seed.json }
        ) {
            $problem = try { & $_ } catch { $_ }
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        }
    }

    Context 'An exact name that is not there' {
        It 'is LookerNotFound: <_>' -ForEach @(
            { Get-LookerUser -GroupId 5 -Email nobody@example.com }
            { Get-LookerExternalOAuthApp -Name other -ClientId db }
        ) {
            Get-Problem $_ | Should -BeLike 'LookerNotFound,*'
        }

        It 'is named with all that was asked for' {
            $null = Get-Problem { Get-LookerExternalOAuthApp -Name other -ClientId db }
            "$($Error[0])" | Should -BeLike "*'db'*'other'*"
        }

        It 'is no error with wildcards, nor where somebody has it' {
            Get-Problem { Get-LookerUser -GroupId 5 -Email 'nobody*' } | Should -BeNullOrEmpty
            (Get-LookerUser -GroupId 5 -Email ANA@example.com).UserId | Should -Be '2'
        }
    }

    It 'a login that is stored twice is named, without commands that do not exist' {
        $null = New-LookerExternalOAuthApp db.example db (ConvertTo-Secret)
        $id = (Get-LookerExternalOAuthApp).ExternalOAuthAppId
        $null = New-LookerExternalOAuthUserState $id 2 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01
        Get-Problem { New-LookerExternalOAuthUserState $id 2 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01 } | Should -BeLike 'LookerAlreadyExists,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeLike '*Set-*'
        "$($Error[0])" | Should -BeLike '*user 2*'
    }
}

Describe 'A key that could be lost' {
    BeforeEach {
        $script:dev = Start-LookerSandbox
        $script:prod = Start-LookerSandbox
        $null = Connect-Looker -Sandbox $dev -Name dev
        $null = Connect-Looker -Sandbox $prod -Name prod
        function Get-KeyOf($Name) { @(Get-LookerApiKey -Connection $Name).ClientId }
        $script:before = Get-KeyOf prod
    }

    AfterEach {
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $dev
        Stop-LookerSandbox -Sandbox $prod
    }

    It 'is not stored over that of another instance: <_>' -ForEach @(
        { Update-LookerApiKey -Connection dev, prod -Store { $vault['looker'] = $_ } -Confirm:$false }
        { Get-LookerConnection | Update-LookerApiKey -Store { param($key) $vault['looker'] = $key } -Confirm:$false }
    ) {
        $vault = @{}
        $ErrorActionPreference = 'SilentlyContinue'
        $Error.Clear()
        $rotated = & $_
        $rotated.ConnectionName | Should -Be 'dev'
        $Error.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $vault['looker'].UserName | Should -Be $rotated.NewClientId
        Get-KeyOf prod | Should -Be $before
    }

    It 'is stored with its instance where the store asks for it' {
        $vault = @{}
        $rotated = Update-LookerApiKey -Connection dev, prod -Store { param($key, $connection) $vault[$connection.Name] = $key } -Confirm:$false
        $rotated.OldRemoved | Should -Be @($true, $true)
        $vault['dev'].UserName, $vault['prod'].UserName | Should -Be $rotated.NewClientId
    }

    It 'is stored by a function, with its instance if that asks for it' {
        $vault = @{}
        function Save-One($Key) { $vault['one'] = $Key }
        function Save-Both($Key, $Connection) { $vault[$Connection.Name] = $Key }
        (Update-LookerApiKey -Connection dev -Store ${function:Save-One} -Confirm:$false).NewClientId | Should -Be $vault['one'].UserName
        $rotated = Update-LookerApiKey -Connection dev, prod -Store ${function:Save-Both} -Confirm:$false
        $vault['dev'].UserName, $vault['prod'].UserName | Should -Be $rotated.NewClientId
    }

    It 'is removed again if its command is stopped' {
        $job = [powershell]::Create().AddScript({
                param($Module, $Sandbox)
                Import-Module $Module
                $null = Connect-Looker -Sandbox $Sandbox
                New-LookerApiKey
            }).AddArgument($module).AddArgument($prod)
        Add-LookerSandboxFault -Sandbox $prod -Method POST -Path '*/credentials_api3' -Delay 5
        try {
            $null = $job.BeginInvoke()
            Wait-Until { @($prod.Requests | Where-Object { $_.Method -eq 'POST' -and $_.Path -like '*/credentials_api3' }).Count -gt 0 } | Should -BeTrue
            $job.Stop()
        }
        finally { $job.Dispose() }
        Wait-Until { (Get-KeyOf prod).Count -eq $before.Count } | Should -BeTrue
        Get-KeyOf prod | Should -Be $before
        $prod.Requests | Where-Object { $_.Method -eq 'DELETE' -and $_.Path -like '*/credentials_api3/*' } | Should -Not -BeNullOrEmpty
    }

    It 'is removed again or named if nobody takes it' {
        $warnings = Invoke-PowerShell ([scriptblock]::Create(@"
            Import-Module $moduleLiteral
            `$null = Start-LookerSandbox | Connect-Looker
            `$before = @(Get-LookerApiKey).Count
            `$key = 1, 1, 1 | New-LookerApiKey -ThrottleLimit 3 | Select-Object -First 1
            "kept `$(@(Get-LookerApiKey).Count - `$before)"
"@))
        $kept = [int](([string]$warnings -split 'kept ')[1] -split ' ')[0]
        @([regex]::Matches("$warnings", 'was created, but its secret was lost')).Count | Should -Be ($kept - 1)
    }

    It 'is named if it should be gone and is not, also if nobody wants to see more than the rotation' {
        $warnings = Invoke-PowerShell ([scriptblock]::Create(@"
            Import-Module $moduleLiteral
            `$null = Start-LookerSandbox | Connect-Looker
            Add-LookerSandboxFault -Method DELETE -Path '*credentials_api3/*' -StatusCode 403
            `$null = Update-LookerApiKey { } -Confirm:`$false | Select-Object -First 1
"@))
        "$warnings" | Should -Match 'the old one could not be removed: id 1 '
    }

    It 'stays out of -ErrorVariable, too' {
        $vault = @{}
        function Save-Unseen($Key) {
            $vault['key'] = $Key
            try { Get-Item "/nowhere/$($Key.GetNetworkCredential().Password)" *>$null } catch { $null = $_ }
        }
        $null = Update-LookerApiKey -Connection prod -Store ${function:Save-Unseen} -Confirm:$false -ErrorVariable problem
        $vault['key'] | Should -Not -BeNullOrEmpty
        "$problem $($problem.Exception) $($problem.TargetObject)" | Should -Not -Match $vault['key'].GetNetworkCredential().Password
    }

    It 'is named if the pipeline ends while its requests are told' {
        $warnings = Invoke-PowerShell ([scriptblock]::Create(@"
            Import-Module $moduleLiteral
            `$null = Start-LookerSandbox | Connect-Looker
            `$lost = 0
            foreach (`$first in 8..12) {
                `$before = @(Get-LookerApiKey).Count
                `$seen = @(1, 1 | New-LookerApiKey -ThrottleLimit 2 -Verbose 4>&1 |
                    ForEach-Object { if (`$_.ApiKeyId) { Start-Sleep -Milliseconds 300 }; `$_ } | Select-Object -First `$first | Where-Object ApiKeyId).Count
                `$lost += @(Get-LookerApiKey).Count - `$before - `$seen
            }
            "keys not seen: `$lost,"
"@))
        $lost = [int](([string]$warnings -split 'keys not seen: ')[1] -split ',')[0]
        $lost | Should -BeGreaterThan 1
        @([regex]::Matches("$warnings", 'was created, but its secret was lost')).Count | Should -Be $lost
    }
}

Describe 'Carried along by mistake' {
    BeforeEach {
        Set-Content -Path TestDrive:/prod.json -Value '{ "groups": [ { "id": "5", "name": "Everyone else" }, { "id": "6", "name": "Analysts" } ] }'
        $script:dev = Start-LookerSandbox
        $script:prod = Start-LookerSandbox -Path TestDrive:/prod.json
        $null = Connect-Looker -Sandbox $prod -Name prod
        $null = Connect-Looker -Sandbox $dev -Name dev
        $script:app = New-LookerOAuthClientApp a http://localhost:1/a App -GroupName Analysts
        $prod.ClearRequests()
        $dev.ClearRequests()
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $dev
        Stop-LookerSandbox -Sandbox $prod
    }

    It 'a group id is none of another instance: <What>' -ForEach @(
        @{ What = 'an app that is piped to New-'; Script = { $app | New-LookerOAuthClientApp -Connection prod -Force } }
        @{ What = 'a copy that is piped to New-'; Script = { [pscustomobject]@{ ClientGuid = 'a'; RedirectUri = 'http://localhost:1/a'; DisplayName = 'App'; GroupId = 5; ConnectionName = 'dev' } | New-LookerOAuthClientApp -Connection prod } }
        @{ What = 'a row that is piped to Set-'; Script = { $app | ConvertTo-Csv | ConvertFrom-Csv | Set-LookerOAuthClientApp -Connection prod } }
    ) {
        $problem = @(& $Script 2>&1)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        "$problem" | Should -BeLike "*group id 5 came from 'dev'*"
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-GroupName*'
        $prod.Requests | Should -BeNullOrEmpty
    }

    It 'a group that is typed is that of the target' {
        $copy = $app | New-LookerOAuthClientApp -Connection prod -GroupName Analysts
        $copy.GroupId | Should -Be '6'
        ($app | New-LookerOAuthClientApp -Connection prod -Force -GroupId 5).GroupId | Should -Be '5'
    }

    It 'a group id stays that of its own instance' {
        ($app | New-LookerOAuthClientApp -Connection dev -Force).GroupId | Should -Be $app.GroupId
        ($app | ConvertTo-Csv | ConvertFrom-Csv | Set-LookerOAuthClientApp).GroupId | Should -Be $app.GroupId
    }

    It 'what an object holds acts where the object came from: <Script>' -ForEach @(
        @{ Script = { (Get-LookerOAuthClientApp b -Connection prod).ActivatedUsers | Disable-LookerOAuthClientAppUser b -Confirm:$false } }
        @{ Script = { (Get-LookerOAuthClientApp b -Connection prod | Test-LookerOAuthClientApp)[0] | Revoke-LookerOAuthClientAppToken -Confirm:$false } }
        @{ Script = { (Test-LookerConnection -Connection prod).User | New-LookerApiKey -Confirm:$false } }
    ) {
        $null = New-LookerOAuthClientApp b http://localhost:1/a B -Connection prod
        Enable-LookerOAuthClientAppUser b 1 -Connection prod
        $dev.ClearRequests()
        $prod.ClearRequests()
        $null = & $Script
        $dev.Requests | Should -BeNullOrEmpty
        $prod.Requests.Where({ $_.Method -ne 'GET' }).Count | Should -Be 1
    }

    It 'a copy from Clixml lends Set- no old value' {
        $app | Export-Clixml -Path TestDrive:/app.xml
        $null = Set-LookerOAuthClientApp a -Enabled $false -RedirectUri https://new.example.com/cb
        $dev.ClearRequests()
        $changed = Import-Clixml -Path TestDrive:/app.xml | Set-LookerOAuthClientApp -Description Reviewed
        $changed.Enabled, "$($changed.RedirectUri)", $changed.Description | Should -Be @($false, 'https://new.example.com/cb', 'Reviewed')
        $dev.Requests[-1].Body | Should -Be '{"description":"Reviewed"}'
    }
}

Describe 'Said of the wrong thing' {
    BeforeEach {
        $script:sandbox = Start-LookerSandbox
        $null = Connect-Looker -Sandbox $sandbox -Name dev
        $null = New-LookerOAuthClientApp a http://localhost:1/a App
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It '404 names all that can be missing: <Script>' -ForEach @(
        @{ Script = { Enable-LookerOAuthClientAppUser a 99 -Confirm:$false }; Target = '99'; Text = "the client app 'a' or the user 99" }
        @{ Script = { Disable-LookerOAuthClientAppUser nowhere 2 -Confirm:$false }; Target = '2'; Text = "the client app 'nowhere' or the user 2" }
        @{ Script = { New-LookerExternalOAuthUserState 42 2 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01 }; Target = '2'; Text = 'the external OAuth app with the id 42 or the user 2' }
        @{ Script = { Remove-LookerApiKey 5 -UserId 99 -Confirm:$false }; Target = '5'; Text = 'the API key 5 of user 99' }
        @{ Script = { Update-LookerApiKey { } -UserId 99 -ClientId zz -Confirm:$false }; Target = '99'; Text = 'the user 99' }
        @{ Script = { New-LookerApiKey 99 -Confirm:$false }; Target = '99'; Text = 'the user 99' }
        @{ Script = { Get-LookerApiKey 99 }; Target = '99'; Text = "'99'" }
    ) {
        # A server answers 204 for what is not there to be taken away, and 404 for what may not be seen.
        Add-LookerSandboxFault -Sandbox $sandbox -Method DELETE -StatusCode 404 -Body '{"message":"Not found"}'
        $problem = @(& $Script 2>&1)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        $problem.TargetObject | Should -Be $Target
        "$problem" | Should -BeLike "*$Text*404 to*"
    }

    It '404 to a registration means that the caller may not: <Script>' -ForEach @(
        @{ Script = { New-LookerOAuthClientApp b http://localhost:1/a B -Confirm:$false }; Text = "the client app 'b'" }
        @{ Script = { New-LookerExternalOAuthApp -Name db -ClientId b -ClientSecret (ConvertTo-Secret) -DialectName snowflake -Confirm:$false }; Text = "the external OAuth app 'b'" }
    ) {
        Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 404 -Body '{"message":"Not found"}'
        $problem = @(& $Script 2>&1)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        $problem.TargetObject | Should -Be 'b'
        "$problem" | Should -BeLike "*does not have permission to create $Text (404 to POST *"
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Admin role*'
    }

    It 'findings and changes name their instance if there is more than one, and what to type acts there' {
        $other = Start-LookerSandbox
        $null = Connect-Looker -Sandbox $other -Name prod
        $null = New-LookerOAuthClientApp a http://localhost:1/a App
        $null = Set-LookerOAuthClientApp a -Enabled $false -Connection dev
        Set-Content -Path TestDrive:/a.json -Value '{"version":1,"clientApps":{"a":{"displayName":"New"}}}'
        $findings = Test-LookerOAuthClientApp a -Connection dev, prod
        $findings | Out-String | Should -Match 'ClientGuid: a on dev(?s:.*)ClientGuid: a on prod'
        $findings.Where({ $_.Result -eq 'Fail' }).RecommendedAction | Should -Be "Set-LookerOAuthClientApp 'a' -Connection 'dev' -Enabled `$true"
        $changes = Compare-LookerOAuthConfiguration TestDrive:/a.json -Connection dev, prod
        ($changes | Out-String -Stream).Where({ $_ }) | Should -Be @("dev: ~ ClientApp a.displayName: 'App' -> 'New'", "prod: ~ ClientApp a.displayName: 'App' -> 'New'")
        $findings = Test-LookerOAuthClientApp a -Connection dev
        $findings | Out-String | Should -Match 'ClientGuid: a\r?\n'
        $null = Select-LookerConnection dev
        (Test-LookerOAuthClientApp a).Where({ $_.Result -eq 'Fail' }).RecommendedAction | Should -Be "Set-LookerOAuthClientApp 'a' -Enabled `$true"
        Disconnect-Looker -Connection prod
        Stop-LookerSandbox -Sandbox $other
    }

    It 'a warning about a redirect URI recommends what removes it' {
        $null = Set-LookerOAuthClientApp a -RedirectUri http://localhost:1/a/
        $finding = (Test-LookerOAuthClientApp a).Where({ $_.Check -eq 'RedirectScheme' })
        "$($finding.Result)" | Should -Be 'Warning'
        $finding.RecommendedAction | Should -Be 'Register every URI exactly as the app sends it, character by character.'
    }

    It 'what a finding recommends can be typed, with a bracket in the guid, too' {
        $null = Invoke-LookerApi 'oauth_client_apps/a%5B1%5D' -Method POST -Body @{ redirect_uri = 'http://localhost:1/a'; display_name = 'App'; enabled = $false } -Confirm:$false
        $action = (Test-LookerOAuthClientApp 'a`[1`]').Where({ $_.Check -eq 'Enabled' }).RecommendedAction
        (& ([scriptblock]::Create($action))).Enabled | Should -BeTrue
    }
}
