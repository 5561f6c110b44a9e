<#
.SYNOPSIS
    Runs Pester files with the pinned Pester: for the xunit rows that stand for them, and by hand.
.EXAMPLE
    dotnet pwsh -NoProfile -File tests/LookerOAuth.Module.Tests/Invoke-PesterFile.ps1 tests/pester/Views.Tests.ps1
#>
[CmdletBinding()]
param(
    # One file, or several with ; in between.
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    # Only tests with such a name; wildcards.
    [string] $FullName = '*',
    # The manifest of Pester; without it, that of the newest build, which puts it beside the tests.
    [string] $Pester,
    # Where the outcome goes, as JSON; without it, it is shown.
    [string] $ResultPath
)

if (-not $Pester) {
    $build = Get-Item -Path "$PSScriptRoot/bin/*/net10.0/LookerOAuth.Module.Tests.dll" | Sort-Object -Property LastWriteTimeUtc | Select-Object -Last 1
    if (-not $build) { throw 'Build tests/LookerOAuth.Module.Tests first.' }
    $Pester = Join-Path -Path $build.DirectoryName -ChildPath 'Pester/Pester.psd1'
}

Import-Module -Name $Pester -ErrorAction Stop
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path -split ';'
$configuration.Run.PassThru = $true
$configuration.Filter.FullName = $FullName
$configuration.Output.Verbosity = if ($ResultPath) { 'None' } else { 'Detailed' }
$run = Invoke-Pester -Configuration $configuration
if (-not $ResultPath) {
    exit $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
}

$failures = @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers) | Where-Object { $_ } | ForEach-Object {
    $name = if ($_.ExpandedPath) { $_.ExpandedPath } else { "$($_.Name)$($_.Item)" }
    $reasons = $_.ErrorRecord | ForEach-Object {
        $_.Exception.Message
        $_.ScriptStackTrace -split "`n" | Where-Object { $_ -notmatch 'Pester\.psm?1|Invoke-PesterFile' }
    }
    ($name, $reasons | Write-Output) -join "`n  "
}
@{
    Passed = $run.PassedCount
    Failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    Skipped = $run.SkippedCount + $run.NotRunCount
    IsDesktop = $PSVersionTable.PSEdition -eq 'Desktop'
    Failures = @($failures)
} | ConvertTo-Json | Set-Content -Path $ResultPath -Encoding UTF8
