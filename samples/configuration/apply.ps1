<#
.SYNOPSIS
    Changes an instance so that it matches looker-oauth.json, without prompts. Emits the changes that were made.
.PARAMETER Instance
    The instance: a file in the folder instances.
.PARAMETER Connection
    The connection to it, or its name. By default the current one.
.PARAMETER SecretResolver
    Emits the secret whose name is in $_, as a SecureString. By default from a vault of Microsoft.PowerShell.SecretManagement.
.EXAMPLE
    Connect-Looker; ./apply.ps1 prod
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Instance,

    [object] $Connection,

    [scriptblock] $SecretResolver = { Get-Secret -Name $_ -ErrorAction Stop }
)

$parameters = Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/instances/$Instance.psd1" -ErrorAction Stop
if ($Connection) {
    $parameters.Connection = $Connection
}

# If a step fails, the others still run; then the script fails. A second run makes the remaining changes.
$import = @{
    Path           = "$PSScriptRoot/looker-oauth.json"
    SecretResolver = $SecretResolver
    ThrottleLimit  = 4
    Confirm        = $false
    # Also if the caller's preference is Stop, as in the steps of GitHub Actions and Azure Pipelines.
    ErrorAction    = 'Continue'
    ErrorVariable  = 'problem'
}
Import-LookerOAuthConfiguration @parameters @import
if ($problem) {
    throw "The instance $Instance does not match the document (errors: $($problem.Count)). Correct them and run the script again."
}
