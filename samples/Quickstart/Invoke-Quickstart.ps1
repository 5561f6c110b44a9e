# Runs the lines of quickstart.ps1 one by one, as at a prompt: the output of each goes to the screen by itself.
# PowerShell runs a file in the global scope, so that the variables are there at the prompt that -NoExit leaves.
param([switch] $KeepConnected)

foreach ($quickstartLine in Get-Content -LiteralPath "$PSScriptRoot/quickstart.ps1" | Select-Object -SkipLast ([int]$KeepConnected.IsPresent)) {
    Write-Host "PS> $quickstartLine" -ForegroundColor DarkGray
    . ([scriptblock]::Create($quickstartLine)) | Out-Default
}
if ($KeepConnected) {
    Write-Host 'The module is loaded, and the sandbox is connected. Get-Command -Module LookerOAuth lists the commands; exit ends it.' -ForegroundColor DarkGray
}
