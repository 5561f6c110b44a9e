BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'Groups and users' {
    BeforeEach {
        Set-Content -Path TestDrive:/seed.json -Value @'
{
  "users": [
    { "id": "1", "first_name": "Ada", "last_name": "Admin", "email": "admin@example.com", "role_ids": ["2"] },
    { "id": "2", "first_name": "Ben", "last_name": "Builder", "email": "ben_builder@example.com" },
    { "id": "3", "first_name": "Ben", "last_name": "Bulder", "email": "benXbuilder@example.com" }
  ],
  "groups": [ { "id": "5", "name": "Data_Team", "user_ids": ["2"] }, { "id": "6", "name": "DataXTeam" }, { "id": "7", "name": "Developers" } ]
}
'@
        $script:sandbox = Start-LookerSandbox -Path TestDrive:/seed.json
        Connect-Looker -Sandbox $sandbox
        $sandbox.ClearRequests()
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    Context 'Get-LookerGroup' {
        It 'gets all' {
            (Get-LookerGroup).GroupId | Should -Be @('5', '6', '7')
        }

        It 'finds a name exactly, and treats underscores as characters' {
            (Get-LookerGroup -Name Data_Team).GroupId | Should -Be '5'
        }

        It 'takes wildcards' {
            (Get-LookerGroup 'data*').GroupId | Should -Be @('5', '6')
            Get-LookerGroup 'nobody*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'gets one by id, also by pipeline and in order' {
            (Get-LookerGroup -Id 6).Name | Should -Be 'DataXTeam'
            $apps = '7', '5', '6' | ForEach-Object { [pscustomobject]@{ group_id = $_ } }
            ($apps | Get-LookerGroup -ThrottleLimit 3).GroupId | Should -Be @('7', '5', '6')
        }

        It 'takes none in ids, and says which parameter that is' {
            Get-LookerGroup -GroupId '1*' -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].ErrorDetails.Message | Should -Be "-GroupId of Get-LookerGroup does not accept wildcards, such as those in '1*'."
        }

        It 'is LookerNotFound for a name or an id that nobody has' {
            Get-LookerGroup -Name Nobodies -ErrorAction SilentlyContinue -ErrorVariable byName
            Get-LookerGroup -GroupId 404 -ErrorAction SilentlyContinue -ErrorVariable byId
            $byName[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $byName[0].TargetObject | Should -Be 'Nobodies'
            $byId[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $byId[0].TargetObject | Should -Be '404'
        }

        It 'asks for the -Fields and always for the id' {
            [void](Get-LookerGroup -GroupId 5 -Fields UserCount)
            [uri]::UnescapeDataString($sandbox.Requests[0].Query) | Should -Be 'fields=id,user_count'
        }

        It 'asks for the -Fields with an exact name or address, too' {
            (Get-LookerGroup -Name Developers -Fields UserCount).ExternalGroupId | Should -BeNullOrEmpty
            $user = Get-LookerUser -Email admin@example.com -Fields RoleIds
            $user.RoleIds | Should -Be '2'
            $user.DisplayName | Should -BeNullOrEmpty
            $sandbox.Requests.ForEach({ [uri]::UnescapeDataString($_.Query) }) | Should -Be @(
                'name=Developers&fields=id,name,user_count', 'email=admin@example.com&fields=id,email,role_ids')
        }

        It 'filters by wildcard though the name is not among the -Fields' {
            (Get-LookerGroup 'Dev*' -Fields UserCount).GroupId | Should -Be '7'
        }

        It 'leaves out what was asked for only to compare it' {
            (Get-LookerGroup -Name Developers -Fields UserCount).Name | Should -BeNullOrEmpty
            (Get-LookerGroup 'Dev*' -Fields UserCount).Name | Should -BeNullOrEmpty
            (Get-LookerUser -Email admin@example.com -Fields RoleIds).Email | Should -BeNullOrEmpty
            (Get-LookerUser -Email 'admin*' -Fields RoleIds).Email | Should -BeNullOrEmpty
            (Get-LookerUser -Name 'Ada Admin' -Fields RoleIds).DisplayName | Should -BeNullOrEmpty
            (Get-LookerUser -GroupId 5 -Email 'ben*' -Fields RoleIds).Email | Should -BeNullOrEmpty
            (Get-LookerUser -Email admin@example.com -Fields Email).Email | Should -Be 'admin@example.com'
        }

        It 'says what is missing of an app without a group' {
            $null = New-LookerOAuthClientApp open http://localhost:1/a Open
            Get-LookerOAuthClientApp open | Get-LookerGroup -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
            $problem[0].Exception.Message | Should -BeLike '*GroupId*'
        }
    }

    Context 'Get-LookerUser' {
        It 'gets all' {
            (Get-LookerUser).UserId | Should -Be @('1', '2', '3')
        }

        It 'finds an address case-insensitively, and treats underscores as characters' {
            (Get-LookerUser -Email 'BEN_builder@example.com').UserId | Should -Be '2'
        }

        It 'takes wildcards in addresses and names' {
            (Get-LookerUser 'ben*').UserId | Should -Be @('2', '3')
            (Get-LookerUser -Name 'ben b?ilder').UserId | Should -Be '2'
        }

        It 'finds a whole name' {
            (Get-LookerUser -Name 'Ada Admin').UserId | Should -Be '1'
            Get-LookerUser -Name 'Nobody' -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
        }

        It 'gets one by id, also by pipeline' {
            (Get-LookerUser -Id 3).Email | Should -Be 'benXbuilder@example.com'
            ([pscustomobject]@{ user_id = '2' } | Get-LookerUser).UserId | Should -Be '2'
        }

        It 'is LookerNotFound for an address that nobody has' {
            Get-LookerUser -Email 'nobody@example.com' -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerNotFound,*'
            $problem[0].TargetObject | Should -Be 'nobody@example.com'
        }

        It 'shows which groups a user is in' {
            (Get-LookerUser -UserId 2).GroupIds[0] | Should -Be '5'
        }
    }
}
