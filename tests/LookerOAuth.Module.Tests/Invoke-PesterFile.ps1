# Runs Pester files in a process of their own and leaves the outcome in a JSON file, for the xunit rows that stand for them.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module -Name Pester -MinimumVersion 5.0 -MaximumVersion 5.999
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration

$failures = @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers) | Where-Object { $_ } | ForEach-Object {
    $name = if ($_.ExpandedPath) { $_.ExpandedPath } else { "$($_.Name)$($_.Item)" }
    "$name`n  " + (($_.ErrorRecord | ForEach-Object { "$($_.Exception.Message)`n  at $($_.ScriptStackTrace)" }) -join "`n  ")
}
@{
    Passed = $run.PassedCount
    Failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    Skipped = $run.SkippedCount + $run.NotRunCount
    Failures = @($failures)
} | ConvertTo-Json | Set-Content -Path $ResultPath
