<#
.SYNOPSIS
    Draws the terminal session in the README, from a real run against a sandbox, as an SVG.
.DESCRIPTION
    Each line is run as at a prompt, and what PowerShell writes to the screen, colours included, becomes text in the picture. The picture has a
    background of its own, so that it can be read on light and dark pages. The same module gives the same picture: a test compares them.
    Run it after a build: dotnet pwsh -NoProfile -File tools/New-TerminalPicture.ps1
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Position = 0)]
    [string] $Path = "$PSScriptRoot/../docs/images/terminal.svg",

    # The module as the build stages it.
    [string] $ModulePath = "$PSScriptRoot/../out/LookerOAuth/LookerOAuth.psd1",

    # How many characters fit into a line.
    [int] $Width = 100
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0

$session = @(
    '$null = Start-LookerSandbox | Connect-Looker'
    'New-LookerOAuthClientApp com.example.cli http://localhost:7777/cb ''Example CLI'''
    'New-LookerOAuthClientApp com.example.cli http://localhost:7777/cb ''Example CLI'''
    'Compare-LookerOAuthConfiguration ./looker-oauth.json -Prune -PruneFilter com.example.*'
)

# What the last line compares with: an app that differs, one that is missing, and one that is to go.
$prepared = @'
Set-LookerOAuthClientApp com.example.cli -Description 'Ask Looker' | Out-Null
New-LookerOAuthClientApp com.example.old https://old.example.com/callback 'Old reports' | Out-Null
'@
$document = @'
{
  "version": 1,
  "clientApps": {
    "com.example.cli": { "displayName": "Example CLI", "description": "Ask Looker from a terminal", "group": "Analysts" },
    "com.example.web": { "redirectUri": ["https://web.example.com/callback"], "displayName": "Example Web", "enabled": true }
  }
}
'@

# Colours of a terminal, by the number of the escape sequence; all of them readable on the background.
$colors = @{
    30 = '#8b949e'; 31 = '#ff7b72'; 32 = '#7ee787'; 33 = '#f2cc60'; 34 = '#79c0ff'; 35 = '#d2a8ff'; 36 = '#76e3ea'; 37 = '#e6edf3'
    90 = '#8b949e'; 91 = '#ffa198'; 92 = '#7ee787'; 93 = '#f2cc60'; 94 = '#79c0ff'; 95 = '#d2a8ff'; 96 = '#76e3ea'; 97 = '#ffffff'
}

# What the screen shows for a line: the text with its escape sequences.
function Get-Screen {
    param([string] $Line)
    # Errors that are not caught are text on the screen, too.
    $ErrorActionPreference = 'Continue'
    . ([scriptblock]::Create($Line)) 2>&1 | Out-String -Width $Width
}

# The parts of a line that have one style each, cut where the terminal is full.
function Split-Line {
    param([string] $Line)
    $color = $null
    $bold = $false
    $column = 0
    $parts = [System.Collections.Generic.List[object]]::new()
    foreach ($token in [regex]::Matches($Line, "`e\[(?<codes>[\d;]*)m|(?<text>[^`e]+)")) {
        if ($token.Groups['codes'].Success) {
            foreach ($code in $token.Groups['codes'].Value -split ';' | ForEach-Object { [int]"0$_" }) {
                if ($code -eq 0) { $color = $null; $bold = $false }
                elseif ($code -eq 1) { $bold = $true }
                elseif ($code -eq 39) { $color = $null }
                elseif ($colors.ContainsKey($code)) { $color = $colors[$code] }
            }
            continue
        }
        $text = $token.Groups['text'].Value
        while ($text) {
            if ($column -eq $Width) {
                , $parts
                $parts = [System.Collections.Generic.List[object]]::new()
                $column = 0
            }
            $taken = [Math]::Min($text.Length, $Width - $column)
            if ($taken -lt $text.Length) {
                # A long word is cut; otherwise the line ends after a blank.
                $blank = $text.LastIndexOf(' ', $taken - 1)
                if ($blank -gt 0) { $taken = $blank + 1 }
            }
            # Blanks in a row are columns: what follows has a place of its own.
            foreach ($word in [regex]::Matches($text.Substring(0, $taken), '\S+(?: \S+)*')) {
                $parts.Add([pscustomobject]@{ Text = $word.Value; Column = $column + $word.Index; Color = $color; Bold = $bold })
            }
            $column = if ($taken -lt $text.Length) { $Width } else { $column + $taken }
            $text = $text.Substring($taken)
        }
    }
    , $parts
}

