BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    function New-Change([hashtable] $With = @{}) {
        $values = @{ Action = 'Update'; Kind = 'ClientApp'; Id = 'cli'; Property = 'displayName' }
        $With.Keys | ForEach-Object { $values[$_] = $With[$_] }
        [LookerOAuth.OAuthConfigurationChange]$values
    }
    function New-Finding([hashtable] $With = @{}) {
        $values = @{ ClientGuid = 'cli'; Check = 'Enabled'; Result = 'Fail'; Message = 'Disabled.' }
        $With.Keys | ForEach-Object { $values[$_] = $With[$_] }
        [LookerOAuth.OAuthClientAppFinding]$values
    }
}

Describe 'ConvertTo-LookerMarkdown' {
    It 'makes one table of the changes of an instance' {
        $sandbox = Start-LookerSandbox
        try {
            $null = Connect-Looker -Sandbox $sandbox
            Set-Content -Path "$TestDrive/looker-oauth.json" -Value @'
{ "version": 1, "clientApps": { "new-app": { "redirectUri": ["https://a.example.com/cb", "http://localhost:1/cb"], "displayName": "New", "enabled": true } } }
'@
            $text = Compare-LookerOAuthConfiguration -Path "$TestDrive/looker-oauth.json" | ConvertTo-LookerMarkdown
        }
        finally {
            Disconnect-Looker -All
            Stop-LookerSandbox -Sandbox $sandbox
        }
        $text | Should -BeOfType [string]
        @($text).Count | Should -Be 1
        $lines = $text -split "`n"
        $lines[0] | Should -Be '| Action | Kind | Id | Property | Actual | Desired |'
        $lines[1] | Should -Be '| --- | --- | --- | --- | --- | --- |'
        $lines[2] | Should -Be '| Create | ClientApp | `new-app` |  |  |  |'
        $lines | Should -Contain '| Create | ClientApp | `new-app` | `displayName` |  | `New` |'
        $lines | Should -Contain '| Create | ClientApp | `new-app` | `enabled` |  | `true` |'
        $lines | Should -Contain '| Create | ClientApp | `new-app` | `redirectUri` |  | `http://localhost:1/cb`<br>`https://a.example.com/cb` |'
    }

    It 'says so where nothing has changed' {
        @() | ConvertTo-LookerMarkdown | Should -BeExactly 'No changes'
        ConvertTo-LookerMarkdown -InputObject $null | Should -BeExactly 'No changes'
        ConvertTo-LookerMarkdown -InputObject @() | Should -BeExactly 'No changes'
    }

    It 'makes a table of findings, and one of each where both come' {
        $text = New-Finding @{ RecommendedAction = 'Enable the app.' } | ConvertTo-LookerMarkdown
        $text | Should -Be ("| Result | App | Check | Message | Recommended action |`n| --- | --- | --- | --- | --- |`n" +
            '| Fail | `cli` | Enabled | Disabled. | Enable the app. |')
        $both = (New-Change), (New-Finding) | ConvertTo-LookerMarkdown
        ($both -split "`n`n").Count | Should -Be 2
    }

    It 'escapes pipes, line breaks and backticks in values' {
        $change = New-Change @{ Actual = "a|b`nc"; Desired = 'x ``y`` `' }
        (($change | ConvertTo-LookerMarkdown) -split "`n")[2] |
            Should -BeExactly '| Update | ClientApp | `cli` | `displayName` | `a\|b\nc` | ``` x ``y`` ` ``` |'
    }

    It 'lets nothing in a sentence be a cell, a line, a link, a tag or a mention' {
        $finding = New-Finding @{ Message = "a | b`r`nc <img src=x> [d](http://e) @team *f* ``g`` &amp; \|" }
        $text = $finding | ConvertTo-LookerMarkdown
        ($text -split "`n").Count | Should -Be 3
        $text | Should -Match ([regex]::Escape('| a \| b<br>c &lt;img src=x&gt; \[d\](http&#58;//e) &#64;team \*f\* \`g\` &amp;amp; \\\| |'))
    }

    It 'never shows a secret, only the reference to one' {
        $reference = New-Change @{ Kind = 'ExternalApp'; Property = 'clientSecret'; Desired = '{ "secret": "snowflake" }' }
        $reference | ConvertTo-LookerMarkdown | Should -Match ([regex]::Escape('`{ "secret": "snowflake" }`'))
        $plain = New-Change @{ Kind = 'ExternalApp'; Property = 'clientSecret'; Desired = 'made-up-secret' }
        $plain | ConvertTo-LookerMarkdown | Should -Match ([regex]::Escape('`***`'))
        $plain | ConvertTo-LookerMarkdown | Should -Not -Match 'made-up-secret'
    }

    It 'names the instances where there are several' {
        $sandboxes = (Start-LookerSandbox), (Start-LookerSandbox)
        try {
            $null = Connect-Looker -Sandbox $sandboxes[0] -Name dev
            $null = Connect-Looker -Sandbox $sandboxes[1] -Name prod
            $findings = 'dev', 'prod' | ForEach-Object { Test-LookerOAuthClientApp -ClientGuid nobody -Connection $_ }
            $lines = ($findings | ConvertTo-LookerMarkdown) -split "`n"
        }
        finally {
            Disconnect-Looker -All
            $sandboxes | Stop-LookerSandbox
        }
        $lines[0] | Should -BeLike '| Instance | Result |*'
        $lines[2] | Should -Match '^\| `dev` \| Fail \| `nobody` \| Registered \|'
        $lines[-1] | Should -Match '^\| `prod` \|'
    }

    It 'names the instance if only one of several differs' {
        $sandboxes = (Start-LookerSandbox), (Start-LookerSandbox)
        try {
            $null = Connect-Looker -Sandbox $sandboxes[0] -Name dev
            $null = New-LookerOAuthClientApp app http://localhost:1/a App
            $null = Connect-Looker -Sandbox $sandboxes[1] -Name prod
            Set-Content -Path "$TestDrive/one.json" -Value '{ "version": 1, "clientApps": { "app": { "redirectUri": ["http://localhost:1/a"], "displayName": "App" } } }'
            $lines = (Compare-LookerOAuthConfiguration -Path "$TestDrive/one.json" -Connection dev, prod | ConvertTo-LookerMarkdown) -split "`n"
        }
        finally {
            Disconnect-Looker -All
            $sandboxes | Stop-LookerSandbox
        }
        $lines[0] | Should -BeLike '| Instance |*'
        $lines[-1] | Should -Match '^\| `prod` \|'
    }

    It 'makes the same tables of what was saved as <Name> and read again' -ForEach @(
        @{ Name = 'JSON'; Save = { ConvertTo-Json -InputObject @($Objects) | ConvertFrom-Json } }
        @{ Name = 'CSV'; Save = { $Objects | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv } }
        @{ Name = 'Clixml'; Save = { $Objects | Export-Clixml -Path "$TestDrive/saved.xml"; Import-Clixml -Path "$TestDrive/saved.xml" } }
    ) {
        $sandboxes = (Start-LookerSandbox), (Start-LookerSandbox)
        try {
            $null = Connect-Looker -Sandbox $sandboxes[0] -Name dev
            $null = Connect-Looker -Sandbox $sandboxes[1] -Name prod
            Set-Content -Path "$TestDrive/looker-oauth.json" -Value @'
{ "version": 1, "clientApps": { "new-app": { "redirectUri": ["https://a.example.com/cb", "http://localhost:1/cb"], "displayName": "N | `x`", "description": "True", "enabled": true } },
  "externalApps": { "db": { "name": "d", "clientSecret": { "secret": "s" } } } }
'@
            $Objects = @(Compare-LookerOAuthConfiguration -Path "$TestDrive/looker-oauth.json" -Connection dev, prod)
            & $Save | ConvertTo-LookerMarkdown | Should -BeExactly ($Objects | ConvertTo-LookerMarkdown)

            $Objects = @(Test-LookerOAuthClientApp -ClientGuid nobody -Connection dev, prod)
            & $Save | ConvertTo-LookerMarkdown | Should -BeExactly ($Objects | ConvertTo-LookerMarkdown)
        }
        finally {
            Disconnect-Looker -All
            $sandboxes | Stop-LookerSandbox
        }
    }

    It 'shows no secret of a row either' {
        $row = [pscustomobject]@{ Action = 'Update'; Kind = 'ExternalApp'; Id = 'db'; Property = 'clientSecret'; Actual = ''; Desired = 'made-up-secret' }
        $row | ConvertTo-LookerMarkdown | Should -BeLike '*``***``*'
        $row | ConvertTo-LookerMarkdown | Should -Not -BeLike '*made-up-secret*'
    }

    It 'refuses a row that is neither, or whose <Name> is none' -ForEach @(
        @{ Name = 'Action'; Row = [pscustomobject]@{ Action = 'Explode'; Kind = 'ClientApp'; Id = 'a' } }
        @{ Name = 'Check'; Row = [pscustomobject]@{ ClientGuid = 'a'; Check = 'Luck'; Result = 'Pass'; Message = 'x' } }
        @{ Name = 'kind'; Row = [pscustomobject]@{ ClientGuid = 'a'; DisplayName = 'A' } }
    ) {
        $Row | ConvertTo-LookerMarkdown -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LookerInvalidArgument,*'
    }

    It 'refuses what is neither a change nor a finding, and goes on' {
        $text = 'text', (New-Finding), (Get-Process -Id $PID) | ConvertTo-LookerMarkdown -ErrorAction SilentlyContinue -ErrorVariable problem
        @($problem | Where-Object FullyQualifiedErrorId -Like 'LookerInvalidArgument,*').Count | Should -Be 2
        ($text -split "`n").Count | Should -Be 3
    }

    # As pages take them: an address without brackets is a link, and what stands between dollars is a formula. Windows PowerShell renders no Markdown.
    It 'makes no link and no formula of <Text>' -ForEach @(
        @{ Text = 'https://example.com/a'; Shown = 'https&#58;//example.com/a' }
        @{ Text = 'ftp://example.com'; Shown = 'ftp&#58;//example.com' }
        @{ Text = 'www.example.com'; Shown = 'www&#46;example.com' }
        @{ Text = 'WWW.example.com'; Shown = 'WWW&#46;example.com' }
        @{ Text = '$a$'; Shown = '\$a\$' }
        @{ Text = '$$a$$'; Shown = '\$\$a\$\$' }
    ) {
        New-Finding @{ Message = "Before $Text after." } | ConvertTo-LookerMarkdown | Should -Match ([regex]::Escape("| Before $Shown after. |"))
    }

    It 'shows the spaces around a value' {
        $row = [pscustomobject]@{ Action = 'Update'; Kind = 'ClientApp'; Id = 'a'; Property = 'description'; Actual = 'pad'; Desired = ' pad ' }
        # Pages take one space away at each end.
        $row | ConvertTo-LookerMarkdown | Should -Match ([regex]::Escape('| `pad` | `  pad  ` |'))
    }
}
