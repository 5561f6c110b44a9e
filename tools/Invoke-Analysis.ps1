<#
.SYNOPSIS
    Runs PSScriptAnalyzer over the scripts of the project and the staged manifest, and writes a line for each finding. Build first.
#>
[CmdletBinding()]
[OutputType([string])]
param()

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot

# Pester runs the blocks of a test file in scopes that the analyzer does not follow, and a test's stand-in for a command changes nothing.
$notInTests = 'PSUseDeclaredVarsMoreThanAssignments', 'PSUseShouldProcessForStateChangingFunctions'

$scripts = Get-ChildItem -LiteralPath $root -Recurse -Include '*.ps1' |
    Where-Object { [System.IO.Path]::GetRelativePath($root, $_.FullName) -notmatch '(^|[\\/])(out|artifacts|bin|obj|TestResults)[\\/]' }
# The manifest names files that stand beside it only in the staged module.
foreach ($file in @($scripts.FullName) + "$root/out/LookerOAuth/LookerOAuth.psd1") {
    Invoke-ScriptAnalyzer -Path $file -Settings PSGallery |
        Where-Object { $file -notlike '*.Tests.ps1' -or $_.RuleName -notin $notInTests } |
        ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName): $($_.Message)" }
}