$module = Import-Module $ModulePath -PassThru
$rendering = $PSStyle.OutputRendering
$folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
$null = New-Item -Path $folder -ItemType Directory -WhatIf:$false
Push-Location $folder
try {
    $PSStyle.OutputRendering = 'Ansi'
    Set-Content -Path ./looker-oauth.json -Value $document -WhatIf:$false
    $lines = foreach ($typed in $session) {
        if ($typed -eq $session[-1]) {
            . ([scriptblock]::Create($prepared))
        }
        , @(Split-Line "`e[90mPS>`e[0m $typed")
        foreach ($shown in ((Get-Screen $typed) -replace '\r').Trim("`n") -split "`n" | Where-Object { $_ -or $typed -ne $session[0] }) {
            , @(Split-Line $shown.TrimEnd())
        }
        , @(, @())
    }
}
finally {
    $PSStyle.OutputRendering = $rendering
    Disconnect-Looker -All
    Stop-LookerSandbox
    Pop-Location
    Remove-Item $folder -Recurse -WhatIf:$false
}

# A flat list of lines, each a list of parts; none at the end is empty.
$rows = @($lines | ForEach-Object { foreach ($row in $_) { , @($row) } })
while ($rows[-1].Count -eq 0) { $rows = $rows[0..($rows.Count - 2)] }

$cell = 8.4
$step = 20
$pixels = [int]($Width * $cell + 40)
$height = $rows.Count * $step + 66
$svg = [System.Text.StringBuilder]::new()
$null = $svg.Append(@"
<svg xmlns="http://www.w3.org/2000/svg" width="$pixels" height="$height" viewBox="0 0 $pixels $height" role="img" aria-labelledby="title">
<title id="title">A PowerShell session: an app is registered, a second attempt fails with a recommendation, and a plan shows what would change.</title>
<rect x="0.5" y="0.5" width="$($pixels - 1)" height="$($height - 1)" rx="8" fill="#161b22" stroke="#6e7681"/>
<circle cx="20" cy="20" r="6" fill="#ff7b72"/><circle cx="40" cy="20" r="6" fill="#f2cc60"/><circle cx="60" cy="20" r="6" fill="#7ee787"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">

"@.Replace("`r", ''))
$y = 56
foreach ($row in $rows) {
    foreach ($part in $row) {
        $style = $(if ($part.Color) { " fill=`"$($part.Color)`"" }) + $(if ($part.Bold) { ' font-weight="bold"' })
        $x = (20 + $part.Column * $cell).ToString('0.#', [cultureinfo]::InvariantCulture)
        # Columns stay columns, whatever font there is.
        $length = ($part.Text.Length * $cell).ToString('0.#', [cultureinfo]::InvariantCulture)
        $null = $svg.Append("<text x=`"$x`" y=`"$y`" textLength=`"$length`" lengthAdjust=`"spacingAndGlyphs`"$style>$([System.Security.SecurityElement]::Escape($part.Text))</text>`n")
    }
    $y += $step
}
$null = $svg.Append("</g>`n</svg>`n")

if ($PSCmdlet.ShouldProcess($Path, 'Write the picture')) {
    $null = New-Item -Path (Split-Path $Path) -ItemType Directory -Force
    [System.IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), $svg.ToString())
    Write-Verbose "Drawn with $($module.Name) $($module.Version)."
}
