<#
.SYNOPSIS
    Replaces the API key that a runbook logs in with, in its vault, when the key reaches a given age. Needs Microsoft.PowerShell.SecretManagement.
.DESCRIPTION
    The vault has the key as a credential: client id as user name, secret as password. The new key is stored in the vault before the old
    one is removed, so the script can run on any schedule. It emits the rotation, or nothing if the key is not old enough yet.
.EXAMPLE
    ./Update-RunbookKey.ps1 -BaseUrl https://example.cloud.looker.com -SecretName looker-prod
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string] $BaseUrl,

    [Parameter(Mandatory)]
    [string] $SecretName,

    # The maximum age of a key.
    [int] $MaximumAgeDays = 90
)

$ErrorActionPreference = 'Stop'
Import-Module LookerOAuth -Verbose:$false

$credential = Get-Secret -Name $SecretName
$connection = Connect-Looker -BaseUrl $BaseUrl -Credential $credential
try {
    $key = Get-LookerApiKey -Connection $connection | Where-Object ClientId -EQ $credential.UserName
    if (-not $key -or -not $key.CreatedAt) {
        throw "Looker does not report the age of the key '$($credential.UserName)'. The connected user must be able to see the key."
    }

    $days = [int] ([datetimeoffset]::UtcNow - $key.CreatedAt).TotalDays
    Write-Verbose "The key '$($key.ClientId)' is $days days old."
    if ($days -ge $MaximumAgeDays -and $PSCmdlet.ShouldProcess($key.ClientId, 'Replace the API key')) {
        Update-LookerApiKey -Connection $connection -Confirm:$false -Store { Set-Secret -Name $SecretName -Secret $_ }
    }
}
finally {
    Disconnect-Looker -Connection $connection
}
