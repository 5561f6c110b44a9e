# Holds the help pages, the help that is made of them, and the code together.

BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $pagesPath = "$PSScriptRoot/../../docs/help"

    $script:commands = (Get-Module LookerOAuth).ExportedCmdlets.Values.Name | Sort-Object
    $script:topics = (Get-ChildItem $pagesPath -Filter about_*.md).BaseName

    # A browser, and somebody in front of it.
    $needsPerson = 'Connect-Looker: Example 8: Log in as yourself, in a browser'

    $script:examples = foreach ($page in Get-ChildItem $pagesPath -Filter *-*.md) {
        $text = (Get-Content $page.FullName -Raw) -replace '\r'
        foreach ($match in [regex]::Matches($text, '(?ms)^### (Example \d+: [^\n]+)\n(.*?)(?=^##)')) {
            $code, $rest = [regex]::Match($match.Groups[2].Value, '(?s)```powershell\n(.*?)\n```(.*)').Groups[1..2].Value
            $name = "$($page.BaseName): $($match.Groups[1].Value)"
            if ($name -notin $needsPerson -and ($PSEdition -eq 'Core' -or $code -notmatch '-Parallel')) {
                @{
                    Name   = $name
                    Code   = $code
                    Output = [regex]::Match($rest, '(?s)```Output\n(.*?)\n```').Groups[1].Value
                }
            }
        }
    }
    # The code of a topic is one script, but for the login in a browser, and for the files that are tested as such.
    $script:examples += foreach ($topic in $topics) {
        $text = (Get-Content (Join-Path $pagesPath "$topic.md") -Raw) -replace '\r'
        $blocks = [regex]::Matches($text, '(?s)```powershell\n(.*?)\n```') | ForEach-Object { $_.Groups[1].Value }
        $code = ($blocks | Where-Object { $_ -notmatch '^# \S+\.ps1|OAuthClientGuid' }) -join "`n"
        if ($PSEdition -eq 'Core' -or $code -notmatch '-Parallel') {
            @{ Name = $topic; Code = $code; Output = '' }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $pagesPath = (Resolve-Path "$PSScriptRoot/../../docs/help").ProviderPath
    $script:madePath = Join-Path (Split-Path $module) en-US

    # One text for all spellings of the same words: Markdown, line breaks, columns.
    function ConvertTo-SingleLine {
        param([string] $Text)
        ($Text -replace '\[([^\]]+)\]\([^)\s]+\.md\)', '$1' -replace '`|\*\*' -replace '\s+', ' ').Trim()
    }

    function Get-Page {
        param([string] $Name)
        (Get-Content (Join-Path $pagesPath "$Name.md") -Raw) -replace '\r'
    }

    function Get-PageSection {
        param([string] $Page, [string] $Heading)
        [regex]::Match($Page, "(?ms)^## $Heading\n(.*?)(?=^## |\z)").Groups[1].Value.Trim()
    }

    # A parameter as one line, the same whether it comes from a page or from the code.
    function Get-ParameterLine {
        param([string] $Name, [string] $Type, [string[]] $Alias, [bool] $Wildcards, [string[]] $Set)
        "-$Name $Type aliases($(($Alias | Sort-Object) -join ' ')) wildcards($Wildcards) $(($Set | Sort-Object) -join ' ')"
    }

    function Get-PageParameter {
        param([string] $Page)
        foreach ($match in [regex]::Matches($Page, '(?ms)^### -(\w+)\n(.*?)```yaml\n(.*?)^```')) {
            $yaml = $match.Groups[3].Value
            $sets = foreach ($set in [regex]::Matches($yaml, '(?m)^- Name: (.+)\n  Position: (.+)\n  IsRequired: (.+)\n  ValueFromPipeline: (.+)\n  ValueFromPipelineByPropertyName: (.+)$')) {
                ($set.Groups[1..5].Value -join '/').ToLowerInvariant()
            }
            Get-ParameterLine -Name $match.Groups[1].Value `
                -Type ([regex]::Match($yaml, '(?m)^Type: (.+)$').Groups[1].Value) `
                -Alias ([regex]::Matches([regex]::Match($yaml, '(?ms)^Aliases:(.*?)^ParameterSets').Groups[1].Value, '(?m)^- (.+)$') | ForEach-Object { $_.Groups[1].Value }) `
                -Wildcards ($yaml -match '(?m)^SupportsWildcards: true$') `
                -Set $sets
        }
    }

    # A parameter that is not shown anywhere, such as the one that takes what is piped.
    function Test-Hidden {
        param([System.Management.Automation.ParameterMetadata] $Parameter)
        @($Parameter.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow }).Count -gt 0
    }

    function Get-CodeParameter {
        param([string] $Name)
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        foreach ($parameter in (Get-Command $Name).Parameters.Values | Where-Object { $_.Name -notin $common -and -not (Test-Hidden $_) }) {
            $sets = foreach ($set in $parameter.ParameterSets.GetEnumerator()) {
                $position = if ($set.Value.Position -eq [int]::MinValue) { 'named' } else { $set.Value.Position }
                $setName = if ($set.Key -eq '__AllParameterSets') { '(all)' } else { $set.Key }
                ($setName, $position, $set.Value.IsMandatory, $set.Value.ValueFromPipeline, $set.Value.ValueFromPipelineByPropertyName -join '/').ToLowerInvariant()
            }
            $wildcards = @($parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] }).Count -gt 0
            Get-ParameterLine -Name $parameter.Name -Type $parameter.ParameterType.ToString() -Alias $parameter.Aliases -Wildcards $wildcards -Set $sets
        }
    }
}

