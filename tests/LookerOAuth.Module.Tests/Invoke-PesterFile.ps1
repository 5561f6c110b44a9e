# Runs Pester files (one, or several with ; in between) in a process of their own and leaves the outcome in a JSON file, for the xunit rows that stand for them.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath
)

Import-Module -Name Pester -MinimumVersion 5.0 -MaximumVersion 5.999 -ErrorAction Stop
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path -split ';'
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration

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
