<#
.SYNOPSIS
    Prints how many milliseconds Import-Module takes in a process of its own: by the clock, and of processor time.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path
)

$before = [Environment]::CpuUsage.TotalTime
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $Path
$elapsed = $clock.Elapsed
$used = [Environment]::CpuUsage.TotalTime - $before
"$([int]$elapsed.TotalMilliseconds) $([int]$used.TotalMilliseconds)"
