# What the Pester files share. Each begins with BeforeAll { . "$PSScriptRoot/Shared.ps1" }.

# The module under test: the staged one, or the one that LOOKEROAUTH_MODULE_PATH names.
$script:module = if ($env:LOOKEROAUTH_MODULE_PATH) { $env:LOOKEROAUTH_MODULE_PATH } else { "$PSScriptRoot/../../out/LookerOAuth/LookerOAuth.psd1" }
$script:module = (Resolve-Path -LiteralPath $module).ProviderPath
Import-Module -Name $module
# Its path as a literal in a script: it may have an apostrophe.
$script:moduleLiteral = "'$($module.Replace("'", "''"))'"

# Secrets of tests are made up.
function ConvertTo-Secret([string]$Text = 'made-up-secret') {
    [System.Net.NetworkCredential]::new('', $Text).SecurePassword
}

# A token of the sandbox that no connection knows of.
function Get-RawToken($Sandbox) {
    $key = $Sandbox.Credential.GetNetworkCredential()
    $login = @{ client_id = $key.UserName; client_secret = $key.Password }
    (Invoke-RestMethod -Method Post -Uri "$($Sandbox.BaseUrl)/api/4.0/login" -Body $login).access_token
}

# The response to a GET, whatever its status. Invoke-WebRequest of Windows PowerShell throws if it is an error.
function Get-Response([string]$Uri, [string]$Accept = '*/*') {
    Add-Type -AssemblyName System.Net.Http
    $client = [System.Net.Http.HttpClient]::new()
    try {
        $client.DefaultRequestHeaders.Add('Accept', $Accept)
        $response = $client.GetAsync($Uri).GetAwaiter().GetResult()
        [pscustomobject]@{
            StatusCode = [int]$response.StatusCode
            Headers    = @($response.Headers | ForEach-Object { $_.Key })
            Content    = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        }
    }
    finally { $client.Dispose() }
}

# Whether a condition came to hold in time.
function Wait-Until([scriptblock]$Condition, [double]$Seconds = 60) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { return $false }
        [System.Threading.Thread]::Sleep(5)
    }
    $true
}

# A port of loopback that nobody listens on.
function Get-FreePort {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# Whether a port is free, or soon will be: a system may keep it for a moment after its listener was closed.
function Wait-FreePort([int]$Port) {
    Wait-Until -Seconds 5 {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $Port)
        try { $listener.Start(); $true } catch { $false } finally { $listener.Stop() }
    }
}

# Runs a script in a process of its own, with the PowerShell that runs the tests. As a .NET tool its process is dotnet.
# -AtEndOfInput: it may ask, but its standard input has ended, as that of a scheduled task. -Answer: these lines are what it reads, and then the end.
function Invoke-PowerShell([scriptblock]$Script, [switch]$AtEndOfInput, [string[]]$Answer) {
    $program = (Get-Process -Id $PID).Path
    $assembly = if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { "$PSHOME/pwsh.dll" }
    $command = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes("$Script"))
    $mode = if (-not $AtEndOfInput -and -not $Answer) { '-NonInteractive' }
    $given = @($assembly, $mode | Where-Object { $_ }) + '-NoProfile', '-OutputFormat', 'Text', '-EncodedCommand', $command
    if ($Answer) { $Answer | & $program @given } elseif ($AtEndOfInput) { $null | & $program @given } else { & $program @given }
}
