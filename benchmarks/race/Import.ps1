<#
.SYNOPSIS
    Prints how many milliseconds Import-Module takes in a process of its own.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path
)

$clock = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $Path
ConvertTo-Json -InputObject $clock.Elapsed.TotalMilliseconds
