# What every command does with every kind of object that could be piped into it. The commands come from the module itself.
BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"

    # What a command needs beside what is piped, so that only the piped object decides.
    $beside = @{
        'New-LookerOAuthClientApp'          = @{ RedirectUri = 'http://localhost:1/a'; DisplayName = 'App' }
        'Set-LookerOAuthClientApp'          = @{ Description = 'Changed' }
        'Enable-LookerOAuthClientAppUser'   = @{ ClientGuid = 'shared' }
        'Disable-LookerOAuthClientAppUser'  = @{ ClientGuid = 'shared' }
        'New-LookerExternalOAuthApp'        = @{ Name = 'db.example'; ClientSecret = ConvertTo-Secret }
        'Set-LookerExternalOAuthApp'        = @{ DialectName = 'snowflake' }
        'New-LookerExternalOAuthUserState'  = @{ ExternalOAuthAppId = '1'; AccessToken = ConvertTo-Secret; AccessTokenExpiresAt = [DateTimeOffset]'2030-01-01' }
        'Invoke-LookerApi'                  = @{ Method = 'POST'; Path = 'groups' }
        'Compare-LookerOAuthConfiguration'  = @{ Path = 'TestDrive:/empty.json' }
        'Import-LookerOAuthConfiguration'   = @{ Path = 'TestDrive:/empty.json' }
        'Update-LookerApiKey'               = @{ Store = { }; KeepOld = $true }
    }
    # What comes from dev must never act on prod, which is the current one.
    $fromDev = 'client app', 'external app', 'user', 'group', 'finding', 'change', 'connection', 'connection test', 'access token', 'API key',
        'API key rotation', 'user state', 'client app after Export-Clixml', 'client app after ConvertTo-Json', 'user after Export-Csv',
        'external app after Export-Csv', 'API key after Export-Clixml'
    # What names nothing must not act anywhere.
    $nothing = 'sandbox', 'connection after Export-Clixml', 'connection after Export-Csv', 'file', 'process', 'process after Export-Clixml', 'hashtable', 'date', 'empty row', 'row with an empty identifier', 'null'
    # What carries no connection means the current one.
    $bare = 'string', 'integer', 'guid'

    $commands = (Get-Command -Module LookerOAuth).Where({ $_.Parameters.ContainsKey('PipedObject') }).Name
    # Of those that need nothing beside it.
    $commands | Where-Object { -not $beside.ContainsKey($_) } | ForEach-Object { $beside[$_] = @{} }
    $cases = foreach ($command in $commands) {
        foreach ($kind in $fromDev) { @{ Command = $command; Kind = $kind; Beside = $beside[$command]; Allowed = 'dev' } }
        foreach ($kind in $bare) { @{ Command = $command; Kind = $kind; Beside = $beside[$command]; Allowed = 'prod' } }
        # A body may be anything, so there any object is one.
        if ($command -ne 'Invoke-LookerApi') {
            foreach ($kind in $nothing) { @{ Command = $command; Kind = $kind; Beside = $beside[$command]; Allowed = 'none' } }
        }
    }
    # To Test-LookerConnection a disconnected one is a finding.
    $gone = foreach ($command in $commands -ne 'Test-LookerConnection') {
        foreach ($kind in 'client app after Export-Clixml', 'client app after ConvertTo-Json', 'user after Export-Csv', 'client app') {
            @{ Command = $command; Kind = $kind; Beside = $beside[$command] }
        }
    }
}

