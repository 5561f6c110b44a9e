# Picks the build of this PowerShell's edition; everything else is compiled.
$edition = if ($PSEdition -eq 'Core') { 'core' } else { 'desktop' }
Import-Module -Name "$PSScriptRoot/bin/$edition/LookerOAuth.PowerShell.dll"
