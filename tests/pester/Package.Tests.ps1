BeforeDiscovery {
    $script:hasResourceGet = [bool](Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet)
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'The package' -Skip:(-not $hasResourceGet) {
    BeforeAll {
        $repository = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'repository')
        $installed = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'modules')
        $name = "LookerOAuthTest$PID"
        Register-PSResourceRepository -Name $name -Uri $repository.FullName -Trusted
        Publish-PSResource -Path (Split-Path $module) -Repository $name
        Save-PSResource -Name LookerOAuth -Repository $name -Path $installed.FullName
    }

    AfterAll {
        Unregister-PSResourceRepository -Name $name
    }

    # Not as FileList in the manifest: PowerShell would look for each file at every import, and take 30 ms for it.
    It 'holds these files, and nothing else' {
        $root = (Get-ChildItem "$installed/LookerOAuth").FullName
        $files = Get-ChildItem $root -Recurse -File | ForEach-Object { $_.FullName.Substring($root.Length + 1).Replace('\', '/') }
        $files | Where-Object { $_ -notin 'PSGetModuleInfo.xml' } | Sort-Object | Should -Be (@(
            'LICENSE'
            'LookerOAuth.Format.ps1xml'
            'LookerOAuth.Types.ps1xml'
            'LookerOAuth.psd1'
            'bin/core/LookerOAuth.Core.dll'
            'bin/core/LookerOAuth.PowerShell.dll'
            'bin/core/LookerOAuth.Sandbox.dll'
            'bin/desktop/LookerOAuth.Core.dll'
            'bin/desktop/LookerOAuth.PowerShell.dll'
            'bin/desktop/LookerOAuth.Sandbox.dll'
            'bin/desktop/Microsoft.Bcl.AsyncInterfaces.dll'
            'bin/desktop/Microsoft.Bcl.TimeProvider.dll'
            'bin/desktop/System.Buffers.dll'
            'bin/desktop/System.IO.Pipelines.dll'
            'bin/desktop/System.Memory.dll'
            'bin/desktop/System.Numerics.Vectors.dll'
            'bin/desktop/System.Runtime.CompilerServices.Unsafe.dll'
            'bin/desktop/System.Text.Encodings.Web.dll'
            'bin/desktop/System.Text.Json.dll'
            'bin/desktop/System.Threading.Tasks.Extensions.dll'
            'en-US/LookerOAuth.PowerShell.dll-Help.xml'
            'en-US/about_LookerOAuth.help.txt'
            'en-US/about_LookerOAuth_Authentication.help.txt'
            'en-US/about_LookerOAuth_Configuration.help.txt'
            'en-US/about_LookerOAuth_Connections.help.txt'
            'en-US/about_LookerOAuth_Errors.help.txt'
            'en-US/about_LookerOAuth_Testing.help.txt'
            'schemas/looker-oauth.schema.json'
        ) | Sort-Object)
    }

    It 'is a download of less than 1 MB for PowerShell 7' {
        $root = (Get-ChildItem "$installed/LookerOAuth").FullName
        $core = Join-Path $TestDrive 'core'
        Copy-Item -Path $root -Destination $core -Recurse
        Remove-Item -Path (Join-Path $core 'bin/desktop') -Recurse
        Compress-Archive -Path $core -DestinationPath "$core.zip"
        (Get-Item "$core.zip").Length | Should -BeLessThan 1MB
    }

    It 'does the main job in a clean PowerShell that has it from the repository alone' {
        $job = {
            $ErrorActionPreference = 'Stop'
            Import-Module LookerOAuth
            $sandbox = Start-LookerSandbox
            [void]($sandbox | Connect-Looker)
            New-LookerOAuthClientApp com.example.cli http://localhost:7777/callback 'Example CLI' | Out-Null
            Set-LookerOAuthClientApp com.example.cli -DisplayName 'Example CLI 2' | Out-Null
            $secret = ConvertTo-SecureString 'made-up-secret' -AsPlainText -Force
            New-LookerExternalOAuthApp db.example abc123 $secret | Out-Null
            (Get-LookerOAuthClientApp com.example.cli).DisplayName
            (Get-LookerExternalOAuthApp).Name
            (Get-Help Connect-Looker).Synopsis
            (Get-Module LookerOAuth).ModuleBase
            Disconnect-Looker
            Stop-LookerSandbox
        }
        $before = $env:PSModulePath
        $env:PSModulePath = $installed.FullName
        try {
            $answers = Invoke-PowerShell $job
        }
        finally {
            $env:PSModulePath = $before
        }

        $answers[0..1] | Should -Be 'Example CLI 2', 'db.example'
        $answers[2] | Should -Match 'Logs in'
        $answers[3] | Should -BeLike "$($installed.FullName)*"
    }
}

Describe 'The manifest' {
    It 'is valid' {
        Test-ModuleManifest $module -WarningVariable warnings -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }
}
