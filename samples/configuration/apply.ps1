<#
.SYNOPSIS
    Brings an instance to the state that looker-oauth.json describes, without prompts. Emits the changes that were made.
.PARAMETER Instance
    The instance: a file in the folder instances.
.PARAMETER Connection
    The connection to it, or its name. By default the current one.
.PARAMETER SecretResolver
    Emits the SecureString of the name in $_. By default it comes from a vault of Microsoft.PowerShell.SecretManagement.
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

$parameters = Import-PowerShellDataFile -Path "$PSScriptRoot/instances/$Instance.psd1" -ErrorAction Stop
if ($Connection) {
    $parameters.Connection = $Connection
}

# Every step that can be done is done; then the script fails, and a second run continues from there.
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
    throw "The instance $Instance is not as the document asks (errors: $($problem.Count)). Correct that and run this again."
}
