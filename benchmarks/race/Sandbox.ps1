<#
.SYNOPSIS
    A sandbox in a process of its own: prints its address and key, and ends with its input.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $SeedPath,

    [int] $LatencyMilliseconds
)

$ErrorActionPreference = 'Stop'
Import-Module $ModulePath
$sandbox = Start-LookerSandbox -Path $SeedPath -Latency ([timespan]::FromMilliseconds($LatencyMilliseconds))
$key = $sandbox.Credential.GetNetworkCredential()
"$($sandbox.BaseUrl) $($key.UserName) $($key.Password)"
$null = [Console]::In.ReadLine()
Stop-LookerSandbox -Sandbox $sandbox
