<#
.SYNOPSIS
    Writes the changes that apply.ps1 would make on an instance, as Markdown for a pull request. It changes nothing.
.PARAMETER Instance
    The instance: a file in the folder instances.
.PARAMETER Connection
    The connection to it, or its name. By default the current one.
.EXAMPLE
    Connect-Looker; ./plan.ps1 prod
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Instance,

    [object] $Connection
)

$ErrorActionPreference = 'Stop'
$parameters = Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/instances/$Instance.psd1" -ErrorAction Stop
if ($Connection) {
    $parameters.Connection = $Connection
}

$changes = @(Compare-LookerOAuthConfiguration -Path "$PSScriptRoot/looker-oauth.json" @parameters -WarningVariable warnings)
if ($changes.Count -eq 0) {
    "**$Instance** matches the document."
    return
}

"**$Instance**, changes: $($changes.Count)"
''
'```diff'
# As text, a change is one line, however long.
$changes | ForEach-Object -MemberName ToString
'```'

foreach ($warning in $warnings) {
    ''
    "**This cannot be applied yet.** $warning"
}