Describe 'The page of <_>' -ForEach $commands {
    BeforeAll {
        $name = $_
        $path = Join-Path $pagesPath "$name.md"
        $script:page = if (Test-Path $path) { Get-Page $name } else { '' }
    }

    It 'exists' {
        $path | Should -Exist
    }

    It 'has the front matter of PlatyPS, and nothing in it that changes by itself' {
        $page | Should -MatchExactly '(?s)\A---\ndocument type: cmdlet\nexternal help file: LookerOAuth\.PowerShell\.dll-Help\.xml\n'
        $page | Should -MatchExactly '(?m)^Module Name: LookerOAuth$'
        $page | Should -MatchExactly "(?m)^title: $name$"
        $page | Should -Not -Match 'ms\.date'
    }

    It 'has a synopsis of one sentence' {
        Get-PageSection $page SYNOPSIS | Should -MatchExactly '^[A-Z][^\n]+\.$'
    }

    It 'has a description, outputs and related links' {
        foreach ($heading in 'DESCRIPTION', 'INPUTS', 'OUTPUTS', 'RELATED LINKS') {
            Get-PageSection $page $heading | Should -Not -BeNullOrEmpty -Because $heading
        }
    }

    It 'shows the syntax of the code' {
        $command = Get-Command $name
        $hidden = ($command.Parameters.Values | Where-Object { Test-Hidden $_ }).Name -join '|'
        $wanted = foreach ($set in $command.ParameterSets | Sort-Object Name) {
            "$name $set" -replace ' ?\[<CommonParameters>\]' -replace " \[-($hidden) <\w+>\]" -replace '\s+', ' '
        }
        $shown = [regex]::Matches((Get-PageSection $page SYNTAX), '(?ms)^### ([^\n]+?)( \(Default\))?\n+```\n(.*?)\n```') |
            Sort-Object { $_.Groups[1].Value } |
            ForEach-Object { $_.Groups[3].Value -replace '\s+', ' ' }
        $shown | Should -BeExactly $wanted
    }

    It 'describes the parameters of the code: types, sets, positions, pipeline, aliases, wildcards' {
        Get-PageParameter $page | Sort-Object | Should -BeExactly (Get-CodeParameter $name | Sort-Object)
    }

    It 'says something about every parameter' {
        foreach ($match in [regex]::Matches($page, '(?ms)^### -(\w+)\n(.*?)```yaml')) {
            $match.Groups[2].Value.Trim() | Should -Not -BeNullOrEmpty -Because $match.Groups[1].Value
        }
    }

    It 'has three examples or more, each with code' {
        $found = [regex]::Matches($page, '(?ms)^### Example \d+: [^\n]+\n.*?(?=^##)')
        $found.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $found) {
            $example.Value | Should -MatchExactly '(?m)^```powershell$'
        }
    }

    It 'has nothing left to fill in, and no parameter that PowerShell adds by itself' {
        $page | Should -Not -Match '\{\{|ProgressAction'
    }

    It 'links to pages that exist' {
        foreach ($link in [regex]::Matches($page, '\]\(([^):]+\.md)\)')) {
            Join-Path $pagesPath $link.Groups[1].Value | Should -Exist
        }
    }

    It 'is what Get-Help shows: synopsis, description and parameters' {
        $help = Get-Help $name -Full
        $help.Synopsis.Trim() | Should -BeExactly (ConvertTo-SingleLine (Get-PageSection $page SYNOPSIS))
        ConvertTo-SingleLine ($help.description.Text -join ' ') | Should -BeExactly (ConvertTo-SingleLine (Get-PageSection $page DESCRIPTION))
        $parameters = Get-Help $name -Parameter *
        foreach ($match in [regex]::Matches($page, '(?ms)^### -(\w+)\n(.*?)```yaml')) {
            $parameter = $parameters | Where-Object name -EQ $match.Groups[1].Value
            ConvertTo-SingleLine ($parameter.description.Text -join ' ') | Should -BeExactly (ConvertTo-SingleLine $match.Groups[2].Value)
        }
    }

    It 'is what Get-Help shows: examples' {
        $shown = @((Get-Help $name -Examples).examples.example | ForEach-Object { ConvertTo-SingleLine ($_.code + ' ') })
        $written = @([regex]::Matches($page, '(?ms)^### Example \d+: .*?```powershell\n(.*?)\n```') | ForEach-Object { ConvertTo-SingleLine $_.Groups[1].Value })
        $shown | Should -BeExactly $written
    }
}

