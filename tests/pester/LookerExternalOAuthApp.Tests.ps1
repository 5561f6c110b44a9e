BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'External OAuth apps' {
    BeforeEach {
        Set-Content -Path TestDrive:/seed.json -Value @'
{
  "external_oauth_applications": [
    { "id": "11", "name": "db.example.com", "client_id": "used+/=", "client_secret": "made-up-a", "dialect_name": "snowflake" },
    { "id": "12", "name": "db.example.com", "client_id": "free", "client_secret": "made-up-b", "dialect_name": "snowflake" }
  ],
  "connections": [ { "name": "warehouse", "oauth_application_id": "11" }, { "name": "other" } ]
}
'@
        $script:sandbox = Start-LookerSandbox -Path TestDrive:/seed.json
        Connect-Looker -Sandbox $sandbox -MaximumRetryCount 0
        $sandbox.ClearRequests()
        $script:secret = ConvertTo-Secret 'made-up-c'
    }

    AfterEach {
        $sandbox.ClearFaults()
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    Context 'Get-LookerExternalOAuthApp' {
        It 'gets all, without their secrets' {
            $apps = Get-LookerExternalOAuthApp
            $apps.ClientId | Should -Be @('used+/=', 'free')
            $names = ($apps[0] | Get-Member -MemberType Properties).Name
            $names | Should -Be @('BiDirectionalDataAccess', 'Can', 'ClientId', 'ConnectionName', 'CreatedAt', 'DialectName', 'ExternalOAuthAppId', 'Name', 'TenantId')
        }

        It 'names the client id in its errors' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/external_oauth_applications' -StatusCode 403
            Get-LookerExternalOAuthApp -ClientId free -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].TargetObject | Should -Be 'free'
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerAccessDenied,*'
        }

        It 'filters on the server' {
            (Get-LookerExternalOAuthApp -ClientId 'used+/=').ExternalOAuthAppId | Should -Be '11'
            $sandbox.Requests[0].Query | Should -Be 'client_id=used%2B%2F%3D'
            @(Get-LookerExternalOAuthApp -Name 'db.example.com').Count | Should -Be 2
        }

        It 'filters exactly, whatever the server does' {
            Get-LookerExternalOAuthApp -Name 'DB.example.com' | Should -BeNullOrEmpty
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/external_oauth_applications' -StatusCode 200 -Body '[{"id":"1","name":"x","client_id":"a"},{"id":"2","name":"x","client_id":"b"}]'
            (Get-LookerExternalOAuthApp -ClientId b).ExternalOAuthAppId | Should -Be '2'
        }

        It 'is LookerNotFound for a <Parameter> that none has, and nothing for a pattern' -ForEach @{ Parameter = 'ClientId' }, @{ Parameter = 'Name' } {
            $given = @{ $Parameter = 'nope' }
            Get-LookerExternalOAuthApp @given -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem.TargetObject | Should -Be 'nope'
            $given = @{ $Parameter = 'nope*' }
            Get-LookerExternalOAuthApp @given -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'emits what a name with wildcards matches, and nothing after it' {
            $null = New-LookerExternalOAuthApp -Name other.example.org -ClientId other -ClientSecret $secret
            (Get-LookerExternalOAuthApp -Name '*.example.com').ClientId | Should -Be @('used+/=', 'free')
            (Get-LookerExternalOAuthApp -Name '*.example.com' -ClientId '*').ClientId | Should -Be @('used+/=', 'free')
        }

        It 'takes client ids by pipeline, in order' {
            $rows = 'free', 'used+/=', 'nobody', 'free' | ForEach-Object { [pscustomobject]@{ client_id = $_ } }
            ($rows | Get-LookerExternalOAuthApp -ThrottleLimit 4).ClientId | Should -Be @('free', 'used+/=', 'free')
        }
    }

    Context 'New-LookerExternalOAuthApp' {
        It 'creates an app' {
            $app = New-LookerExternalOAuthApp -Name 'new.example.com' -ClientId new -ClientSecret $secret -DialectName snowflake -TenantId t1 -BiDirectionalDataAccess $true
            $app.ClientId | Should -Be 'new'
            $app.TenantId | Should -Be 't1'
            $app.BiDirectionalDataAccess | Should -BeTrue
            $app.ExternalOAuthAppId | Should -Not -BeNullOrEmpty
            $body = $sandbox.Requests[0].Body | ConvertFrom-Json
            $body.client_secret | Should -Be '***'
            $body.dialect_name | Should -Be 'snowflake'
        }

        It 'sends the secret as it is' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 400
            [void](New-LookerExternalOAuthApp -Name n -ClientId c -ClientSecret $secret -ErrorAction SilentlyContinue)
            $sandbox.Requests[0].Headers['Content-Length'] | Should -Be '{"name":"n","client_id":"c","client_secret":"made-up-c"}'.Length
        }

        It 'takes the rest by pipeline, empty cells not given' {
            $rows = 'Name,ClientId,DialectName,TenantId,BiDirectionalDataAccess', 'a.example.com,a,snowflake,,yes', 'b.example.com,b,,t2,' | ConvertFrom-Csv
            $apps = $rows | New-LookerExternalOAuthApp -ClientSecret $secret
            $apps.BiDirectionalDataAccess | Should -Be @($true, $null)
            $apps.TenantId | Should -Be @($null, 't2')
            ($sandbox.Requests[1].Body | ConvertFrom-Json).PSObject.Properties.Name | Should -Not -Contain 'dialect_name'
        }

        It 'warns of what the server did not take' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -StatusCode 200 -Body '{"id":"12","name":"n","client_id":"c","tenant_id":null}'
            $null = New-LookerExternalOAuthApp -Name n -ClientId c -ClientSecret $secret -TenantId t9 -WarningAction SilentlyContinue -WarningVariable warning
            "$warning" | Should -Be "The server did not accept TenantId of the external OAuth app 'c'."
        }

        It 'sends nothing without a name, which a piped connection does not lend' {
            Get-LookerConnection | New-LookerExternalOAuthApp -ClientId c -ClientSecret $secret -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'is LookerAlreadyExists for a client id that is taken' {
            New-LookerExternalOAuthApp -Name n -ClientId free -ClientSecret $secret -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerAlreadyExists,*'
            $problem[0].TargetObject | Should -Be 'free'
            $problem[0].ErrorDetails.RecommendedAction | Should -Be 'Change the existing app, or choose another client id.'
        }
    }

    Context 'Set-LookerExternalOAuthApp' {
        It 'sends the new secret alone, and does not read again' {
            Set-LookerExternalOAuthApp -ClientId 'used+/=' -ClientSecret $secret | Should -BeOfType LookerOAuth.ExternalOAuthApp
            [string[]]$sandbox.Requests | Should -Be @('PATCH /api/4.0/external_oauth_applications/used%2B%2F%3D 200')
            $sandbox.Requests[0].Body | Should -Be '{"client_secret":"***"}'
        }

        It 'takes an app by pipeline, which lends its client id alone' {
            Get-LookerExternalOAuthApp -ClientId free | Set-LookerExternalOAuthApp -TenantId t9
            ($sandbox.Requests | Where-Object Method -EQ PATCH).Body | Should -Be '{"tenant_id":"t9"}'
        }

        It 'emits the app as it is after the change' {
            (Set-LookerExternalOAuthApp -ClientId free -Name new.example.com).Name | Should -Be 'new.example.com'
        }

        It 'reads again, and warns of what the server did not take' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method GET -StatusCode 200 -Body '[{"id":"12","name":"db.example.com","client_id":"free","dialect_name":"snowflake"}]'
            Set-LookerExternalOAuthApp -ClientId free -TenantId t9 -Name db.example.com -WarningAction SilentlyContinue -WarningVariable warning
            $warning.Count | Should -Be 1
            "$warning" | Should -BeLike '*TenantId*free*'
            "$warning" | Should -Not -BeLike '*Name*'
        }

        It 'does not warn where all was taken' {
            Set-LookerExternalOAuthApp -ClientId free -TenantId t9 -WarningVariable warning
            $warning.Count | Should -Be 0
        }

        It 'warns and sends nothing where nothing was given' {
            Set-LookerExternalOAuthApp -ClientId free -WarningAction SilentlyContinue -WarningVariable warning
            $warning.Count | Should -Be 1
            $sandbox.Requests.Count | Should -Be 0
        }

        It 'is LookerNotSupported on a server before 24.14' {
            Disconnect-Looker
            Stop-LookerSandbox -Sandbox $sandbox
            Set-Content -Path TestDrive:/old.json -Value '{"release":"24.12"}'
            $script:sandbox = Start-LookerSandbox -Path TestDrive:/old.json
            Connect-Looker -Sandbox $sandbox
            Set-LookerExternalOAuthApp -ClientId free -ClientSecret $secret -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotSupported,*'
            $problem[0].Exception.Message | Should -BeLike '*24.14*'
        }
    }

    Context 'Remove-LookerExternalOAuthApp' {
        It 'removes an app that no connection uses' {
            Remove-LookerExternalOAuthApp -ClientId free -Confirm:$false | Should -BeNullOrEmpty
            (Get-LookerExternalOAuthApp).ClientId | Should -Be 'used+/='
        }

        It 'refuses an app that a connection uses, and names the connection' {
            Remove-LookerExternalOAuthApp -ClientId 'used+/=' -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInUse,*'
            $problem[0].CategoryInfo.Category | Should -Be 'ResourceBusy'
            $problem[0].TargetObject | Should -Be 'used+/='
            $problem[0].Exception.Message | Should -BeLike "*by the connection 'warehouse'."
            $problem[0].ErrorDetails.RecommendedAction | Should -Be 'Remove the app from the connections that use it, or specify -Force.'
            $sandbox.Requests.Method | Should -Not -Contain 'DELETE'
        }

        It 'refuses where it cannot be determined' {
            Add-LookerSandboxFault -Sandbox $sandbox -Path '*/connections' -StatusCode 403
            Remove-LookerExternalOAuthApp -ClientId free -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInUse,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike 'Use a login *To skip the check, specify -Force.'
            $sandbox.Requests.Method | Should -Not -Contain 'DELETE'
        }

        It 'removes it anyway with -Force' {
            Remove-LookerExternalOAuthApp -ClientId 'used+/=' -Force -Confirm:$false
            [string[]]$sandbox.Requests | Should -Be @('DELETE /api/4.0/external_oauth_applications/used%2B%2F%3D 204')
        }

        It 'of what is not there succeeds' {
            Remove-LookerExternalOAuthApp -ClientId nobody -Confirm:$false -ErrorAction Stop
        }

        It 'one in use does not keep the others of the pipeline' {
            Get-LookerExternalOAuthApp | Remove-LookerExternalOAuthApp -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.Count | Should -Be 1
            (Get-LookerExternalOAuthApp).ClientId | Should -Be 'used+/='
        }
    }

    Context 'New-LookerExternalOAuthUserState' {
        BeforeAll {
            $script:expiry = [DateTimeOffset]::new(2030, 1, 2, 3, 4, 5, [timespan]::FromHours(2))
        }

        It 'stores the login of a user' {
            $state = New-LookerExternalOAuthUserState -ExternalOAuthAppId 11 -UserId 2 -AccessToken $secret -AccessTokenExpiresAt $expiry
            $state.UserId | Should -Be '2'
            $state.ExternalOAuthAppId | Should -Be '11'
            $state.Connection.BaseUrl | Should -Be $sandbox.BaseUrl
            $body = $sandbox.Requests[0].Body
            $body | Should -BeLike '*"access_token":"[*][*][*]"*'
            $body | Should -BeLike '*2030-01-02T01:04:05*'
            $body | Should -Not -BeLike '*refresh_token*'
        }

        It 'sends a refresh token and its end where they are given' {
            [void](New-LookerExternalOAuthUserState -ExternalOAuthAppId 11 -UserId 2 -AccessToken $secret -AccessTokenExpiresAt $expiry -RefreshToken $secret -RefreshTokenExpiresAt $expiry)
            $sandbox.Requests[0].Body | Should -BeLike '*"refresh_token":"[*][*][*]"*"refresh_token_expires_at"*'
        }

        It 'takes an app by pipeline and a user by address' {
            $state = Get-LookerExternalOAuthApp -ClientId free |
                New-LookerExternalOAuthUserState -UserEmail 'ben_builder@example.com' -AccessToken $secret -AccessTokenExpiresAt $expiry
            $state.UserId | Should -Be '3'
            $state.ExternalOAuthAppId | Should -Be '12'
        }

        It 'takes users by pipeline' {
            $states = Get-LookerUser | New-LookerExternalOAuthUserState -ExternalOAuthAppId 11 -AccessToken $secret -AccessTokenExpiresAt $expiry -ThrottleLimit 3
            $states.UserId | Should -Be @('1', '2', '3')
        }

        It 'cannot be stored twice' {
            [void](New-LookerExternalOAuthUserState -ExternalOAuthAppId 11 -UserId 2 -AccessToken $secret -AccessTokenExpiresAt $expiry)
            New-LookerExternalOAuthUserState -ExternalOAuthAppId 11 -UserId 2 -AccessToken $secret -AccessTokenExpiresAt $expiry -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerAlreadyExists,*'
            $problem[0].TargetObject | Should -Be '2'
        }
    }

    It 'an exact name that is not there is an error beside a pattern, too' {
        (Get-LookerExternalOAuthApp -Name db.example.com -ClientId 'f*').ClientId | Should -Be 'free'
        Get-LookerExternalOAuthApp -Name db.example.com -ClientId 'z*' | Should -BeNullOrEmpty
        $problem = @(Get-LookerExternalOAuthApp -Name nope -ClientId 'f*' 2>&1)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
    }

    It 'an external app is not unused because the list of connections is null' {
        Add-LookerSandboxFault -Sandbox $sandbox -Path '*/connections' -Body 'null'
        $problem = @(Remove-LookerExternalOAuthApp used+/= -Confirm:$false 2>&1)
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInUse,*'
        (Get-LookerExternalOAuthApp).ClientId | Should -Be @('used+/=', 'free')
    }
}