Describe 'What is piped' {
    BeforeAll {
        . "$PSScriptRoot/Shared.ps1"
        # What a job or a file makes of an object.
        function Copy-Object($Object) {
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object))
        }

        $dev = Start-LookerSandbox
        $prod = Start-LookerSandbox
        Set-Content -Path TestDrive:/empty.json -Value '{ "version": 1, "clientApps": {} }'
        foreach ($sandbox in $dev, $prod) {
            [void](Connect-Looker -Sandbox $sandbox -Name $(if ($sandbox -eq $dev) { 'dev' } else { 'prod' }))
            [void](New-LookerOAuthClientApp -ClientGuid shared -RedirectUri 'http://localhost:1/a' -DisplayName App -GroupName Analysts)
            [void](New-LookerExternalOAuthApp -Name db.example -ClientId shared-db -ClientSecret (ConvertTo-Secret))
        }

        Get-LookerUser -Email admin@example.com -Connection dev | Export-Csv -Path TestDrive:/user.csv
        Get-LookerExternalOAuthApp -Connection dev | Export-Csv -Path TestDrive:/external.csv
        Get-LookerOAuthClientApp -ClientGuid shared -Connection dev | Export-Clixml -Path TestDrive:/app.xml
        Get-Process -Id $PID | Export-Clixml -Path TestDrive:/process.xml -Depth 1
        $document = '{ "version": 1, "clientApps": { "shared": { "description": "Other" } } }'
        Set-Content -Path TestDrive:/other.json -Value $document
        $objects = @{
            'client app'                      = Get-LookerOAuthClientApp -ClientGuid shared -Connection dev
            'external app'                    = Get-LookerExternalOAuthApp -ClientId shared-db -Connection dev
            'user'                            = Get-LookerUser -Email admin@example.com -Connection dev
            'group'                           = Get-LookerGroup -Name Analysts -Connection dev
            'finding'                         = Test-LookerOAuthClientApp -ClientGuid shared -Connection dev | Select-Object -First 1
            'change'                          = Compare-LookerOAuthConfiguration -Path TestDrive:/other.json -Connection dev | Select-Object -First 1
            'connection'                      = Get-LookerConnection -Name dev
            'connection test'                 = Test-LookerConnection -Connection dev
            'access token'                    = Get-LookerAccessToken -Connection dev
            'API key'                         = Get-LookerApiKey -Connection dev | Select-Object -First 1
            'API key rotation'                = Update-LookerApiKey -Store { } -KeepOld -Connection dev -Confirm:$false
            'user state'                      = New-LookerExternalOAuthUserState 1 1 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01 -Connection dev
            'sandbox'                         = $dev
            'connection after Export-Clixml'  = Copy-Object (Get-LookerConnection -Name dev)
            'connection after Export-Csv'     = Get-LookerConnection -Name dev | ConvertTo-Csv | ConvertFrom-Csv
            'API key after Export-Clixml'     = Copy-Object (Get-LookerApiKey -Connection dev | Select-Object -First 1)
            'client app after Export-Clixml'  = Import-Clixml -Path TestDrive:/app.xml
            'client app after ConvertTo-Json' = Get-LookerOAuthClientApp -ClientGuid shared -Connection dev | ConvertTo-Json | ConvertFrom-Json
            'user after Export-Csv'           = Import-Csv -Path TestDrive:/user.csv
            'external app after Export-Csv'   = Import-Csv -Path TestDrive:/external.csv
            'string'                          = 'shared'
            'integer'                         = 1
            'guid'                            = [guid]'00000000-0000-0000-0000-000000000001'
            'file'                            = Get-Item -Path $PSScriptRoot
            'process'                         = Get-Process -Id $PID
            'process after Export-Clixml'     = Import-Clixml -Path TestDrive:/process.xml
            'hashtable'                       = @{ ClientGuid = 'shared'; ClientId = 'shared-db'; UserId = '1' }
            'date'                            = Get-Date
            'empty row'                       = [pscustomobject]@{ Colour = 'red' }
            'row with an empty identifier'    = [pscustomobject]@{ ClientGuid = ''; ClientId = ''; UserId = ''; GroupId = ''; ExternalOAuthAppId = ''; ApiKeyId = '' }
            'null'                            = $null
        }
        $ConfirmPreference = 'None'

        # Without it, a command that misses a mandatory parameter would ask for it.
        function Send-Record([string] $Kind, [string] $Command, [hashtable] $Beside) {
            $dev.ClearRequests()
            $prod.ClearRequests()
            $problem = @()
            try {
                [void](, $objects[$Kind] | & $Command @Beside -ErrorAction SilentlyContinue -ErrorVariable +problem -WarningAction SilentlyContinue)
            }
            catch {
                $problem += $_
            }

            $script:problems = $problem
        }
    }

    AfterAll {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $dev
        Stop-LookerSandbox -Sandbox $prod
    }

    It 'every type that a command emits is among them' {
        # A document is for any instance.
        $emitted = (Get-Command -Module LookerOAuth).OutputType.Type | Where-Object { $_.FullName -like 'LookerOAuth.*' -and $_.Name -ne 'OAuthConfiguration' }
        $emitted | Where-Object { $_ -notin $objects.Values.ForEach({ if ($null -ne $_) { $_.GetType() } }) } | Should -BeNullOrEmpty
    }

    It '<Kind> into <Command> acts on <Allowed> or is refused' -ForEach $cases {
        Send-Record -Kind $Kind -Command $Command -Beside $Beside
        if ($Allowed -ne 'dev') {
            $dev.Requests | Should -BeNullOrEmpty
        }

        if ($Allowed -ne 'prod') {
            $prod.Requests | Should -BeNullOrEmpty
        }

        if ($Allowed -eq 'none') {
            $problems | Should -Not -BeNullOrEmpty
        }
    }

    Context 'When dev is disconnected' {
        BeforeAll {
            Disconnect-Looker -Connection dev
        }

        It '<Kind> of dev into <Command> is refused, never sent to prod' -ForEach $gone {
            Send-Record -Kind $Kind -Command $Command -Beside $Beside
            $prod.Requests | Should -BeNullOrEmpty
            $dev.Requests | Should -BeNullOrEmpty
            $problems | Should -Not -BeNullOrEmpty
        }

        It 'the records of other connections are processed' {
            [void](New-LookerOAuthClientApp -ClientGuid shared -RedirectUri 'http://localhost:1/a' -DisplayName App -Force)
            $rows = 'dev', 'prod', 'nobody' | ForEach-Object { [pscustomobject]@{ ClientGuid = 'shared'; ConnectionName = $_ } }
            ($rows | Get-LookerOAuthClientApp -ErrorAction SilentlyContinue -ErrorVariable problem).ConnectionName | Should -Be 'prod'
            $problem.TargetObject | Should -Be @('dev', 'nobody')
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
            $problem.ErrorDetails.RecommendedAction | Should -BeLike 'Run Get-LookerConnection*'
        }
    }
}

