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
    # The manifest of Pester; the build puts it beside the tests.
    [string] $Pester = "$PSScriptRoot/bin/Debug/net10.0/Pester/Pester.psd1",
    # Where the outcome goes, as JSON; without it, it is shown.
    [string] $ResultPath
)

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
    Failures = @($failures)
} | ConvertTo-Json | Set-Content -Path $ResultPath
