BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # Script modules see the global preferences alone.
    $script:vault = New-Module -Name Vault {
        $script:kept = $null
        function Save-Key {
            [CmdletBinding()]
            param([Parameter(ValueFromPipeline)] $Key)
            process { $script:kept = $Key }
        }
        function Save-KeyBadly {
            [CmdletBinding()]
            param($Key)
            Write-Error "The vault refused $($Key.GetNetworkCredential().Password)."
        }
        function Save-KeyBadlyInSilence {
            [CmdletBinding()]
            param($Key)
            $ErrorActionPreference = 'SilentlyContinue'
            Write-Error "The vault refused $($Key.UserName)."
        }
        function Save-KeyWithItsOwnPreference {
            [CmdletBinding()]
            param($Key)
            $ErrorActionPreference = 'Continue'
            Copy-Item -Path "/nowhere/$($Key.UserName)" -Destination /nowhere/else
        }
        function Save-KeyDeep {
            [CmdletBinding()]
            param($Key)
            Save-KeyBadly $Key
        }
        function Save-KeyAfterLooking {
            [CmdletBinding()]
            param($Key)
            $null = Get-Item -Path /nowhere/at/all -ErrorAction SilentlyContinue
            try { $null = Get-Item -Path /nowhere/at/all -ErrorAction Stop } catch { $script:kept = $Key }
        }
        function Get-Kept { $script:kept }
    }
    Import-Module $vault
    $script:shell, $script:run = if ($IsLinux -or $IsMacOS) { 'sh', '-c' } else { 'cmd', '/c' }
}

AfterAll {
    Remove-Module Vault
}

