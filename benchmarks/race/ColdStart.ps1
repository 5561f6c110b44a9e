<#
.SYNOPSIS
    The main job in a fresh process: logs in, lists, registers one app and logs out, with the module, with Invoke-RestMethod or not at all.
    Prints how many milliseconds of processor time the process has used by then, its start included.
.NOTES
    The key comes by the input: "<client id> <secret>".
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [ValidateSet('Nothing', 'Module', 'InvokeRestMethod')]
    [string] $With,

    [string] $ModulePath,

    [string] $BaseUrl
)

$ErrorActionPreference = 'Stop'
$clientId, $secret = [Console]::In.ReadLine() -split ' '
$guid = "cold-$([guid]::NewGuid().ToString('n'))"
switch ($With) {
    'Module' {
        Import-Module $ModulePath
        $null = Connect-Looker -BaseUrl $BaseUrl -Credential ([pscredential]::new($clientId, [System.Net.NetworkCredential]::new('', $secret).SecurePassword))
        $null = Get-LookerOAuthClientApp
        $null = New-LookerOAuthClientApp $guid https://example.com/callback 'Cold start'
        Disconnect-Looker
    }
    'InvokeRestMethod' {
        $api = "$BaseUrl/api/4.0"
        $token = (Invoke-RestMethod -Method Post -Uri "$api/login" -Body @{ client_id = $clientId; client_secret = $secret }).access_token
        $common = @{ Headers = @{ Authorization = "Bearer $token" }; ContentType = 'application/json' }
        $null = Invoke-RestMethod -Uri "$api/oauth_client_apps" @common
        $body = ConvertTo-Json @{ redirect_uri = 'https://example.com/callback'; display_name = 'Cold start' }
        $null = Invoke-RestMethod -Method Post -Uri "$api/oauth_client_apps/$guid" -Body $body @common
        $null = Invoke-RestMethod -Method Delete -Uri "$api/logout" @common
    }
}
ConvertTo-Json -InputObject ([Environment]::CpuUsage.TotalTime.TotalMilliseconds)
