Import-Module LookerOAuth                       # from a checkout: Import-Module ./out/LookerOAuth
$sandbox = Start-LookerSandbox
$sandbox | Connect-Looker
New-LookerOAuthClientApp com.example.cli http://localhost:7777/callback 'Example CLI' -GroupName Analysts
Set-LookerOAuthClientApp com.example.cli -DisplayName 'Example CLI 2' -Description 'Ask Looker from a terminal'
Get-LookerOAuthClientApp | Format-List ClientGuid, DisplayName, Description
$secret = ConvertTo-SecureString 'made-up-snowflake-secret' -AsPlainText -Force
New-LookerExternalOAuthApp acme.snowflakecomputing.example 'client+id/=' $secret -DialectName snowflake
New-LookerOAuthClientApp com.example.cli http://localhost:7777/callback 'Example CLI'
Disconnect-Looker; Stop-LookerSandbox
