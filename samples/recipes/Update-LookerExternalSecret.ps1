<#
.SYNOPSIS
    Gives an external OAuth app a new client secret from a vault.
.EXAMPLE
    ./Update-LookerExternalSecret.ps1 -BaseUrl https://example.cloud.looker.com -Credential $key -ClientId abc123 -ClientSecret (Get-Secret snowflake-oauth)
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string] $BaseUrl,

    [Parameter(Mandatory)]
    [pscredential] $Credential,

    [Parameter(Mandatory)]
    [string] $ClientId,

    [Parameter(Mandatory)]
    [securestring] $ClientSecret
)

$ErrorActionPreference = 'Stop'
Import-Module LookerOAuth

$connection = Connect-Looker -BaseUrl $BaseUrl -Credential $Credential
try {
    if ($PSCmdlet.ShouldProcess($ClientId, 'Rotate the client secret')) {
        Set-LookerExternalOAuthApp -ClientId $ClientId -ClientSecret $ClientSecret -Connection $connection
    }
}
finally {
    Disconnect-Looker -Connection $connection
}
