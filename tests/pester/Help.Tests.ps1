# Holds the help pages, the help that is made of them, and the code together.

BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $pagesPath = "$PSScriptRoot/../../docs/help"

    $script:commands = (Get-Module LookerOAuth).ExportedCmdlets.Values.Name | Sort-Object
    $script:topics = (Get-ChildItem $pagesPath -Filter about_*.md).BaseName

    # A browser, and somebody in front of it.
    $needsPerson = 'Connect-Looker: Example 8: Log in as yourself, in a browser'

    # The examples of a page are run in one session, in their order, as a reader would.
    $script:pages = foreach ($page in Get-ChildItem $pagesPath -Filter *-*.md) {
        $text = (Get-Content $page.FullName -Raw) -replace '\r'
        $examples = foreach ($match in [regex]::Matches($text, '(?ms)^### (Example \d+: [^\n]+)\n(.*?)(?=^##)')) {
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
        @{ Page = $page.BaseName; Examples = @($examples) }
    }
    # The code of a topic is one script, but for the login in a browser, and for the files that are tested as such.
    $script:pages += foreach ($topic in $topics) {
        $text = (Get-Content (Join-Path $pagesPath "$topic.md") -Raw) -replace '\r'
        $blocks = [regex]::Matches($text, '(?s)```powershell\n(.*?)\n```') | ForEach-Object { $_.Groups[1].Value }
        $code = ($blocks | Where-Object { $_ -notmatch '^# \S+\.ps1|OAuthClientGuid' }) -join "`n"
        if ($PSEdition -eq 'Core' -or $code -notmatch '-Parallel') {
            @{ Page = $topic; Examples = @(@{ Name = $topic; Code = $code; Output = '' }) }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $pagesPath = (Resolve-Path "$PSScriptRoot/../../docs/help").ProviderPath
    $script:madePath = Join-Path (Split-Path $module) en-US

    # The operations that Core sends. Its properties are internal, so they are copied.
    $script:operations = foreach ($type in [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetType('LookerOAuth.Operations') } | Where-Object { $_ } | Select-Object -First 1) {
        foreach ($field in $type.GetFields() | Where-Object { $_.FieldType.Name -eq 'LookerOperation' }) {
            $value = $field.GetValue($null)
            $copy = [ordered]@{}
            foreach ($property in $field.FieldType.GetProperties('Public, Instance')) { $copy[$property.Name] = $property.GetValue($value) }
            [pscustomobject]$copy
        }
    }

    # One text for all spellings of the same words: Markdown, line breaks, columns.
    function ConvertTo-SingleLine {
        param([string] $Text)
        ($Text -replace '\[([^\]]+)\]\([^)\s]+\.md\)', '$1' -replace '`|\*\*' -replace '\s+', ' ').Trim()
    }

    # The same with the tables of a page as the lists that Get-Help shows.
    function ConvertTo-HelpLine {
        param([string] $Text)
        $list = [regex]::Replace($Text, '(?m)^\|.*\|$(\n\|.*\|$)+', {
                param($table)
                $rows = $table.Value -split '\n' | Where-Object { $_ -notmatch '^\|[-|]+\|$' }
                $heading = ($rows[0].Trim('|') -split '\|').Trim()
                foreach ($row in $rows | Select-Object -Skip 1) {
                    $cells = ($row.Trim('|') -split '\|').Trim()
                    "- $($cells[0]): $($cells[1])$(-join (2..($cells.Count - 1) | ForEach-Object { " $($heading[$_]): $($cells[$_])." }))`n"
                }
            })
        ConvertTo-SingleLine $list
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

    It 'has the front matter of PlatyPS' {
        $page | Should -MatchExactly '(?s)\A---\ndocument type: cmdlet\nexternal help file: LookerOAuth\.PowerShell\.dll-Help\.xml\n'
        $page | Should -MatchExactly '(?m)^Module Name: LookerOAuth$'
        # PlatyPS reports a page without a date as faulty.
        $page | Should -MatchExactly '(?m)^ms\.date: \d\d/\d\d/\d{4}$'
        $page | Should -MatchExactly "(?m)^title: $name$"
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

    It 'names its operations as the code does: release, beta or stable, method; and the role' {
        $description = Get-PageSection $page DESCRIPTION
        $notes = Get-PageSection $page NOTES
        $sends = (Get-Command $name).Parameters.ContainsKey('Connection') -or $name -eq 'Connect-Looker'
        $named = [regex]::Matches($notes, '(\w+) \((stable|beta)(?:, since release ([\d.]+))?\), ([A-Z]+) (/api/4\.0/[\w/{}]+)')
        if ($sends -and $name -ne 'Invoke-LookerApi' -and $name -ne 'Select-LookerConnection') {
            $named.Count | Should -BeGreaterThan 0
            # What readers need to know before they run it is not left to the notes.
            $description | Should -Match 'Admin role|No role is (required|needed)'
        }
        foreach ($match in $named) {
            $operation = $operations | Where-Object Name -CEQ $match.Groups[1].Value
            @($operation).Count | Should -Be 1 -Because $match.Value
            $match.Groups[2].Value | Should -Be $(if ($operation.IsBeta) { 'beta' } else { 'stable' }) -Because $match.Value
            $match.Groups[3].Value | Should -Be "$($operation.Since)" -Because $match.Value
            $match.Groups[4].Value | Should -Be $operation.Method.Method -Because $match.Value
            if ($operation.Role) {
                $description | Should -MatchExactly "$($operation.Role) role" -Because $match.Value
            }
        }
    }

    It 'names its operations in the notes, so that the description is about the task' {
        Get-PageSection $page NOTES | Should -MatchExactly '(?m)^API operations:( |$)'
        if ($name -ne 'Invoke-LookerApi') {
            Get-PageSection $page DESCRIPTION | Should -Not -Match '/api/4\.0/|\((stable|beta)\b'
        }
    }

    It 'has three examples or more, each with code' {
        $found = [regex]::Matches($page, '(?ms)^### Example \d+: [^\n]+\n.*?(?=^##)')
        $found.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $found) {
            $example.Value | Should -MatchExactly '(?m)^```powershell$'
        }
    }

    It 'calls the command in its examples' {
        $examples = [regex]::Matches($page, '(?ms)^### Example \d+: [^\n]+\n.*?(?=^##)').Value
        # A later example may go on with what the command has returned.
        $must = if ($name -match '^(Get|New)-') { $examples[0] } else { $examples }
        foreach ($example in $must) {
            [regex]::Match($example, '(?ms)```powershell\n(.*?)\n```').Groups[1].Value | Should -Match "\b$name\b" -Because $example.Split("`n")[0]
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
        ConvertTo-SingleLine ($help.description.Text -join ' ') | Should -BeExactly (ConvertTo-HelpLine (Get-PageSection $page DESCRIPTION))
        ConvertTo-SingleLine ($help.alertSet.alert.Text -join ' ') | Should -BeExactly (ConvertTo-HelpLine (Get-PageSection $page NOTES))
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

    It 'is what Get-Help shows: the output of examples, apart from code and text' {
        $shown = @((Get-Help $name -Examples).examples.example | ForEach-Object { ($_.remarks.Text -join "`n") -replace '\r' })
        $written = @([regex]::Matches($page, '(?ms)^### Example \d+: .*?```powershell\n.*?\n```(.*?)(?=^##)') | ForEach-Object { $_.Groups[1].Value })
        $shown.Count | Should -Be $written.Count
        for ($i = 0; $i -lt $shown.Count; $i++) {
            $output = [regex]::Match($written[$i], '(?s)```Output\n(.*?)\n```').Groups[1].Value
            if ($output) {
                $shown[$i] | Should -MatchExactly "^Output:\n\n$([regex]::Escape(($output -replace '(?m)^(?=.)', '    ')))\n"
            }
            else {
                $shown[$i] | Should -Not -MatchExactly '^Output:'
            }
        }
    }

    It 'is shown without marks of tables and without empty headings' {
        $text = (Get-Help $name -Full | Out-String -Width 400) -replace '\r'
        # Examples may show a table of Markdown as their output.
        (Get-Help $name -Full).description.Text | Should -Not -Match '(?m)^\s*\|' -Because 'a table is shown as a list'
        $text | Should -Not -Match '(?m)^(INPUTS|OUTPUTS|NOTES)\s*\n\s*(?=^\S|\z)'
    }
}

Describe 'The pages' {
    It 'belong to commands that are exported' {
        $exported = (Get-Module LookerOAuth).ExportedCmdlets.Keys
        (Get-ChildItem $pagesPath -Filter *-*.md).BaseName | Should -BeIn $exported
    }

    It 'have none of the phrases that no search finds' {
        $odd = 'to the lette[r]|no regard to cas[e]|passing failur[e]|the way ou[t]|all the same|do(es)? no harm|(tokens?|logins?) (ends?|ended)\b|looks so|end at once|(asked|asks) to be completed'
        foreach ($file in Get-ChildItem $pagesPath -File) {
            Get-Content $file.FullName | Where-Object { $_ -match $odd } | Should -BeNullOrEmpty -Because $file.Name
        }
    }

    It 'of commands say that something causes an error, not that it is one, and what you specify, not what is typed' {
        $odd = '(?<!error|errors|, it) (is|are) Looker[A-Z][a-z]+[A-Z]|\b(is|are) typed\b|\bbinds? by pipeline\b|Looker answers|[Rr]ehearse'
        foreach ($file in Get-ChildItem $pagesPath -Filter *-*.md) {
            Get-Content $file.FullName | Where-Object { $_ -cmatch $odd -and $_ -notmatch '^Check the spelling' } | Should -BeNullOrEmpty -Because $file.Name
        }
    }

    It 'share their plain English with the messages and comments of the code' {
        $odd = 'to the lette[r]|regard to cas[e]|passing failur[e]|the way ou[t]\b|all the same\b'
        $files = Get-ChildItem "$PSScriptRoot/../../src" -Recurse -File -Include *.cs, *.resx | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
        $files.Count | Should -BeGreaterThan 100
        $files | Select-String -Pattern $odd | ForEach-Object { "$($_.Filename):$($_.LineNumber)" } | Should -BeNullOrEmpty
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
        foreach ($name in [regex]::Matches($page, "\b[A-Z][a-z]+[A-Za-z]*-$nouns\b").Value | Sort-Object -Unique) {
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

        # The files that the topics speak of; what pages need they make themselves.
        $script:document = [regex]::Match((Get-Page about_LookerOAuth_Configuration), '(?s)```json\n(.*?)```').Groups[1].Value

        # What the examples find: an instance, which is a sandbox as it starts by default, and stand-ins for people and vaults.
        $script:before = {
            param($ModulePath, $Folder, $IsTopic)
            $ErrorActionPreference = 'Stop'
            $ConfirmPreference = 'None'
            $ProgressPreference = 'SilentlyContinue'
            if (Get-Variable PSStyle -ErrorAction SilentlyContinue) { $PSStyle.OutputRendering = 'PlainText' }
            Import-Module $ModulePath
            Set-Location $Folder
            $instance = Start-LookerSandbox
            $env:LOOKERSDK_BASE_URL = $instance.BaseUrl
            $env:LOOKERSDK_CLIENT_ID = $instance.Credential.UserName
            $env:LOOKERSDK_CLIENT_SECRET = $instance.Credential.GetNetworkCredential().Password
            Set-Content ./looker.ini "[Looker]`nbase_url=https://nowhere.invalid`n[Production]`nbase_url=$($instance.BaseUrl)`n[Browser]`nbase_url=$($instance.BaseUrl)"
            function Get-Credential { $instance.Credential }
            $key = $instance.Credential
            $form = @{ client_id = $key.UserName; client_secret = $key.GetNetworkCredential().Password }
            $token = (Invoke-RestMethod -Method Post -Uri "$($instance.BaseUrl)/api/4.0/login" -Body $form).access_token
            $null = New-Item Function:Set-Secret -Value { $null = $args }
            function Get-Secret {
                [CmdletBinding()]
                param($Name)
                switch ($Name) {
                    { $_ -in 'looker-api-key', 'looker-dev-api-key', 'looker-prod-api-key' } { $instance.Credential }
                    'looker-token' { [System.Net.NetworkCredential]::new('', $token).SecurePassword }
                    default { $instance.Credential.Password }
                }
            }
            function Read-Host {
                param($Prompt, [switch] $AsSecureString)
                if ($AsSecureString) { $instance.Credential.Password } elseif ($Prompt) { $instance.Credential.UserName }
            }
            if ($IsTopic) { $null = $instance | Connect-Looker }
        }
        $script:run = {
            param($Code)
            $Code = $Code -replace 'https://\w+\.cloud\.looker\.com', $instance.BaseUrl
            $null = Start-Transcript -Path ./transcript.txt -Force
            try { . ([scriptblock]::Create($Code)) | Out-String -Width 120 }
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

    Context 'of <Page>' -ForEach $pages {
        BeforeAll {
            $folder = New-Item (Join-Path $TestDrive "examples of $Page") -ItemType Directory
            $isTopic = $Page -like 'about_*'
            if ($isTopic) {
                Set-Content (Join-Path $folder looker-oauth.json) $document
                Set-Content (Join-Path $folder prod.psd1) "@{ snowflakeHost = 'example.snowflakecomputing.com' }"
                Set-Content (Join-Path $folder apps.csv) "ClientGuid,RedirectUri,DisplayName`napp-one,http://localhost:7001/callback,First app"
            }
            $script:shell = [powershell]::Create()
            $null = $shell.AddScript($before, $false).AddArgument($module).AddArgument($folder.FullName).AddArgument($isTopic).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
        }

        AfterAll {
            $shell.Commands.Clear()
            $null = $shell.AddScript('Remove-Module LookerOAuth').Invoke()
            $shell.Dispose()
        }

        It '<Name>' -ForEach $Examples {
            $shell.Commands.Clear()
            $shell.Streams.ClearStreams()
            $shown = $shell.AddScript($run, $false).AddArgument($Code).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            if ($Output -and $PSEdition -eq 'Core') {
                $lines = { param($text) $text -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ } }
                & $lines ($shown -join "`n") | Should -BeExactly (& $lines $Output)
            }
        }
    }

    It 'a runbook and its test, and mocks, in about_LookerOAuth_Testing' {
        $folder = Join-Path $TestDrive runbook
        $null = New-Item $folder -ItemType Directory
        foreach ($file in [regex]::Matches((Get-Page about_LookerOAuth_Testing), '(?s)```powershell\n(# (\S+\.ps1)\n.*?)```')) {
            Set-Content (Join-Path $folder $file.Groups[2].Value) $file.Groups[1].Value
        }
        $shell = [powershell]::Create()
        try {
            $script = 'param($Pester, $Tests) Import-Module $Pester; Invoke-Pester $Tests -Output None -PassThru; Remove-Module LookerOAuth'
            $result = $shell.AddScript($script).AddArgument((Get-Module Pester).Path).AddArgument($folder).Invoke() | Where-Object { $_.PSObject.Properties['FailedCount'] }
            @($result).Count | Should -Be 1
            $result.Failed | Where-Object { $_ } | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord)" } | Should -BeNullOrEmpty
            $result.PassedCount | Should -BeGreaterOrEqual 9
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