Describe 'API keys' {
    BeforeEach {
        Set-Content -Path TestDrive:/seed.json -Value @'
{
  "api_keys": [
    { "id": "1", "client_id": "admin-key", "client_secret": "made-up-secret", "user_id": "1", "purpose": "Runbook", "created_at": "2025-01-02T03:04:05Z" },
    { "id": "2", "client_id": "ana-key", "client_secret": "made-up-secret-2", "user_id": "2" },
    { "id": "3", "client_id": "ana-key-2", "client_secret": "made-up-secret-3", "user_id": "2", "is_disabled": true }
  ],
  "users": [
    { "id": "1", "first_name": "Ada", "last_name": "Admin", "email": "admin@example.com", "role_ids": ["2"] },
    { "id": "2", "first_name": "Ana", "last_name": "Analyst", "email": "ana@example.com" }
  ]
}
'@
        $script:sandbox = Start-LookerSandbox -Path TestDrive:/seed.json
        $null = Connect-Looker -Sandbox $sandbox -Name dev
        $sandbox.ClearRequests()
        $Error.Clear()

        # What was sent that changes something, as "METHOD path below the users".
        function Get-Change { $sandbox.Requests | Where-Object Method -NE GET | ForEach-Object { "$($_.Method) $($_.Path -replace '^/api/4.0/(users/)?')" } }
        function Update-Key([scriptblock] $Store, [hashtable] $With = @{}) {
            Update-LookerApiKey -Store $Store -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed @With
            $script:problem = $failed[0]
        }
        function Get-OwnKey { (Get-LookerApiKey).ClientId }
    }

    AfterEach {
        $global:ErrorActionPreference = 'Continue'
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $sandbox
    }

    Context 'Get-LookerApiKey' {
        It 'gets the keys of the connected user, with their age and without a secret' {
            $key = Get-LookerApiKey
            $key | Should -BeOfType [LookerOAuth.LookerApiKey]
            $key.ApiKeyId, $key.UserId, $key.ClientId, $key.Purpose, $key.IsDisabled | Should -Be @('1', '1', 'admin-key', 'Runbook', $false)
            $key.CreatedAt | Should -Be ([datetimeoffset]'2025-01-02T03:04:05Z')
            $key.PSObject.Properties.Name | Should -Not -Contain 'Credential'
            "$($key | ConvertTo-Json -Depth 3)" | Should -Not -Match 'made-up-secret'
        }

        It 'gets those of <how>' -ForEach @(
            @{ how = 'an id'; call = { Get-LookerApiKey 2 } }
            @{ how = 'an e-mail address'; call = { Get-LookerApiKey -UserEmail ana@example.com } }
            @{ how = 'a piped user'; call = { Get-LookerUser ana@example.com | Get-LookerApiKey } }
            @{ how = 'a piped id'; call = { 2 | Get-LookerApiKey } }
            @{ how = 'a row'; call = { [pscustomobject]@{ user_id = '2' } | Get-LookerApiKey } }
        ) {
            (& $call).ClientId | Should -Be @('ana-key', 'ana-key-2')
        }

        It 'keeps the order of several users' {
            (2, 1 | Get-LookerApiKey -ThrottleLimit 4).ApiKeyId | Should -Be @('2', '3', '1')
        }

        It 'is LookerNotFound for a user who is not there, and refuses an empty id' {
            Get-LookerApiKey 404 -ErrorAction SilentlyContinue -ErrorVariable missing
            $missing[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            Get-LookerApiKey -UserId '' -ErrorAction SilentlyContinue -ErrorVariable empty
            $empty[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            [pscustomobject]@{ UserId = '' } | Get-LookerApiKey -ErrorAction SilentlyContinue -ErrorVariable cell
            $cell[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
        }
    }

    Context 'New-LookerApiKey' {
        It 'creates a key whose credential logs in' {
            $key = New-LookerApiKey -UserEmail ana@example.com -Purpose 'Nightly report'
            $key.UserId, $key.Purpose | Should -Be @('2', 'Nightly report')
            $key.Credential | Should -BeOfType [pscredential]
            $key.Credential.UserName | Should -Be $key.ClientId
            $null = Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $key.Credential -Name ana
            (Get-LookerConnection -Name ana).LoginUserId | Should -Be '2'
        }

        It 'shows the secret nowhere' {
            $all = & { $script:key = New-LookerApiKey 2 -Purpose Report -Verbose -Debug } *>&1 | Out-String
            $secret = $key.Credential.GetNetworkCredential().Password
            $secret.Length | Should -BeGreaterThan 10
            $all | Should -Match 'client_secret'
            $all | Should -Not -Match $secret
            ($key | Format-List * -Force | Out-String) | Should -Not -Match $secret
            ($key | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue) | Should -Not -Match $secret
            ($key | ConvertTo-Csv | Out-String) | Should -Not -Match $secret
            (Get-LookerApiKey 2 | Format-List * -Force | Out-String) | Should -Not -Match 'Credential'
        }

        It 'creates nothing with -WhatIf' {
            New-LookerApiKey -WhatIf | Should -BeNullOrEmpty
            Get-Change | Should -BeNullOrEmpty
        }
    }

    Context 'Remove-LookerApiKey' {
        It 'removes the key of a user' {
            Remove-LookerApiKey 2 -UserId 2 -Confirm:$false
            (Get-LookerApiKey 2).ApiKeyId | Should -Be '3'
        }

        It 'removes what Get- found' {
            Get-LookerApiKey 2 | Where-Object IsDisabled | Remove-LookerApiKey -Confirm:$false
            (Get-LookerApiKey 2).ApiKeyId | Should -Be '2'
        }

        It 'is LookerInUse for the key that the connection is logged in with, unless it is forced' {
            Get-LookerApiKey | Remove-LookerApiKey -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInUse,*'
            $problem[0].TargetObject | Should -Be '1'
            $problem[0].ErrorDetails.RecommendedAction | Should -Be 'To replace the key, run Update-LookerApiKey. To remove it anyway, specify -Force.'
            Get-Change | Should -BeNullOrEmpty
            Get-LookerApiKey | Remove-LookerApiKey -Confirm:$false -Force
            Get-Change | Should -Be 'DELETE 1/credentials_api3/1'
        }

        It 'is LookerInUse for the key of another connection to this instance, and not for one of that id elsewhere' {
            $null = Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential ([pscredential]::new('ana-key', (ConvertTo-SecureString 'made-up-secret-2' -AsPlainText -Force))) -Name ana
            $elsewhere = Start-LookerSandbox -Path TestDrive:/seed.json
            try {
                $null = Connect-Looker -Sandbox $elsewhere -Name elsewhere
                Remove-LookerApiKey 2 -UserId 2 -Connection dev -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInUse,*'
                $problem[0].Exception.Message | Should -BeLike "*in use: the connection 'ana' is logged in with it."
                Get-Change | Should -Be 'POST login'
                Remove-LookerApiKey 2 -UserId 2 -Connection elsewhere -Confirm:$false -ErrorAction Stop
                Disconnect-Looker -Connection ana
                Remove-LookerApiKey 2 -UserId 2 -Connection dev -Confirm:$false -ErrorAction Stop
            } finally {
                Disconnect-Looker -All
                Stop-LookerSandbox -Sandbox $elsewhere
            }
        }

        It 'refuses wildcards and empty cells, and sends nothing' {
            foreach ($record in @{ ApiKeyId = '*' }, @{ ApiKeyId = '' }, @{ ApiKeyId = '2'; UserId = '' }) {
                [pscustomobject]$record | Remove-LookerApiKey -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            }
            Get-Change | Should -BeNullOrEmpty
        }

        It 'removes nothing with -WhatIf' {
            Remove-LookerApiKey 2 -UserId 2 -WhatIf
            Get-Change | Should -BeNullOrEmpty
        }
    }

    Context 'Update-LookerApiKey' {
        It 'creates, logs in, stores and removes, in this order' {
            $rotation = Update-LookerApiKey -Store { $script:sent = @(Get-Change); $script:kept = $_, $args[0] } -Confirm:$false
            $rotation | Should -BeOfType [LookerOAuth.LookerApiKeyRotation]
            $rotation.UserId, $rotation.OldClientId, $rotation.NewClientId, $rotation.OldRemoved | Should -Be @('1', 'admin-key', (Get-OwnKey), $true)
            $sent -join ', ' | Should -Be 'POST 1/credentials_api3, PATCH 1/credentials_api3/4, POST login, DELETE logout'
            @(Get-Change)[-1] | Should -Be 'DELETE 1/credentials_api3/1'
            $kept[0] | Should -BeOfType [pscredential]
            $kept[1].UserName | Should -Be $rotation.NewClientId
            (Get-LookerApiKey).Purpose | Should -Be 'Runbook'
            $null = Connect-Looker -BaseUrl $sandbox.BaseUrl -Credential $kept[0] -Name again
        }

        It 'goes on with the new key' {
            $rotation = Update-LookerApiKey { Save-Key $_ } -Confirm:$false
            $sandbox.ExpireTokens()
            (Get-LookerApiKey).ClientId | Should -Be $rotation.NewClientId
        }

        It 'takes the other connections to this instance along to the new key' {
            $other = Connect-Looker -Sandbox $sandbox -Name other
            $runsAs = Connect-Looker -Sandbox $sandbox -RunAsUserId 2 -Name ana
            $elsewhere = Start-LookerSandbox -Path TestDrive:/seed.json
            try {
                $far = Connect-Looker -Sandbox $elsewhere -Name elsewhere
                $rotation = Update-LookerApiKey { Save-Key $_ } -Connection dev -Confirm:$false -ErrorAction Stop
                $sandbox.ExpireTokens()
                $elsewhere.ExpireTokens()
                (Get-LookerApiKey -Connection $other).ClientId | Should -Be $rotation.NewClientId
                (Get-LookerUser -UserId 2 -Connection $runsAs -ErrorAction Stop).Email | Should -Be 'ana@example.com'
                (Get-LookerApiKey -Connection $far).ClientId | Should -Be 'admin-key'
            } finally {
                Disconnect-Looker -All
                Stop-LookerSandbox -Sandbox $elsewhere
            }
        }

        It 'replaces a key that two connections share once, and says whose store has not seen the new one, with -ThrottleLimit <_>' -ForEach 1, 2 {
            $null = Connect-Looker -Sandbox $sandbox -Name other
            $stored = @{}
            $rotation = Update-LookerApiKey { param($key, $connection) $stored[$connection.Name] = $key.UserName } -Connection dev, other -ThrottleLimit $_ -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            @($rotation).Count | Should -Be 1
            $stored.Keys | Should -Be 'dev'
            (Get-LookerApiKey -Connection dev).ClientId | Should -Be $stored.dev
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $problem[0].Exception.Message | Should -BeLike "*'other' shares its API key with 'dev'*"
        }

        It 'lets a second connection replace a shared key if the first could not' {
            $null = Connect-Looker -Sandbox $sandbox -Name other
            $sandbox | Add-LookerSandboxFault -Method POST -Path '*/credentials_api3' -StatusCode 403
            $rotated = Get-LookerConnection | Update-LookerApiKey -Store { param($key, $connection) Save-Key $key } -Confirm:$false -ErrorAction SilentlyContinue
            $rotated.OldRemoved | Should -BeTrue
        }

        It 'leaves no variable behind that was not there' {
            $global:LASTEXITCODE = 1
            Remove-Variable -Name LASTEXITCODE -Scope Global
            $null = Update-LookerApiKey -Store { Save-Key $_ } -Confirm:$false
            Get-Variable -Name LASTEXITCODE -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'is about the old key if the new one could not be stored' {
            Update-LookerApiKey -Store { throw 'full' } -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].TargetObject | Should -Be 'admin-key'
        }

        It 'says that no key was created if the request for one broke off' {
            $sandbox | Add-LookerSandboxFault -Method POST -Path '*/credentials_api3' -StatusCode 500
            Update-LookerApiKey -Store { Save-Key $_ } -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerServerError,*'
            $problem[0].ErrorDetails.Message | Should -BeLike '*No API key was created.'
        }

        It 'takes a key that the store reads from its input' {
            $null = Update-LookerApiKey -Store { $_ | Save-Key } -Confirm:$false
            (Get-Kept).UserName | Should -Be (Get-OwnKey)
        }

        It 'emits nothing of what the store does' {
            $all = @(Update-LookerApiKey -Store { 'some output'; & $shell $run 'echo more' } -Confirm:$false)
            $all.Count | Should -Be 1
            $all[0] | Should -BeOfType [LookerOAuth.LookerApiKeyRotation]
        }

        It 'replaces the key of another user, by <how>' -ForEach @(
            @{ how = 'id'; user = @{ UserId = '2' } }
            @{ how = 'e-mail address'; user = @{ UserEmail = 'ana@example.com' } }
        ) {
            $rotation = Update-LookerApiKey -Store { Save-Key $_ } -ClientId ana-key @user -Confirm:$false
            $rotation.OldClientId | Should -Be 'ana-key'
            (Get-LookerApiKey 2).ClientId | Should -Be @('ana-key-2', $rotation.NewClientId)
            Get-OwnKey | Should -Be 'admin-key'
        }

        It 'keeps the old key on request' {
            $rotation = Update-LookerApiKey -Store { Save-Key $_ } -KeepOld -Confirm:$false
            $rotation.OldRemoved | Should -BeFalse
            (Get-LookerApiKey).ClientId | Should -Be @('admin-key', $rotation.NewClientId)
        }

        It 'changes nothing with -WhatIf, and runs no store' {
            Update-LookerApiKey -Store { $script:ran = $true } -WhatIf | Should -BeNullOrEmpty
            $ran | Should -BeNullOrEmpty
            Get-Change | Should -BeNullOrEmpty
        }

        It 'leaves the old key and no new one where the store <fails>' -ForEach @(
            @{ fails = 'throws'; store = { throw 'Full.' } }
            @{ fails = 'writes an error'; store = { Write-Error 'Full.' } }
            @{ fails = 'hushes its own error'; store = { Write-Error 'Full.' -ErrorAction SilentlyContinue } }
            @{ fails = 'sets its own preference'; store = { $ErrorActionPreference = 'SilentlyContinue'; Write-Error 'Full.' } }
            @{ fails = 'hushes a command that fails'; store = { Get-Item -Path /nowhere/at/all -ErrorAction SilentlyContinue } }
            @{ fails = 'calls a module that writes an error'; store = { Save-KeyBadly $_ } }
            @{ fails = 'calls a module that hushes its error'; store = { Save-KeyBadlyInSilence $_ } }
            @{ fails = 'calls a module with a preference of its own'; store = { Save-KeyWithItsOwnPreference $_ } }
            @{ fails = 'calls a module that calls what writes an error'; store = { Save-KeyDeep $_ } }
            @{ fails = 'calls a function with a preference of its own'; store = {
                    function Save-KeyHere { $ErrorActionPreference = 'Continue'; Copy-Item /nowhere/a /nowhere/b }
                    Save-KeyHere
                }
            }
            @{ fails = 'calls a script with a preference of its own'; store = { & "$TestDrive/save.ps1" $_ } }
            @{ fails = 'runs a program that fails'; store = { & $shell $run 'exit 3' } }
            @{ fails = 'ends the script'; store = { exit 3 } }
            @{ fails = 'leaves a loop'; store = { break } }
            @{ fails = 'is a syntax of no command'; store = { Save-KeyNowhere $_ } }
        ) {
            Set-Content -Path TestDrive:/save.ps1 -Value '$ErrorActionPreference = "Continue"; Copy-Item /nowhere/a /nowhere/b'
            foreach ($preference in 'Continue', 'SilentlyContinue') {
                $global:ErrorActionPreference = $preference
                Update-Key -Store $store | Should -BeNullOrEmpty
                $global:ErrorActionPreference | Should -Be $preference
                $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
                $problem.Exception.Message | Should -BeLike 'The new API key could not be stored: *. It was removed again, and the old key is still valid. If the store saved the new key anyway, store the old one again.'
                Get-OwnKey | Should -Be 'admin-key'
                @($sandbox.Requests | Where-Object { $_.Method -eq 'DELETE' -and $_.Path -like '*/credentials_api3/1' }).Count | Should -Be 0
            }
        }

        It 'is not led astray by <What>' -ForEach @(
            @{ What = '$WhatIfPreference'; Script = { $WhatIfPreference = $true; Update-LookerApiKey -Store $store -Confirm:$false -WhatIf:$false } }
            @{ What = 'a global $WhatIfPreference'; Script = { $global:WhatIfPreference = $true; Update-LookerApiKey -Store $store -Confirm:$false -WhatIf:$false } }
            @{ What = 'the default -WhatIf of a command'; Script = { $PSDefaultParameterValues = @{ 'Set-Content:WhatIf' = $true }; Update-LookerApiKey -Store $store -Confirm:$false } }
            @{ What = 'a global default -WhatIf'; Script = { $global:PSDefaultParameterValues['Set-Content:WhatIf'] = $true; Update-LookerApiKey -Store $store -Confirm:$false } }
        ) {
            Remove-Item -Path TestDrive:/key.txt -ErrorAction Ignore
            $store = { Set-Content -Path TestDrive:/key.txt -Value $_.UserName }
            try {
                (& $Script).NewClientId | Should -Be (Get-Content -Path TestDrive:/key.txt)
                Get-OwnKey | Should -Not -Be 'admin-key'
            }
            finally {
                $global:WhatIfPreference = $false
                $global:PSDefaultParameterValues.Clear()
            }
        }

        It 'fails as it should where a default of parameters hides its errors' {
            $global:PSDefaultParameterValues['*:ErrorAction'] = 'Ignore'
            try { $failed = try { Update-LookerApiKey -Store { Set-Content -Path /nowhere/at/all/key.txt -Value $_ } -Confirm:$false -ErrorAction Stop } catch { $_ } }
            finally { $global:PSDefaultParameterValues.Clear() }
            $failed.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            Get-OwnKey | Should -Be 'admin-key'
        }

        It 'says that it takes no keys by pipeline' {
            Get-LookerApiKey -UserId 2 | Update-LookerApiKey -Store { } -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $problem[0].ErrorDetails.Message | Should -Be 'From the pipeline, Update-LookerApiKey accepts connections only (piped: LookerOAuth.LookerApiKey).'
            $problem[0].ErrorDetails.RecommendedAction | Should -Be 'Specify everything else with parameters.'
        }

        It 'leaves the defaults of parameters as they are, and the store may use others' {
            $global:PSDefaultParameterValues['Save-Key:Key'] = 'made-up'
            try {
                $null = Update-LookerApiKey -Store { Save-Key } -Confirm:$false
                Get-Kept | Should -Be 'made-up'
                $global:PSDefaultParameterValues.Keys | Should -Be 'Save-Key:Key'
            }
            finally { $global:PSDefaultParameterValues.Clear() }
        }

        It 'sees a program that fails before one that succeeds' -Skip:($PSVersionTable.PSVersion -lt '7.4') {
            Update-Key -Store { & $shell $run 'exit 3'; & $shell $run 'exit 0' }
            Get-OwnKey | Should -Be 'admin-key'
        }

        It 'has succeeded where the store <works>' -ForEach @(
            @{ works = 'catches an error and goes on'; store = { try { Get-Item -Path /nowhere/at/all } catch { Save-Key $_ } } }
            @{ works = 'calls a command that looks for what is not there'; store = { Save-KeyAfterLooking $_ } }
            @{ works = 'writes a warning'; store = { Write-Warning 'Nearly full.' 3> $null } }
            @{ works = 'runs a program'; store = { & $shell $run 'exit 0' } }
            @{ works = 'runs a program that reports on its error output'; store = { & $shell $run 'echo Stored 1>&2' } }
            @{ works = 'outputs an error that it caught'; store = { try { Get-Item -Path /nowhere/at/all } catch { $_ } } }
        ) {
            $global:LASTEXITCODE = 7
            Update-Key -Store $store
            $problem | Should -BeNullOrEmpty
            Get-OwnKey | Should -Not -Be 'admin-key'
            $global:LASTEXITCODE | Should -Be 7
        }

        It 'masks the secret in what a store says of its failure' {
            Update-Key -Store { throw "Refused: $($_.GetNetworkCredential().Password)" }
            $problem.Exception.Message | Should -Match 'Refused: \*\*\*\.'
            Update-Key -Store { Save-KeyBadly $_ }
            $problem.Exception.ToString() | Should -Match 'The vault refused \*\*\*\.'
        }

        It 'stores nothing where the new key does not log in' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method POST -Path '*/login' -StatusCode 404 -Body '{"message":"Not found"}'
            Update-Key -Store { $script:ran = $true }
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerAuthenticationFailed,*'
            "$problem" | Should -Match 'The login with the new API key failed'
            $ran | Should -BeNullOrEmpty
            Get-OwnKey | Should -Be 'admin-key'
        }

        It 'names the key that is left where the clean-up fails, too' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method DELETE -Path '*/credentials_api3/*' -StatusCode 403 -Count 9
            Update-Key -Store { throw 'Full.' }
            $left = (Get-LookerApiKey | Where-Object ClientId -NE admin-key)
            "$problem" | Should -Match "id $($left.ApiKeyId) \(client id '$($left.ClientId)'\) of user 1"
            $problem.TargetObject | Should -Be $left.ClientId
            $problem.ErrorDetails.RecommendedAction | Should -Be "Remove the API key $($left.ApiKeyId) of user 1."
        }

        It 'emits the rotation and names the old key where that cannot be removed' {
            Add-LookerSandboxFault -Sandbox $sandbox -Method DELETE -Path '*/credentials_api3/1' -StatusCode 403 -Count 9
            $rotation = Update-Key -Store { Save-Key $_ }
            $rotation.OldRemoved | Should -BeFalse
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerAccessDenied,*'
            "$problem" | Should -Match "the old one could not be removed: id 1 \(client id 'admin-key'\)"
            (Get-Kept).UserName | Should -Be $rotation.NewClientId
        }

        It 'is LookerNotFound for a key that the user has not, and creates nothing' {
            Update-Key -Store { Save-Key $_ } -With @{ ClientId = 'ana-key' }
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem.TargetObject | Should -Be 'ana-key'
            Get-Change | Should -BeNullOrEmpty
        }

        It 'has to be told which key where the connection has none of its own' {
            $null = Connect-Looker -BaseUrl $sandbox.BaseUrl -AccessToken (ConvertTo-Secret (Get-RawToken $sandbox)) -Name token
            Update-Key -Store { Save-Key $_ } -With @{ Connection = 'token' }
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $rotation = Update-Key -Store { Save-Key $_ } -With @{ Connection = 'token'; ClientId = 'admin-key' }
            $rotation.OldRemoved | Should -BeTrue
        }

        It 'refuses a store that ignores errors: <_>' -ForEach @(
            { Save-KeyBadly $_ -ErrorAction Ignore }, { Save-KeyBadly $_ -ea 4 }, { & { Save-KeyBadly $_ -ErrorAct:'ignore' } },
            { $ErrorActionPreference = 'Ignore'; Save-KeyBadly $_ }, { $global:ErrorActionPreference = 4; Save-KeyBadly $_ },
            { $how = @{ ErrorAction = 'Ignore' }; Save-KeyBadly $_ @how }, { $how = 'Ignore'; Save-KeyBadly $_ -ErrorAction $how },
            { Save-KeyBadly $_ -ErrorAction ([System.Management.Automation.ActionPreference]::Ignore) }
        ) {
            Update-Key -Store $_
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            "$problem" | Should -BeLike '*ignores errors in line*'
            Get-Change | Should -BeNullOrEmpty
        }

        It 'leaves the secret in no error, not even in that of the store' {
            $script:written = $null
            Update-Key -Store { $script:written = $_.GetNetworkCredential().Password; Save-KeyBadly $_ }
            $problem.FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $written.Length | Should -BeGreaterThan 10
            ($Error | ForEach-Object { $_ | Format-List * -Force } | Out-String -Width 4096) | Should -Not -Match ([regex]::Escape($written))
            $Error.Count | Should -BeGreaterThan 0
        }

        It 'waits for a store that is stopped, and undoes the rotation' {
            $begun = [System.Collections.Generic.List[object]]::new()
            $job = [powershell]::Create().AddScript({
                    param($Module, $BaseUrl, [pscredential] $Credential, $Begun)
                    Import-Module $Module
                    $null = Connect-Looker -BaseUrl $BaseUrl -Credential $Credential
                    Update-LookerApiKey -Store { $Begun.Add($_); Start-Sleep -Seconds 60 } -Confirm:$false
                }).AddArgument($module).AddArgument($sandbox.BaseUrl).AddArgument($sandbox.Credential).AddArgument($begun)
            try {
                $running = $job.BeginInvoke()
                Wait-Until { $begun.Count -gt 0 } | Should -BeTrue
                $job.Stop()
                $running.IsCompleted | Should -BeTrue
                $job.InvocationStateInfo.State | Should -Be 'Stopped'
            }
            finally { $job.Dispose() }
            Wait-Until { (Get-OwnKey).Count -eq 1 } | Should -BeTrue
            Get-OwnKey | Should -Be 'admin-key'
        }
    }
}
