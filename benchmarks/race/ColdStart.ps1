<#
.SYNOPSIS
    The main job in a fresh process: logs in, lists, registers one app and logs out, with the module, with Invoke-RestMethod (each call by
    itself, or in a session that keeps its connection). Prints how many milliseconds the process took and how many of processor time it
    used by then, its start included.
.NOTES
    The key comes by the input: "<client id> <secret>".
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [ValidateSet('Module', 'InvokeRestMethod', 'Session')]
    [string] $With,

    [string] $ModulePath,

    [string] $BaseUrl,

    [switch] $SkipCertificateCheck
)

$ErrorActionPreference = 'Stop'
$clientId, $secret = [Console]::In.ReadLine() -split ' '
$guid = "cold-$([guid]::NewGuid().ToString('n'))"
switch ($With) {
    'Module' {
        Import-Module $ModulePath
        $credential = [pscredential]::new($clientId, [System.Net.NetworkCredential]::new('', $secret).SecurePassword)
        $null = Connect-Looker -BaseUrl $BaseUrl -Credential $credential -SkipCertificateCheck:$SkipCertificateCheck -WarningAction Ignore
        $null = Get-LookerOAuthClientApp
        $null = New-LookerOAuthClientApp $guid https://example.com/callback 'Cold start'
        Disconnect-Looker
    }
    { $_ -in 'InvokeRestMethod', 'Session' } {
        $api = "$BaseUrl/api/4.0"
        $common = @{ SkipCertificateCheck = $SkipCertificateCheck }
        $first = if ($With -eq 'Session') { @{ SessionVariable = 'session' } } else { @{} }
        $token = (Invoke-RestMethod -Method Post -Uri "$api/login" -Body @{ client_id = $clientId; client_secret = $secret } @first @common).access_token
        if ($With -eq 'Session') {
            $common.WebSession = $session
        }
        $common += @{ Headers = @{ Authorization = "Bearer $token" }; ContentType = 'application/json' }
        $null = Invoke-RestMethod -Uri "$api/oauth_client_apps" @common
        $body = ConvertTo-Json @{ redirect_uri = 'https://example.com/callback'; display_name = 'Cold start' }
        $null = Invoke-RestMethod -Method Post -Uri "$api/oauth_client_apps/$guid" -Body $body @common
        $null = Invoke-RestMethod -Method Delete -Uri "$api/logout" @common
    }
}
$elapsed = [datetime]::Now - [System.Diagnostics.Process]::GetCurrentProcess().StartTime
"$([int]$elapsed.TotalMilliseconds) $([int][Environment]::CpuUsage.TotalTime.TotalMilliseconds)"
