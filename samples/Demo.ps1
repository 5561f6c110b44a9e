<#
.SYNOPSIS
    The main job, against the sandbox: log in, register, update, create external, list, fail twice, log out.
#>
[CmdletBinding()]
param()

$sandbox = Start-LookerSandbox
$sandbox | Connect-Looker
try {
    New-LookerOAuthClientApp -ClientGuid com.example.cli -RedirectUri http://localhost:7777/callback -DisplayName 'Example CLI' |
        Out-Null
    Set-LookerOAuthClientApp -ClientGuid com.example.cli -DisplayName 'Example CLI 2' -GroupName Analysts

    # A secret comes from a vault or a prompt; this one is made up.
    $secret = [securestring]::new()
    'made-up-snowflake-secret'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
    New-LookerExternalOAuthApp -Name acme.snowflakecomputing.example -ClientId 'snowflake+client/id=' -ClientSecret $secret -DialectName snowflake |
        Out-Null

    Get-LookerOAuthClientApp | Format-Table
    Get-LookerExternalOAuthApp | Format-Table

    try {
        Connect-Looker -BaseUrl $sandbox.BaseUrl -ClientId $sandbox.Credential.UserName -ClientSecret $secret
    }
    catch {
        "A wrong key:  $($_.FullyQualifiedErrorId.Split(',')[0]): $_"
    }

    New-LookerOAuthClientApp -ClientGuid com.example.cli -RedirectUri http://localhost:7777/callback -DisplayName 'Example CLI' -ErrorVariable duplicate -ErrorAction SilentlyContinue
    "A duplicate:  $($duplicate[0].FullyQualifiedErrorId.Split(',')[0]): $($duplicate[0])"
}
finally {
    Disconnect-Looker -All
    $sandbox | Stop-LookerSandbox
}