Describe 'An object that is given' {
    BeforeAll {
        . "$PSScriptRoot/Shared.ps1"
    }

    BeforeEach {
        $dev = Start-LookerSandbox
        $prod = Start-LookerSandbox
        foreach ($sandbox in $dev, $prod) {
            [void](Connect-Looker -Sandbox $sandbox -Name $(if ($sandbox -eq $dev) { 'dev' } else { 'prod' }))
            [void](New-LookerOAuthClientApp -ClientGuid shared -RedirectUri 'http://localhost:1/a' -DisplayName App)
            [void](New-LookerExternalOAuthApp -Name db.example -ClientId shared-db -ClientSecret (ConvertTo-Secret))
        }

        $app = Get-LookerOAuthClientApp -ClientGuid shared -Connection dev
        $external = Get-LookerExternalOAuthApp -ClientId shared-db -Connection dev
        $dev.ClearRequests()
        $prod.ClearRequests()
        $ConfirmPreference = 'None'
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $dev
        Stop-LookerSandbox -Sandbox $prod
    }

    It 'to <_> as -InputObject is acted on where it came from' -ForEach 'Set-LookerOAuthClientApp', 'Remove-LookerOAuthClientApp', 'Revoke-LookerOAuthClientAppToken' {
        $more = if ($_ -like 'Set-*') { @{ Description = 'Changed' } } else { @{} }
        [void](& $_ -InputObject $app @more)
        $dev.Requests.Count | Should -Be 1
        $prod.Requests | Should -BeNullOrEmpty
    }

    It 'to <_> as -InputObject is acted on where -Connection says' -ForEach 'Set-LookerOAuthClientApp', 'Remove-LookerOAuthClientApp', 'Revoke-LookerOAuthClientAppToken' {
        $more = if ($_ -like 'Set-*') { @{ Description = 'Changed' } } else { @{} }
        [void](& $_ -InputObject $app -Connection prod @more)
        $prod.Requests.Count | Should -Be 1
        $dev.Requests | Should -BeNullOrEmpty
    }

    It 'to <_> as -InputObject is acted on where it came from' -ForEach 'Set-LookerExternalOAuthApp', 'Remove-LookerExternalOAuthApp' {
        $more = if ($_ -like 'Set-*') { @{ DialectName = 'snowflake' } } else { @{ Force = $true } }
        [void](& $_ -InputObject $external @more)
        $dev.Requests | Should -Not -BeNullOrEmpty
        $prod.Requests | Should -BeNullOrEmpty
    }

    It 'lends its guid and its connection, and nothing else, to Set-LookerOAuthClientApp' {
        [void]($app | Set-LookerOAuthClientApp -Description Changed)
        $dev.Requests[-1].Body | Should -Be '{"description":"Changed"}'
    }

    It 'as a typed identifier is refused, never turned into text' {
        { Remove-LookerOAuthClientApp -ClientGuid $app } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Get-LookerOAuthClientApp -ClientGuid (Get-Item .) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
    }
}

