<#
.SYNOPSIS
    Replaces the API key that a runbook logs in with, in its vault, when the key reaches a given age. Needs Microsoft.PowerShell.SecretManagement.
.DESCRIPTION
    The secret holds the key as a credential: client id as user name, secret as password. The new key is in the vault before the old one
    goes, so run it on any schedule. It emits the rotation, or nothing if the key is not old enough yet.
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
Import-Module LookerOAuth

$credential = Get-Secret -Name $SecretName
$connection = Connect-Looker -BaseUrl $BaseUrl -Credential $credential
try {
    $key = Get-LookerApiKey -Connection $connection | Where-Object ClientId -EQ $credential.UserName
    if (-not $key.CreatedAt) {
        throw "Looker does not tell how old the key '$($credential.UserName)' is. The user must be able to see it."
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
