@{
    # Each edition has an assembly of its own; no script module stands in between.
    RootModule             = if ($PSEdition -eq 'Desktop') { 'bin/desktop/LookerOAuth.PowerShell.dll' } else { 'bin/core/LookerOAuth.PowerShell.dll' }
    ModuleVersion          = '0.0.0'
    GUID                   = 'a3c1d5a0-6a1f-4f0b-9a58-0d1e6c2f7b41'
    Author                 = 'LookerOAuth contributors'
    CompanyName            = 'LookerOAuth contributors'
    Copyright              = '(c) LookerOAuth contributors. MIT licence.'
    Description            = 'Manages OAuth on Looker instances through API 4.0: OAuth client apps, their users and tokens, external OAuth apps and API keys, and logins with them. Includes a sandbox to test runbooks without a Looker instance.'
    CompatiblePSEditions   = @('Core', 'Desktop')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess         = @('LookerOAuth.Types.ps1xml')
    FormatsToProcess       = @('LookerOAuth.Format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Connect-Looker'
        'Disconnect-Looker'
        'Get-LookerAccessToken'
        'Get-LookerConnection'
        'Select-LookerConnection'
        'Test-LookerConnection'
        'Get-LookerOAuthClientApp'
        'New-LookerOAuthClientApp'
        'Set-LookerOAuthClientApp'
        'Remove-LookerOAuthClientApp'
        'Revoke-LookerOAuthClientAppToken'
        'Enable-LookerOAuthClientAppUser'
        'Disable-LookerOAuthClientAppUser'
        'Get-LookerExternalOAuthApp'
        'New-LookerExternalOAuthApp'
        'Set-LookerExternalOAuthApp'
        'Remove-LookerExternalOAuthApp'
        'New-LookerExternalOAuthUserState'
        'Get-LookerApiKey'
        'New-LookerApiKey'
        'Remove-LookerApiKey'
        'Update-LookerApiKey'
        'Get-LookerGroup'
        'Get-LookerUser'
        'Invoke-LookerApi'
        'Export-LookerOAuthConfiguration'
        'Compare-LookerOAuthConfiguration'
        'Import-LookerOAuthConfiguration'
        'ConvertTo-LookerMarkdown'
        'Test-LookerOAuthClientApp'
        'Start-LookerSandbox'
        'Add-LookerSandboxFault'
        'Stop-LookerSandbox'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Looker', 'OAuth', 'OAuth2', 'PKCE', 'GoogleCloud', 'Snowflake', 'API', 'Automation', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/LookerOAuth/LookerOAuth/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/LookerOAuth/LookerOAuth'
            IconUri      = 'https://raw.githubusercontent.com/LookerOAuth/LookerOAuth/main/docs/icon.png'
            ReleaseNotes = 'https://github.com/LookerOAuth/LookerOAuth/blob/main/CHANGELOG.md'
        }
    }
}
