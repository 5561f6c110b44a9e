#requires -Version 7.2
#requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }

<#
.SYNOPSIS
Makes the help that ships out of the pages in this folder.

.DESCRIPTION
Reads the command pages with Microsoft.PowerShell.PlatyPS and writes the external help, and turns the about topics into plain
text of 80 columns. The same pages give the same bytes on every system. The result is committed, so that staging the module
needs no PowerShell.

.PARAMETER OutputPath
The folder to write to. By default en-US in this folder.
#>
[CmdletBinding()]
param(
    [ValidateNotNullOrEmpty()]
    [string] $OutputPath = (Join-Path -Path $PSScriptRoot -ChildPath 'en-US')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0

$width = 80

# Markdown within a line, as plain text.
function ConvertTo-PlainText {
    param([string] $Text)

    $Text = [regex]::Replace($Text, '\[([^\]]+)\]\(([^)\s]+)\)', {
            param($link)
            $uri = $link.Groups[2].Value
            if ($uri -match '\.md(#.*)?$') { $link.Groups[1].Value } else { "$($link.Groups[1].Value) ($uri)" }
        })
    $Text = [regex]::Replace($Text, '``\s?(.+?)\s?``', '$1')
    $Text = [regex]::Replace($Text, '(?<!`)`([^`]+)`(?!`)', '$1')
    [regex]::Replace($Text, '\*\*(.+?)\*\*', '$1')
}

# Lines no longer than the page; the first may have another indentation than the others.
function Format-Paragraph {
    param([string] $Text, [int] $Indent, [string] $Lead = (' ' * $Indent))

    $line = $Lead
    $isEmpty = $true
    foreach ($word in $Text -split '\s+' -ne '') {
        if (-not $isEmpty -and $line.Length + 1 + $word.Length -gt $width) {
            $line
            $line = ' ' * $Indent
            $isEmpty = $true
        }
        $line += if ($isEmpty) { $word } else { " $word" }
        $isEmpty = $false
    }
    $line
}

# A table stays one where it fits; a wide one becomes a list of its rows.
function Format-Table80 {
    param([string[]] $Line)

    $rows = foreach ($text in $Line -notmatch '^\|[\s:|-]+\|\s*$') {
        , @($text.Trim().Trim('|') -split '(?<!\\)\|' | ForEach-Object { (ConvertTo-PlainText -Text $_.Trim()) -replace '\\\|', '|' })
    }
    $columns = 0..($rows[0].Count - 1)
    $widths = $columns | ForEach-Object { $column = $_; ($rows | ForEach-Object { $_[$column].Length } | Measure-Object -Maximum).Maximum }
    if (($widths | Measure-Object -Sum).Sum + 2 * $columns.Count + 2 -le $width) {
        $rule = , @($widths | ForEach-Object { '-' * $_ })
        foreach ($row in @(, $rows[0]) + $rule + @($rows | Select-Object -Skip 1)) {
            ('    ' + (($columns | ForEach-Object { $row[$_].PadRight($widths[$_]) }) -join '  ')).TrimEnd()
        }
        return
    }

    $labels = @($rows[0] | Select-Object -Skip 1 | ForEach-Object { $_.Substring(0, 1).ToUpperInvariant() + $_.Substring(1) + ':' })
    $labelWidth = ($labels | Measure-Object -Property Length -Maximum).Maximum + 1
    $isFirst = $true
    foreach ($row in $rows | Select-Object -Skip 1) {
        if (-not $isFirst) { '' }
        $isFirst = $false
        "    $($row[0])"
        for ($i = 0; $i -lt $labels.Count; $i++) {
            Format-Paragraph -Text $row[$i + 1] -Indent (8 + $labelWidth) -Lead ('        ' + $labels[$i].PadRight($labelWidth))
        }
    }
}

# An about topic as Get-Help wants it: the name in line 2, the short description in line 5.
function ConvertTo-AboutText {
    param([string[]] $Line)

    $i = 0
    while ($i -lt $Line.Count) {
        $text = $Line[$i]
        if ($text -match '^```') {
            for ($i++; $Line[$i] -notmatch '^```'; $i++) { "        $($Line[$i])".TrimEnd() }
            $i++
        }
        elseif ($text -match '^\|') {
            $table = for (; $i -lt $Line.Count -and $Line[$i] -match '^\|'; $i++) { $Line[$i] }
            Format-Table80 -Line $table
        }
        elseif ($text -match '^# (.+)$') {
            'TOPIC'
            "    $($Matches[1])"
            $i++
        }
        elseif ($text -match '^## (.+)$') {
            $Matches[1].ToUpperInvariant()
            # The text follows its heading at once.
            $i += if ($Line[$i + 1] -eq '') { 2 } else { 1 }
        }
        elseif ($text -match '^### (.+)$') {
            "  $(ConvertTo-PlainText -Text $Matches[1])"
            $i++
        }
        elseif ($text -match '^(\s*)(-|\d+\.) (.+)$') {
            $lead = '    ' + $Matches[1] + $Matches[2] + ' '
            $item = $Matches[3]
            for ($i++; $i -lt $Line.Count -and $Line[$i] -match '^\s+\S' -and $Line[$i] -notmatch '^\s*(-|\d+\.) '; $i++) { $item += " $($Line[$i].Trim())" }
            Format-Paragraph -Text (ConvertTo-PlainText -Text $item) -Indent $lead.Length -Lead $lead
        }
        elseif ($text -eq '') {
            ''
            $i++
        }
        else {
            $paragraph = for (; $i -lt $Line.Count -and $Line[$i] -ne '' -and $Line[$i] -notmatch '^(```|\||#|- |\d+\. )'; $i++) { $Line[$i] }
            Format-Paragraph -Text (ConvertTo-PlainText -Text ($paragraph -join ' ')) -Indent 4
        }
    }
}

# What stands before the code of an example, the code, and what comes after it.
function Split-Example {
    param([string] $Remarks)

    $before, $code, $after = [regex]::Match(($Remarks -replace '\r', ''), '(?s)^(.*?)```powershell\n(.*?)\n```(.*)$').Groups[1..3].Value
    $after = [regex]::Replace($after, '(?m)^```\w*\n?', '')
    @{
        Before = ConvertTo-PlainText -Text $before.Trim()
        Code   = $code
        After  = (ConvertTo-PlainText -Text $after.Trim()) -replace '\n{3,}', "`n`n"
    }
}

function Add-Paragraph {
    param([System.Xml.XmlElement] $Parent, [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Text)

    foreach ($line in $Text) {
        $paragraph = $Parent.OwnerDocument.CreateElement('maml', 'para', 'http://schemas.microsoft.com/maml/2004/10')
        $paragraph.InnerText = $line
        $null = $Parent.AppendChild($paragraph)
    }
}

# What PlatyPS leaves as Markdown, or leaves out, in the external help.
function Complete-ExternalHelp {
    param([xml] $Document, [Microsoft.PowerShell.PlatyPS.Model.CommandHelp[]] $Page)

    $names = [System.Xml.XmlNamespaceManager]::new($Document.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')

    foreach ($node in $Document.SelectNodes('//maml:para[not(ancestor::command:example)]', $names)) {
        $node.InnerText = ConvertTo-PlainText -Text $node.InnerText
    }
    foreach ($node in $Document.SelectNodes('//dev:type/maml:name | //command:parameterValue', $names)) {
        $node.InnerText = $node.InnerText -replace '^System\.Nullable`1\[(.+)\]$', '$1'
    }
    foreach ($node in $Document.SelectNodes('//maml:uri[contains(text(), ".md") and not(contains(text(), "://"))]', $names)) {
        $node.InnerText = ''
    }

    foreach ($command in $Page) {
        $node = $Document.SelectSingleNode("//command:command[command:details/command:name='$($command.Title)']", $names)
        foreach ($parameter in $command.Parameters | Where-Object DefaultValue) {
            $default = $Document.CreateElement('dev', 'defaultValue', 'http://schemas.microsoft.com/maml/dev/2004/10')
            $default.InnerText = $parameter.DefaultValue
            $null = $node.SelectSingleNode("command:parameters/command:parameter[maml:name='$($parameter.Name)']", $names).AppendChild($default)
        }

        $examples = $node.SelectNodes('command:examples/command:example', $names)
        for ($i = 0; $i -lt $examples.Count; $i++) {
            $parts = Split-Example -Remarks $command.Examples[$i].Remarks
            $introduction = $examples[$i].SelectSingleNode('maml:introduction', $names)
            $introduction.RemoveAll()
            Add-Paragraph -Parent $introduction -Text (@($parts.Before) -ne '')
            $examples[$i].SelectSingleNode('dev:code', $names).InnerText = $parts.Code
            # The empty one keeps the next example apart.
            Add-Paragraph -Parent $examples[$i].SelectSingleNode('dev:remarks', $names) -Text $parts.After, ''
        }
    }
}

function Save-ExternalHelp {
    param([xml] $Document, [string] $Path)

    $settings = [System.Xml.XmlWriterSettings]::new()
    $settings.Encoding = [System.Text.UTF8Encoding]::new($false)
    $settings.Indent = $true
    $settings.NewLineChars = "`n"
    $writer = [System.Xml.XmlWriter]::Create($Path, $settings)
    try { $Document.Save($writer) } finally { $writer.Dispose() }
    [System.IO.File]::AppendAllText($Path, "`n")
}

$null = New-Item -Path $OutputPath -ItemType Directory -Force
$OutputPath = (Resolve-Path -LiteralPath $OutputPath).ProviderPath
$work = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath ([System.IO.Path]::GetRandomFileName())
try {
    $pages = Import-MarkdownCommandHelp -LiteralPath (Get-ChildItem -Path $PSScriptRoot -Filter '*-*.md' | Sort-Object -Property Name).FullName
    $raw = Export-MamlCommandHelp -CommandHelp $pages -OutputFolder $work
    [xml] $document = [System.IO.File]::ReadAllText($raw.FullName)
    Complete-ExternalHelp -Document $document -Page $pages
    Save-ExternalHelp -Document $document -Path (Join-Path -Path $OutputPath -ChildPath $raw.Name)
}
finally {
    if (Test-Path -LiteralPath $work) { Remove-Item -LiteralPath $work -Recurse }
}

Remove-Item -Path (Join-Path -Path $OutputPath -ChildPath 'about_*.help.txt')
foreach ($page in Get-ChildItem -Path $PSScriptRoot -Filter 'about_*.md' | Sort-Object -Property Name) {
    $text = ConvertTo-AboutText -Line ([System.IO.File]::ReadAllLines($page.FullName))
    [System.IO.File]::WriteAllText((Join-Path -Path $OutputPath -ChildPath "$($page.BaseName).help.txt"), ($text -join "`n") + "`n")
}
