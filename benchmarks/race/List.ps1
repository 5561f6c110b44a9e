<#
.SYNOPSIS
    Lists all apps in a process of its own: prints the milliseconds to the first object, those to the last, how many objects there were and the process's peak in bytes.
.NOTES
    The whole is done twice. The first time compiles the way; the second is what is timed.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $BaseUrl,

    [Parameter(Mandatory)]
    [pscredential] $Credential
)

$ErrorActionPreference = 'Stop'
Import-Module $ModulePath
Connect-Looker -BaseUrl $BaseUrl -Credential $Credential
foreach ($round in 1..2) {
    $first = -1
    $count = 0
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    Get-LookerOAuthClientApp | ForEach-Object {
        if ($count++ -eq 0) {
            $first = $clock.Elapsed.TotalMilliseconds
        }
    }
    $whole = $clock.Elapsed.TotalMilliseconds
    Write-Verbose "Round ${round}: first after $first ms, last after $whole ms."
}
'{0} {1} {2} {3}' -f $first, $whole, $count, [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
