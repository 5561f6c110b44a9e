<#
.SYNOPSIS
    Brings the help pages in docs/help up to the code: the syntax of each parameter set, and each parameter with its YAML block.
.DESCRIPTION
    What people wrote stays. A new parameter gets a section with the summary of its property, or with the text that the other pages have for a
    parameter that all commands share; the section of a parameter that is gone is removed. Parameters that are not shown are left out.
    A command without a page gets one with gaps ({{ ... }}), which the tests of the help do not accept until they are filled.
    Run it after a build, as `dotnet pwsh -NoProfile -File tools/Update-HelpPage.ps1`, or as `./build.ps1 Help`.
.OUTPUTS
    The names of the commands whose pages were changed.
#>
[CmdletBinding(SupportsShouldProcess)]
[OutputType([string])]
param(
    # The commands; wildcards are allowed. By default all.
    [Parameter(Position = 0)]
    [string[]] $Name = '*',

    # The module as the build stages it.
    [string] $ModulePath = "$PSScriptRoot/../out/LookerOAuth/LookerOAuth.psd1",

    # The documentation file of the assembly that the module was staged from.
    [string] $DocumentationPath = "$PSScriptRoot/../src/LookerOAuth.PowerShell/bin/*/net8.0/LookerOAuth.PowerShell.xml",

    [string] $PagePath = "$PSScriptRoot/../docs/help"
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0
$module = Import-Module $ModulePath -PassThru -Force
$documentation = Get-Item $DocumentationPath | Sort-Object LastWriteTime | Select-Object -Last 1
$summaries = @{}
foreach ($member in ([xml](Get-Content $documentation -Raw)).doc.members.member) {
    $summary = Select-Xml -Xml $member -XPath summary
    if ($summary) {
        $summaries[$member.name] = ($summary.Node.InnerText -replace '\s+', ' ').Trim()
    }
}

# Parameters that many commands have, and that mean the same everywhere.
$shared = 'Connection', 'ThrottleLimit', 'WhatIf', 'Confirm'
$common = [System.Management.Automation.PSCmdlet]::CommonParameters

function Get-ShownParameter {
    param([System.Management.Automation.CommandInfo] $Command)
    $Command.Parameters.Values | Where-Object {
        $_.Name -notin $common -and -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow })
    } | Sort-Object Name
}

# The syntax of a parameter set, in lines no longer than a page is wide.
function Get-Syntax {
    param([System.Management.Automation.CommandInfo] $Command, [System.Management.Automation.CommandParameterSetInfo] $Set)
    $text = "$($Command.Name) $Set" -replace ' ?\[<CommonParameters>\]'
    $shown = (Get-ShownParameter $Command).Name
    foreach ($hidden in $Set.Parameters.Name | Where-Object { $_ -notin $shown }) {
        $text = $text -replace " \[?\[?-$hidden\b\]?( <[^>]+>)?\]?"
    }
    $line = ''
    foreach ($item in [regex]::Matches($text, '\[\[-[^ ]+ <[^>]+>\]|\[-[^ ]+ <[^>]+>\]|\[?-[^ ]+ <[^>]+>|[^ ]+').Value) {
        if ($line.Length + $item.Length -gt 98) {
            $line
            $line = ''
        }
        $line += if ($line -eq '' -and $item -eq $Command.Name) { $item } else { " $item" }
    }
    $line
}

function Get-SyntaxSection {
    param([System.Management.Automation.CommandInfo] $Command)
    foreach ($set in $Command.ParameterSets | Sort-Object { -not $_.IsDefault }, Name) {
        "### $($set.Name)$(if ($set.IsDefault -and $set.Name -ne '__AllParameterSets') { ' (Default)' })", '', '```'
        Get-Syntax $Command $set
        '```', ''
    }
}

function Get-Yaml {
    param([System.Management.Automation.ParameterMetadata] $Parameter, [string] $Default)
    $aliases = @($Parameter.Aliases)
    $supportsWildcards = @($Parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }).Count -gt 0
    '```yaml'
    "Type: $($Parameter.ParameterType.ToString())"
    "DefaultValue: $Default"
    "SupportsWildcards: $($supportsWildcards.ToString().ToLowerInvariant())"
    if ($aliases) { @('Aliases:') + ($aliases | ForEach-Object { "- $_" }) } else { 'Aliases: []' }
    'ParameterSets:'
    foreach ($set in $Parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
        "- Name: $(if ($set.Key -eq '__AllParameterSets') { '(All)' } else { $set.Key })"
        "  Position: $(if ($set.Value.Position -eq [int]::MinValue) { 'Named' } else { $set.Value.Position })"
        "  IsRequired: $($set.Value.IsMandatory.ToString().ToLowerInvariant())"
        foreach ($way in 'ValueFromPipeline', 'ValueFromPipelineByPropertyName', 'ValueFromRemainingArguments') {
            "  ${way}: $($set.Value.$way.ToString().ToLowerInvariant())"
        }
    }
    'DontShow: false'
    'AcceptedValues: []'
    "HelpMessage: ''"
    '```'
}