Describe 'Several at once' {
    BeforeAll {
        . "$PSScriptRoot/Shared.ps1"
    }

    BeforeEach {
        $dev = Start-LookerSandbox
        $prod = Start-LookerSandbox
        [void](Connect-Looker -Sandbox $dev -Name dev)
        [void](Connect-Looker -Sandbox $prod -Name prod)
        'a', 'b', 'ab' | ForEach-Object { [void](New-LookerOAuthClientApp -ClientGuid $_ -RedirectUri 'http://localhost:1/a' -DisplayName App -Connection dev, prod) }
        $dev.ClearRequests()
        $prod.ClearRequests()
        $ConfirmPreference = 'None'
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $dev
        Stop-LookerSandbox -Sandbox $prod
    }

    It 'bare strings are identifiers' {
        ('a', 'b' | Get-LookerOAuthClientApp).ClientGuid | Should -Be @('a', 'b')
        'a', 'b' | Remove-LookerOAuthClientApp
        (Get-LookerOAuthClientApp).ClientGuid | Should -Be @('ab')
    }

    It 'identifiers can be typed' {
        Remove-LookerOAuthClientApp a, b
        $prod.Requests.Path | Should -Be @('/api/4.0/oauth_client_apps/a', '/api/4.0/oauth_client_apps/b')
    }

    It 'a bare string names the app to <_>' -ForEach @(
        { 'new.one', 'new.two' | New-LookerOAuthClientApp -RedirectUri 'http://localhost:1/a' -DisplayName App }
        { 'a', 'b' | Enable-LookerOAuthClientAppUser -UserEmail ana@example.com }
        { 'db' | New-LookerExternalOAuthApp -Name db.example -ClientSecret (ConvertTo-Secret) }
    ) {
        $null = & $_
        @($prod.Requests).Where({ $_.Method -eq 'POST' }).Count | Should -BeGreaterThan 0
        $dev.Requests | Should -BeNullOrEmpty
    }

    It 'connections are acted on in order, and each object knows its own' {
        $apps = Get-LookerOAuthClientApp -ClientGuid a -Connection prod, dev
        $apps.ConnectionName | Should -Be @('prod', 'dev')
        (Get-LookerConnection | Get-LookerOAuthClientApp).ConnectionName | Should -Be @('dev', 'dev', 'dev', 'prod', 'prod', 'prod')
    }

    It 'a connection that is piped lends nothing but itself' {
        [void](New-LookerExternalOAuthApp -Name db.example -ClientId db -ClientSecret (ConvertTo-Secret) -Connection dev, prod)
        $dev.ClearRequests()
        Get-LookerConnection | Set-LookerExternalOAuthApp -ClientId db -DialectName snowflake
        $dev.Requests.Where({ $_.Method -eq 'PATCH' }).Body | Should -Be '{"dialect_name":"snowflake"}'
    }

    It 'one instance that fails does not stop the others, and errors name the instance' {
        Remove-LookerOAuthClientApp a -Connection dev
        $apps = Get-LookerConnection | Get-LookerOAuthClientApp -ClientGuid a -ErrorAction SilentlyContinue -ErrorVariable problem
        $apps.ConnectionName | Should -Be 'prod'
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        "$problem" | Should -BeLike 'dev: *'
        $problem.Exception.ConnectionName | Should -Be 'dev'
    }

    It 'a disconnected one among several is an error of its own' {
        $connections = Get-LookerConnection
        Disconnect-Looker -Connection dev
        $apps = Get-LookerOAuthClientApp -ClientGuid a -Connection $connections -ErrorAction SilentlyContinue -ErrorVariable problem
        $apps.ConnectionName | Should -Be 'prod'
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotConnected,*'
    }

    It 'an empty -Connection is refused: it never means the current one' {
        Remove-LookerOAuthClientApp a -Connection $null -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $prod.Requests | Should -BeNullOrEmpty
    }

    It 'a name that no connection has is LookerNotConnected, and ends the command where it was typed' {
        { Remove-LookerOAuthClientApp a -Connection nobody -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'LookerNotConnected,*' -ExpectedMessage '*nobody*'
        Remove-LookerOAuthClientApp b -Connection nobody, dev -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.TargetObject | Should -Be 'nobody'
        $problem.ErrorDetails.RecommendedAction | Should -Be 'Run Get-LookerConnection to see the names of the open connections.'
        $dev.Requests.Path | Should -Be '/api/4.0/oauth_client_apps/b'
        $prod.Requests | Should -BeNullOrEmpty
    }

    It 'a row that names an empty connection among others is refused as a whole' {
        [pscustomobject]@{ ClientGuid = 'a'; ConnectionName = 'dev', '', 'prod' } | Remove-LookerOAuthClientApp -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
    }

    It 'a row that names a connection twice is done once' {
        [pscustomobject]@{ ClientGuid = 'a'; ConnectionName = 'dev', 'DEV' } | Remove-LookerOAuthClientApp
        $dev.Requests.Count | Should -Be 1
    }

    It '<Script> is refused: a variable that was never set means neither everything nor nothing' -ForEach @(
        'Get-LookerOAuthClientApp -ClientGuid $unset', 'Get-LookerUser -UserId $unset', 'Get-LookerUser -Email $unset', 'Get-LookerUser -GroupId $unset',
        'Get-LookerGroup -Name $unset', 'Get-LookerGroup -GroupId $unset', 'Get-LookerExternalOAuthApp -Name $unset', 'Get-LookerExternalOAuthApp -ClientId $unset',
        'Get-LookerApiKey -UserId $unset', 'Test-LookerOAuthClientApp $unset', 'Test-LookerOAuthClientApp a -UserId $unset',
        'Test-LookerOAuthClientApp a -RedirectUri $unset', 'Remove-LookerOAuthClientApp $unset', 'Revoke-LookerOAuthClientAppToken $unset',
        'Set-LookerOAuthClientApp $unset -Description New', 'Set-LookerOAuthClientApp a -GroupId $unset', 'Set-LookerOAuthClientApp a -GroupName $unset',
        'New-LookerOAuthClientApp n http://localhost:1/a N -GroupId $unset', 'New-LookerOAuthClientApp n http://localhost:1/a N -GroupName $unset',
        'Enable-LookerOAuthClientAppUser $unset 1', 'Disable-LookerOAuthClientAppUser a $unset', 'Remove-LookerExternalOAuthApp $unset',
        'Update-LookerApiKey { } -UserId $unset', 'Update-LookerApiKey { } -ClientId $unset' |
            ForEach-Object { @{ Script = $_ } }
    ) {
        $unset = $null
        $ErrorActionPreference = 'SilentlyContinue'
        $Error.Clear()
        [scriptblock]::Create($Script).InvokeWithContext($null, [psvariable]::new('unset', $unset)) | Should -BeNullOrEmpty
        $Error.Count | Should -Be 1
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
    }

    It '<Script> is refused: nothing is no identifier, wherever it comes from' -ForEach @(
        $places = @{
            'Get-LookerOAuthClientApp'         = 'ClientGuid'
            'Set-LookerOAuthClientApp'         = 'ClientGuid'
            'Remove-LookerOAuthClientApp'      = 'ClientGuid'
            'Revoke-LookerOAuthClientAppToken' = 'ClientGuid'
            'Test-LookerOAuthClientApp'        = 'ClientGuid'
            'New-LookerOAuthClientApp'         = 'ClientGuid'
            'Enable-LookerOAuthClientAppUser'  = 'UserId'
            'Disable-LookerOAuthClientAppUser' = 'UserId'
            'Get-LookerExternalOAuthApp'       = 'ClientId'
            'Set-LookerExternalOAuthApp'       = 'ClientId'
            'Remove-LookerExternalOAuthApp'    = 'ClientId'
            'New-LookerExternalOAuthApp'       = 'ClientId'
            'Get-LookerUser'                   = 'UserId'
            'Get-LookerGroup'                  = 'GroupId'
            'Get-LookerApiKey'                 = 'UserId'
            'New-LookerApiKey'                 = 'UserId'
            'Remove-LookerApiKey'              = 'ApiKeyId'
        }
        $more = @{
            'Set-LookerOAuthClientApp'         = '-Description New'
            'New-LookerOAuthClientApp'         = '-RedirectUri http://localhost:1/a -DisplayName N'
            'Enable-LookerOAuthClientAppUser'  = '-ClientGuid a'
            'Disable-LookerOAuthClientAppUser' = '-ClientGuid a'
            'Set-LookerExternalOAuthApp'       = '-TenantId t'
            'New-LookerExternalOAuthApp'       = '-Name n -ClientSecret (ConvertTo-Secret)'
        }
        foreach ($nothing in "''", "' '", '$null') {
            foreach ($command in $places.Keys) {
                "$command -$($places[$command]) $nothing $($more[$command])"
                "$nothing | $command $($more[$command])"
                "[pscustomobject]@{ $($places[$command]) = $nothing } | $command $($more[$command])"
            }
            foreach ($command in 'Remove-LookerOAuthClientApp', 'Revoke-LookerOAuthClientAppToken', 'Set-LookerOAuthClientApp -Description New',
                'Remove-LookerExternalOAuthApp', 'Set-LookerExternalOAuthApp -TenantId t') {
                if ($nothing -eq '$null') { "$command -InputObject $nothing" }
            }
            'Invoke-LookerApi groups -Query $null'
            foreach ($command in 'Get-LookerUser -Email', 'Get-LookerUser -Name', 'Get-LookerUser -GroupId', 'Get-LookerGroup -Name', 'Get-LookerExternalOAuthApp -Name',
                'Get-LookerApiKey -UserEmail', 'New-LookerApiKey -UserEmail', 'Remove-LookerApiKey 1 -UserId', 'Update-LookerApiKey { } -ClientId',
                'Update-LookerApiKey { } -UserId', 'Update-LookerApiKey { } -UserEmail', 'Enable-LookerOAuthClientAppUser a -UserEmail',
                'Disable-LookerOAuthClientAppUser a -UserEmail', 'Enable-LookerOAuthClientAppUser -UserId 1 -ClientGuid', 'Test-LookerOAuthClientApp a -UserId', 'Test-LookerOAuthClientApp a -UserEmail',
                'Test-LookerOAuthClientApp a -RedirectUri', 'New-LookerExternalOAuthUserState -UserId 1 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01 -ExternalOAuthAppId',
                'New-LookerExternalOAuthUserState 1 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01 -UserId',
                'New-LookerExternalOAuthUserState 1 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01 -UserEmail',
                'Set-LookerOAuthClientApp a -GroupId', 'Set-LookerOAuthClientApp a -GroupName', 'New-LookerOAuthClientApp n http://localhost:1/a N -GroupId',
                'New-LookerOAuthClientApp n http://localhost:1/a N -GroupName', 'Get-LookerConnection', 'Export-LookerOAuthConfiguration -ClientGuid', 'Select-LookerConnection', 'Select-LookerConnection -Connection', 'Invoke-LookerApi') {
                "$command $nothing"
            }
        }
    ).ForEach({ @{ Script = $_ } }) {
        $ErrorActionPreference = 'SilentlyContinue'
        $Error.Clear()
        & ([scriptblock]::Create($Script)) | Should -BeNullOrEmpty
        $Error.Count | Should -Be 1
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
        (Get-LookerConnection).Name | Should -Be @('dev', 'prod')
    }

    It 'an empty one among several is an error of its own, and the others are done: <_>' -ForEach @(
        '''a'', '''', '' '', $null, ''b'' | Remove-LookerOAuthClientApp', 'Remove-LookerOAuthClientApp a, '''', '' '', $null, b'
        '''a'', '''', '' '', $null, ''b'' | Get-LookerOAuthClientApp', 'Get-LookerOAuthClientApp a, '''', '' '', $null, b'
    ) {
        $null = . ([scriptblock]::Create("$_ -ErrorAction SilentlyContinue -ErrorVariable problem"))
        $problem.Count | Should -Be 3
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $prod.Requests.Path | Should -Be @('/api/4.0/oauth_client_apps/a', '/api/4.0/oauth_client_apps/b')
    }

    It '<_> is refused: a variable that was never set is neither true nor false, and no secret' -ForEach @(
        'New-LookerOAuthClientApp n http://localhost:1/a N -Enabled $null', 'New-LookerOAuthClientApp n http://localhost:1/a N -Enabled ''''',
        'Set-LookerOAuthClientApp a -Enabled $null', 'Set-LookerOAuthClientApp a -Description New -Enabled $null'
        'New-LookerExternalOAuthApp n c (ConvertTo-Secret) -BiDirectionalDataAccess $null'
        'Set-LookerExternalOAuthApp c -BiDirectionalDataAccess $null', 'Set-LookerExternalOAuthApp c -TenantId t -BiDirectionalDataAccess '''''
        'Set-LookerExternalOAuthApp c -ClientSecret $null', 'Set-LookerExternalOAuthApp c -TenantId t -ClientSecret $null'
        'New-LookerExternalOAuthUserState 1 1 -AccessToken (ConvertTo-Secret) -AccessTokenExpiresAt 2030-01-01 -RefreshToken $null'
    ) {
        $null = . ([scriptblock]::Create("$_ -ErrorAction SilentlyContinue -ErrorVariable problem -WarningAction SilentlyContinue"))
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        "$($problem.ErrorDetails.RecommendedAction)" | Should -BeLike $(if ($_ -like '*-ClientSecret $null' -or $_ -like '*-RefreshToken*') { 'Specify a value*' } else { 'Specify $true or $false*' })
        $dev.Requests + $prod.Requests | Should -BeNullOrEmpty
    }

    It 'an empty cell of a row is not given' {
        [pscustomobject]@{ ClientGuid = 'a'; Enabled = ''; Description = 'New' } | Set-LookerOAuthClientApp
        [pscustomobject]@{ ClientGuid = 'a'; Enabled = $null; Description = 'Newer' } | Set-LookerOAuthClientApp
        $prod.Requests.Body | Should -Be @('{"description":"New"}', '{"description":"Newer"}')
    }

    It '<_> is refused by Disconnect-Looker, and no session ends' -ForEach 'nobody', '', $null {
        Disconnect-Looker -Connection $_ -ErrorAction SilentlyContinue -ErrorVariable typed
        $_ | Disconnect-Looker -ErrorAction SilentlyContinue -ErrorVariable piped
        $typed.FullyQualifiedErrorId, $piped.FullyQualifiedErrorId | Should -BeLike $(if ($_) { 'LookerNotConnected,*' } else { 'LookerInvalidArgument,*' })
        @(Get-LookerConnection).Count | Should -Be 2
    }

    It 'an empty -Connection is refused by Test-LookerConnection: it never means the current one' {
        Test-LookerConnection -Connection $null -ErrorAction SilentlyContinue -ErrorVariable typed | Should -BeNullOrEmpty
        (@($null, 'dev') | Test-LookerConnection -ErrorAction SilentlyContinue -ErrorVariable piped).ConnectionName | Should -Be 'dev'
        $typed.FullyQualifiedErrorId, $piped.FullyQualifiedErrorId | Should -Be (@('LookerInvalidArgument,LookerOAuth.TestLookerConnectionCommand') * 2)
        $prod.Requests | Should -BeNullOrEmpty
        Test-LookerConnection -Connection $null -Quiet -ErrorVariable quiet | Should -BeFalse
        $quiet | Should -BeNullOrEmpty
        (Test-LookerConnection nobody).Problem | Should -BeLike '*nobody*'
    }

    It '<_> is refused by a changing command, with what to do' -ForEach 'a*', '?', '[ab]' {
        Remove-LookerOAuthClientApp $_ -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike 'Pipe the output of a Get- command*'
        $prod.Requests | Should -BeNullOrEmpty
    }

    It 'an escaped wildcard is literal, for Get- and for changing commands' {
        [void](New-LookerOAuthClientApp -ClientGuid 'q`?x' -RedirectUri 'http://localhost:1/a' -DisplayName App)
        [void](New-LookerOAuthClientApp -ClientGuid qax -RedirectUri 'http://localhost:1/a' -DisplayName App)
        (Get-LookerOAuthClientApp 'q`?x').ClientGuid | Should -Be 'q?x'
        # An object knows its guid exactly, whatever it is made of.
        (Get-LookerOAuthClientApp 'q`?x' | Get-LookerOAuthClientApp).ClientGuid | Should -Be 'q?x'
        Remove-LookerOAuthClientApp 'q`?x'
        (Get-LookerOAuthClientApp 'q*').ClientGuid | Should -Be 'qax'
    }

    It '<_> refuses a wildcard pattern that is none, and sends nothing' -ForEach @(
        'Get-LookerOAuthClientApp', 'Test-LookerOAuthClientApp', 'Get-LookerExternalOAuthApp', 'Get-LookerGroup', 'Get-LookerUser', 'Get-LookerConnection'
    ) {
        & $_ 'a[' -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        $prod.Requests | Should -BeNullOrEmpty
    }

    It 'two instances are not exported to one file, with -Force neither' {
        $files = Get-LookerConnection | Export-LookerOAuthConfiguration -Path "$TestDrive/both.json" -Force -ErrorAction SilentlyContinue -ErrorVariable problem
        @($files).Count | Should -Be 1
        $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
    }

    It 'the members of a group are those that the group names' {
        (Get-LookerGroup Analysts | Get-LookerUser).Email | Should -Be 'ana@example.com'
        (Get-LookerGroup Analysts | Get-LookerUser -Email 'b*') | Should -BeNullOrEmpty
    }
}

Describe 'Where nobody can be asked' {
    BeforeAll {
        . "$PSScriptRoot/Shared.ps1"
    }

    It 'a confirmation is an error that says what to give, and nothing is sent (<How>)' -ForEach @(
        @{ How = '-NonInteractive'; AtEndOfInput = $false }
        @{ How = 'standard input has ended'; AtEndOfInput = $true }
    ) {
        $sandbox = Start-LookerSandbox
        try {
            $connect = "Import-Module $moduleLiteral; `$null = Connect-Looker -BaseUrl $($sandbox.BaseUrl) -Credential ([pscredential]::new('$($sandbox.Credential.UserName)', (ConvertTo-SecureString '$($sandbox.Credential.GetNetworkCredential().Password)' -AsPlainText -Force)))"
            $script = [scriptblock]::Create("$connect; Remove-LookerOAuthClientApp a 2>&1 | ForEach-Object { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }")
            # The prompt shows before its host finds out that nobody answers.
            $shown = @(Invoke-PowerShell $script -AtEndOfInput:$AtEndOfInput)
            $shown[-2] | Should -BeLike '*LookerInvalidArgument,*'
            $shown[-1] | Should -BeLike '*-Confirm:$false*'
            $sandbox.Requests.Where({ $_.Method -eq 'DELETE' -and $_.Path -like '*/a' }) | Should -BeNullOrEmpty
        }
        finally {
            Stop-LookerSandbox -Sandbox $sandbox
        }
    }
}