Describe 'The pages' {
    It 'belong to commands that are exported' {
        $exported = (Get-Module LookerOAuth).ExportedCmdlets.Keys
        (Get-ChildItem $pagesPath -Filter *-*.md).BaseName | Should -BeIn $exported
    }

    It 'are plain ASCII, as Windows PowerShell reads files without a mark' {
        foreach ($file in Get-ChildItem $pagesPath, $madePath -File) {
            [System.IO.File]::ReadAllText($file.FullName) | Should -Not -Match '[^\x00-\x7F]' -Because $file.Name
        }
    }
}

Describe 'The topic <_>' -ForEach $topics {
    BeforeAll {
        $script:topic = $_
    }

    It 'is found by Get-Help, with its short description' {
        $wanted = Get-PageSection (Get-Page $topic) 'SHORT DESCRIPTION'
        $found = @(Get-Help $topic)
        $found.Count | Should -Be 1
        "$($found[0])" | Should -Match "^TOPIC\s+$topic\s"
        "$($found[0])" | Should -Match ([regex]::Escape($wanted))
        (Get-Content (Join-Path $madePath "$topic.help.txt"))[4].Trim() | Should -BeExactly $wanted -Because 'Get-Help takes line 5 for the synopsis'
    }

    It 'fits 80 columns' {
        Get-Content (Join-Path $madePath "$topic.help.txt") | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'was made of its page' {
        $made = (Get-Content (Join-Path $madePath "$topic.help.txt") -Raw) -replace '\s+', ' '
        foreach ($paragraph in [regex]::Matches((Get-Page $topic), '(?m)^[A-Z][^\n]+$')) {
            $made.Contains((ConvertTo-SingleLine ($paragraph.Value -replace '^#+ '))) | Should -BeTrue -Because $paragraph.Value
        }
    }

    It 'names commands, parameters of theirs and topics that exist' {
        $script:page = Get-Page $topic
        $nouns = 'Looker\w*'
        foreach ($name in [regex]::Matches($page, "\b(?:Connect|Disconnect|Get|Test|New|Set|Remove|Revoke|Enable|Disable|Invoke|Start|Stop|Add|Export|Compare|Import)-$nouns\b").Value | Sort-Object -Unique) {
            Get-Command $name -Module LookerOAuth -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty -Because $name
        }
        foreach ($name in [regex]::Matches($page, '\babout_LookerOAuth\w*').Value | Sort-Object -Unique) {
            Join-Path $pagesPath "$name.md" | Should -Exist
        }
    }
}

Describe 'The topic about errors' {
    It 'lists the rows of the code' {
        $inCode = [AppDomain]::CurrentDomain.GetAssemblies() |
            ForEach-Object { $_.GetType('LookerOAuth.LookerErrors') } | Where-Object { $_ } | Select-Object -First 1
        $wanted = foreach ($row in $inCode.GetProperty('All').GetValue($null)) {
            '{0} | {1} | {2}' -f $row.Item1, $row.Item2, $row.Item3
        }
        $listed = foreach ($row in [regex]::Matches((Get-Page about_LookerOAuth_Errors), '(?m)^\| (Looker\w+) \| ([^|]+) \| (\w+) \| ([^|]+) \|$')) {
            $row.Groups[2].Value.Trim() | Should -Not -BeNullOrEmpty
            '{0} | {1} | {2}' -f $row.Groups[1].Value, $row.Groups[3].Value, (ConvertTo-SingleLine $row.Groups[4].Value)
        }
        $listed | Should -BeExactly $wanted
    }
}

Describe 'The examples' {
    BeforeAll {
        $script:variables = Get-ChildItem Env:LOOKERSDK_*, Env:PSModulePath
        # Parallel runspaces, and the tests of about topics, find the module by its name.
        $env:PSModulePath = (Split-Path (Split-Path $module)) + [System.IO.Path]::PathSeparator + $env:PSModulePath
        Set-Content (Join-Path $TestDrive world.json) @'
{
  "api_keys": [
    { "client_id": "sandbox-client-id", "client_secret": "sandbox-made-up-secret" },
    { "client_id": "abc", "client_secret": "sandbox-made-up-secret" }
  ],
  "oauth_client_apps": [
    { "client_guid": "gemini-cli", "redirect_uris": ["http://localhost:7777/oauth/callback"], "display_name": "Gemini CLI",
      "tokens_invalid_before": "2026-01-02T03:04:05Z",
      "group_id": "5", "activated_users": [{ "id": "2" }] },
    { "client_guid": "com.example.portal", "redirect_uris": ["https://portal.example.com/callback"], "display_name": "Portal",
      "activated_users": [{ "id": "2" }, { "id": "3" }] },
    { "client_guid": "com.example.legacy", "redirect_uris": ["https://old.example.com/callback"], "display_name": "Old reports",
      "enabled": false }
  ],
  "external_oauth_applications": [
    { "id": "1", "name": "example.snowflakecomputing.com", "client_id": "abc123", "dialect_name": "snowflake" },
    { "id": "2", "name": "dbx.example.com", "client_id": "dbx-client", "dialect_name": "databricks" }
  ],
  "connections": [{ "name": "warehouse", "oauth_application_id": "1" }]
}
'@
        Set-Content (Join-Path $TestDrive seed.json) @'
{ "oauth_client_apps": [{ "client_guid": "gemini-cli", "redirect_uri": "http://localhost:7777/oauth/callback", "display_name": "Gemini CLI" }] }
'@
        Set-Content (Join-Path $TestDrive apps.csv) @'
ClientGuid,RedirectUri,DisplayName,Enabled,GroupName
app-one,http://localhost:7001/callback,First app,yes,Analysts
app-two,https://two.example.com/callback,Second app,,
'@
        Set-Content (Join-Path $TestDrive changes.csv) @'
ClientGuid,Description,Enabled
gemini-cli,Ask Looker from a terminal,
com.example.portal,,no
'@
        Set-Content (Join-Path $TestDrive looker-oauth.json) @'
{
  "version": 1,
  "clientApps": {
    "gemini-cli": { "displayName": "Gemini CLI", "description": "Ask Looker from a terminal", "users": ["ana@example.com"] },
    "com.example.portal": { "redirectUri": ["https://${portalHost}/callback"], "displayName": "Portal", "users": ["ana@example.com"] }
  },
  "externalApps": {
    "abc123": { "name": "example.snowflakecomputing.com", "clientSecret": { "secret": "snowflake-oauth" } },
    "eu-client": { "name": "eu.snowflakecomputing.com", "dialectName": "snowflake", "clientSecret": { "secret": "snowflake-oauth" } }
  }
}
'@
        Set-Content (Join-Path $TestDrive prod.psd1) "@{ portalHost = 'portal.example.com' }"
        Set-Content (Join-Path $TestDrive retired.csv) "ClientGuid`ncom.example.legacy`ngone-already"
        Set-Content (Join-Path $TestDrive activations.csv) "ClientGuid,UserId`ngemini-cli,3`ncom.example.portal,1"

        # What the examples find: a connection, some content, and stand-ins for people and vaults.
        $script:before = {
            param($ModulePath, $Folder, $Code)
            $ErrorActionPreference = 'Stop'
            $ConfirmPreference = 'None'
            $ProgressPreference = 'SilentlyContinue'
            if (Get-Variable PSStyle -ErrorAction SilentlyContinue) { $PSStyle.OutputRendering = 'PlainText' }
            Import-Module $ModulePath
            Set-Location $Folder
            $sandbox = Start-LookerSandbox -Path ./world.json
            $env:LOOKERSDK_BASE_URL = $sandbox.BaseUrl
            $env:LOOKERSDK_CLIENT_ID = $sandbox.Credential.UserName
            $env:LOOKERSDK_CLIENT_SECRET = $sandbox.Credential.GetNetworkCredential().Password
            Set-Content ./looker.ini "[Looker]`nbase_url=https://nowhere.invalid`n[Production]`nbase_url=$($sandbox.BaseUrl)"
            function Get-Credential { $sandbox.Credential }
            $key = $sandbox.Credential
            $form = @{ client_id = $key.UserName; client_secret = $key.GetNetworkCredential().Password }
            $token = (Invoke-RestMethod -Method Post -Uri "$($sandbox.BaseUrl)/api/4.0/login" -Body $form).access_token
            $null = New-Item Function:Set-Secret -Value { $null = $args }
            function Get-Secret {
                param($Name)
                switch ($Name) {
                    'looker-api-key' { $sandbox.Credential }
                    'looker-token' { [System.Net.NetworkCredential]::new('', $token).SecurePassword }
                    default { $sandbox.Credential.Password }
                }
            }
            function Read-Host { param($Prompt, [switch] $AsSecureString) if ($Prompt -and $AsSecureString) { $sandbox.Credential.Password } }
            # An example that starts or names a server of its own connects to that one alone.
            if ($Code -notmatch '(?m)(^|\| |= )(Start-LookerSandbox|Connect-Looker)\b') { $null = $sandbox | Connect-Looker }
            $sandbox.ClearRequests()
            $null = Start-Transcript -Path ./transcript.txt -Force
        }
        $script:run = {
            param($Code)
            $Code = $Code -replace 'https://\w+\.cloud\.looker\.com', $sandbox.BaseUrl
            try {
                # The connection that Connect-Looker shows first says nothing about an example.
                . ([scriptblock]::Create($Code)) | Where-Object { $_ -isnot [LookerOAuth.LookerConnection] } | Out-String -Width 120
            }
            finally {
                $null = Stop-Transcript
                Select-String -Path ./transcript.txt -Pattern '^What if: ' | ForEach-Object Line | Select-Object -Unique
            }
        }
    }

    AfterAll {
        Remove-Item Env:LOOKERSDK_* -ErrorAction SilentlyContinue
        $variables | ForEach-Object { Set-Item "Env:$($_.Name)" $_.Value }
    }

    It '<Name>' -ForEach $examples {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript($before, $false).AddArgument($module).AddArgument($TestDrive).AddArgument($Code).Invoke()
            $shell.Commands.Clear()
            $shown = $shell.AddScript($run, $false).AddArgument($Code).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            if ($Output -and $PSEdition -eq 'Core') {
                $lines = { param($text) $text -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ } }
                & $lines ($shown -join "`n") | Should -BeExactly (& $lines $Output)
            }
        }
        finally {
            $shell.Commands.Clear()
            $null = $shell.AddScript('Remove-Module LookerOAuth').Invoke()
            $shell.Dispose()
        }
    }
    It 'a runbook and its test, in about_LookerOAuth_Testing' {
        $folder = Join-Path $TestDrive runbook
        $null = New-Item $folder -ItemType Directory
        foreach ($file in [regex]::Matches((Get-Page about_LookerOAuth_Testing), '(?s)```powershell\n(# (\S+\.ps1)\n.*?)```')) {
            Set-Content (Join-Path $folder $file.Groups[2].Value) $file.Groups[1].Value
        }
        $shell = [powershell]::Create()
        try {
            $script = 'param($Pester, $Tests) Import-Module $Pester; Invoke-Pester $Tests -Output None -PassThru; Remove-Module LookerOAuth'
            $result = $shell.AddScript($script).AddArgument((Get-Module Pester).Path).AddArgument((Join-Path $folder Sync-App.Tests.ps1)).Invoke() | Where-Object { $_.PSObject.Properties['FailedCount'] }
            @($result).Count | Should -Be 1
            $result.Failed | Where-Object { $_ } | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord)" } | Should -BeNullOrEmpty
            $result.PassedCount | Should -BeGreaterOrEqual 6
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'the seed file in about_LookerOAuth_Testing' {
        $seed = [regex]::Match((Get-Page about_LookerOAuth_Testing), '(?s)```json\n(.*?)```').Groups[1].Value
        Set-Content (Join-Path $TestDrive documented.json) $seed
        $sandbox = Start-LookerSandbox (Join-Path $TestDrive documented.json)
        $sandbox.Credential.UserName | Should -Be 'k'
        Stop-LookerSandbox $sandbox
    }
}
