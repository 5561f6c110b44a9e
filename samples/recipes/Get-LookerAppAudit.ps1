<#
.SYNOPSIS
    Reports who has activated which OAuth client app, and the problems of each app, for auditors.
.PARAMETER BaseUrl
    The instance. Without it, the script logs in with the LOOKERSDK_* variables.
.EXAMPLE
    ./Get-LookerAppAudit.ps1 -BaseUrl https://example.cloud.looker.com -Credential $key | Export-Csv audit.csv
#>
[CmdletBinding()]
param(
    [string] $BaseUrl,

    [pscredential] $Credential
)

$ErrorActionPreference = 'Stop'
Import-Module LookerOAuth

$login = if ($BaseUrl) { @{ BaseUrl = $BaseUrl; Credential = $Credential } } else { @{} }
$connection = Connect-Looker @login
try {
    $apps = @(Get-LookerOAuthClientApp -Connection $connection)

    # One list request for all apps; shared data, such as the groups, is requested once.
    $findings = Test-LookerOAuthClientApp * -Connection $connection -ThrottleLimit 8 | Where-Object Result -NE 'Pass' | Group-Object -Property ClientGuid -AsHashTable -AsString -CaseSensitive
    foreach ($app in $apps) {
        [pscustomobject]@{
            ClientGuid     = $app.ClientGuid
            DisplayName    = $app.DisplayName
            Enabled        = $app.Enabled
            GroupId        = $app.GroupId
            ActivatedUsers = @($app.ActivatedUsers.DisplayName) -join '; '
            Findings       = if ($findings) { @($findings[$app.ClientGuid].Message) -join '; ' }
        }
    }
}
finally {
    Disconnect-Looker -Connection $connection
}
