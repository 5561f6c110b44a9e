<#
.SYNOPSIS
    Registers or updates the OAuth client apps of a CSV file. The script behind the recipes in docs/recipes.md.
.DESCRIPTION
    The file has the columns ClientGuid, RedirectUri and DisplayName, and may have Description, Enabled, and Group (or GroupName) or GroupId.
    An app that exists is changed only if it differs. Nothing is ever removed.
    If an app cannot be written, the others still are; then the script ends with an error, so that the job fails.
.PARAMETER BaseUrl
    The instance. Without it, the script logs in with the LOOKERSDK_* variables.
.EXAMPLE
    ./Sync-LookerApp.ps1 -Path apps.csv -BaseUrl https://example.cloud.looker.com -Credential (Get-Credential)
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [string] $BaseUrl,

    [pscredential] $Credential,

    [ValidateRange(1, 128)]
    [int] $ThrottleLimit = 8
)

$ErrorActionPreference = 'Stop'
Import-Module LookerOAuth -Verbose:$false

$login = if ($BaseUrl) { @{ BaseUrl = $BaseUrl; Credential = $Credential } } else { @{} }
$connection = Connect-Looker @login
try {
    $apps = Import-Csv -Path $Path
    $apps | New-LookerOAuthClientApp -Force -Connection $connection -ThrottleLimit $ThrottleLimit -ErrorAction Continue -ErrorVariable failures -Confirm:$false
}
finally {
    Disconnect-Looker -Connection $connection
}

if ($failures) {
    throw "$(@($failures).Count) of $(@($apps).Count) apps could not be written."
}
