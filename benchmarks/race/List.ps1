<#
.SYNOPSIS
    Lists all apps twice in a process of its own: prints the times to the first object and to the last in milliseconds, their number, and the process's peak in bytes.
.NOTES
    The first time pays for starting up, the second is what a list costs. The key comes by the input: "<client id> <secret>".
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $BaseUrl
)

$ErrorActionPreference = 'Stop'
$clientId, $secret = [Console]::In.ReadLine() -split ' '
Import-Module $ModulePath
Connect-Looker -BaseUrl $BaseUrl -Credential ([pscredential]::new($clientId, [System.Net.NetworkCredential]::new('', $secret).SecurePassword))
$rounds = foreach ($round in 1..2) {
    $list = @{ Round = $round; First = 0; Whole = 0; Length = 0 }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    Get-LookerOAuthClientApp | ForEach-Object {
        if ($list.Length++ -eq 0) {
            $list.First = $clock.Elapsed.TotalMilliseconds
        }
    }
    $list.Whole = $clock.Elapsed.TotalMilliseconds
    $list
}
ConvertTo-Json -Compress -InputObject @{ Rounds = $rounds; Peak = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 }
