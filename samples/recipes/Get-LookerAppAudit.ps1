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
Import-Module LookerOAuth -Verbose:$false

$login = if ($BaseUrl) { @{ BaseUrl = $BaseUrl; Credential = $Credential } } else { @{} }
$connection = Connect-Looker @login
try {
    $apps = @(Get-LookerOAuthClientApp -Connection $connection)

    # One list request for all apps; shared data, such as the groups, is requested once.
    $findings = Test-LookerOAuthClientApp * -Connection $connection -ThrottleLimit 8 | Where-Object Result -NE 'Pass' | Group-Object -Property ClientGuid -AsHashTable -AsString -CaseSensitive
    foreach ($app in $apps) {
        # Two users can have the same name, and a user can have none.
        $users = foreach ($user in $app.ActivatedUsers) { "$($user.DisplayName) ($($user.UserId))".Trim() }
        $problems = if ($findings -and $findings.ContainsKey($app.ClientGuid)) { $findings[$app.ClientGuid].Message }
        [pscustomobject]@{
            ClientGuid     = $app.ClientGuid
            DisplayName    = $app.DisplayName
            Enabled        = $app.Enabled
            GroupId        = $app.GroupId
            ActivatedUsers = $users -join '; '
            Findings       = $problems -join '; '
        }
    }
}
finally {
    Disconnect-Looker -Connection $connection
}
