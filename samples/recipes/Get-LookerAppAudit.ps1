<#
.SYNOPSIS
    Lists who has activated which OAuth client app, and what is wrong with the apps: a report for auditors.
.EXAMPLE
    ./Get-LookerAppAudit.ps1 -BaseUrl https://example.cloud.looker.com -Credential $key | Export-Csv audit.csv
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $BaseUrl,

    [Parameter(Mandatory)]
    [pscredential] $Credential
)

$ErrorActionPreference = 'Stop'
Import-Module LookerOAuth

$connection = Connect-Looker -BaseUrl $BaseUrl -Credential $Credential
try {
    foreach ($app in Get-LookerOAuthClientApp -Connection $connection) {
        $findings = $app | Test-LookerOAuthClientApp | Where-Object Result -NE 'Pass'
        [pscustomobject]@{
            ClientGuid     = $app.ClientGuid
            DisplayName    = $app.DisplayName
            Enabled        = $app.Enabled
            GroupId        = $app.GroupId
            ActivatedUsers = @($app.ActivatedUsers.DisplayName) -join '; '
            Findings       = @($findings.Message) -join '; '
        }
    }
}
finally {
    Disconnect-Looker -Connection $connection
}