# The text and the default value of each parameter of a page.
function Get-PageParameter {
    param([string] $Page)
    foreach ($match in [regex]::Matches($Page, '(?ms)^### -(\w+)\n(.*?)```yaml\n.*?^DefaultValue: ([^\n]*)$.*?^```$')) {
        [pscustomobject]@{
            Name    = $match.Groups[1].Value
            Text    = $match.Groups[2].Value.Trim()
            Default = $match.Groups[3].Value
        }
    }
}

# The summary of a parameter's property, which may be one of a base class.
function Get-Summary {
    param([type] $Type, [string] $Property)
    for (; $Type; $Type = $Type.BaseType) {
        $definition = if ($Type.IsGenericType) { $Type.GetGenericTypeDefinition() } else { $Type }
        $text = $summaries["P:$($definition.FullName).$Property"]
        if ($text) {
            return $text
        }
    }
    "{{ Fill $Property in }}"
}

function Get-ParameterSection {
    param([System.Management.Automation.CommandInfo] $Command, [object[]] $Known)
    foreach ($parameter in Get-ShownParameter $Command) {
        $before = $Known | Where-Object Name -EQ $parameter.Name
        $text = if ($before) { $before.Text }
        elseif ($parameter.Name -in $shared -and $sharedTexts[$parameter.Name]) { $sharedTexts[$parameter.Name] }
        else { Get-Summary $Command.ImplementingType $parameter.Name }
        "### -$($parameter.Name)", '', $text, ''
        Get-Yaml $parameter $(if ($before) { $before.Default } else { "''" })
        ''
    }
}

# A page with gaps where only a person knows what to write.
function Get-NewPage {
    param([System.Management.Automation.CommandInfo] $Command)
    $example = 1..3 | ForEach-Object { "### Example ${_}: {{ Task }}", '', '```powershell', $Command.Name, '```', '' }
    $output = $Command.OutputType | ForEach-Object { "### $($_.Name)", '', '{{ What is emitted }}', '' }
    (@(
        '---', 'document type: cmdlet', 'external help file: LookerOAuth.PowerShell.dll-Help.xml'
        "HelpUri: https://github.com/LookerOAuth/LookerOAuth/blob/main/docs/help/$($Command.Name).md"
        'Locale: en-US', 'Module Name: LookerOAuth'
        "ms.date: $([datetime]::UtcNow.ToString('MM/dd/yyyy', [cultureinfo]::InvariantCulture))"
        'PlatyPS schema version: 2024-05-01', "title: $($Command.Name)", '---', ''
        "# $($Command.Name)", '', '## SYNOPSIS', '', $summaries["T:$($Command.ImplementingType.FullName)"], ''
        '## SYNTAX', '', '## DESCRIPTION', '', '{{ What it does and for whom, role }}', '', '## EXAMPLES', '', $example
        '## PARAMETERS', '', '### CommonParameters', ''
        'This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,'
        '-InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,'
        '-Verbose, -WarningAction, and -WarningVariable. For more information, see'
        '[about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).', ''
        '## INPUTS', '', '{{ Inputs }}', '', '## OUTPUTS', '', $output, '## NOTES', '', 'API operations: {{ Name (stable or beta, since release), METHOD path }}', '', '## RELATED LINKS', '', '{{ Links }}', ''
    ) | ForEach-Object { $_ }) -join "`n"
}

$pages = @{}
foreach ($file in Get-ChildItem $PagePath -Filter *-*.md) {
    $pages[$file.BaseName] = [System.IO.File]::ReadAllText($file.FullName) -replace '\r'
}

$sharedTexts = @{}
foreach ($group in $pages.Values | ForEach-Object { Get-PageParameter $_ } | Where-Object Name -In $shared | Group-Object Name) {
    $sharedTexts[$group.Name] = ($group.Group | Group-Object Text | Sort-Object Count | Select-Object -Last 1).Name
}

foreach ($command in $module.ExportedCmdlets.Values | Sort-Object Name) {
    if (-not ($Name | Where-Object { $command.Name -like $_ })) {
        continue
    }
    $before = $pages[$command.Name]
    $page = if ($before) { $before } else { Get-NewPage $command }
    # As script blocks: in a replacement text a dollar sign has a meaning.
    $syntax = "## SYNTAX`n`n$((Get-SyntaxSection $command) -join "`n")`n"
    $parameters = "## PARAMETERS`n`n$((Get-ParameterSection $command @(Get-PageParameter $page)) -join "`n")`n"
    $page = [regex]::new('(?ms)^## SYNTAX\n.*?(?=^## )').Replace($page, { $syntax }, 1)
    $page = [regex]::new('(?ms)^## PARAMETERS\n.*?(?=^### CommonParameters)').Replace($page, { $parameters }, 1)
    $path = Join-Path $PagePath "$($command.Name).md"
    if ($page -cne $before -and $PSCmdlet.ShouldProcess($path, 'Update help page')) {
        [System.IO.File]::WriteAllText($path, $page)
        $command.Name
    }
}
