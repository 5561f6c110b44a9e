<#
.SYNOPSIS
    Gives an external OAuth app a new client secret from a vault.
.PARAMETER BaseUrl
    The instance. Without it, the script logs in with the LOOKERSDK_* variables.
.EXAMPLE
    ./Update-LookerExternalSecret.ps1 -BaseUrl https://example.cloud.looker.com -Credential $key -ClientId abc123 -ClientSecret (Get-Secret snowflake-oauth)
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $BaseUrl,

    [pscredential] $Credential,

    [Parameter(Mandatory)]
    [string] $ClientId,

    [Parameter(Mandatory)]
    [securestring] $ClientSecret
)

$ErrorActionPreference = 'Stop'
Import-Module LookerOAuth -Verbose:$false

$login = if ($BaseUrl) { @{ BaseUrl = $BaseUrl; Credential = $Credential } } else { @{} }
$connection = Connect-Looker @login
try {
    if ($PSCmdlet.ShouldProcess($ClientId, 'Rotate the client secret')) {
        Set-LookerExternalOAuthApp -ClientId $ClientId -ClientSecret $ClientSecret -Connection $connection
    }
}
finally {
    Disconnect-Looker -Connection $connection
}
