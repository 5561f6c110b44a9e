# Runs the code of README, guides and recipes against a sandbox with the content that it has by default, and compares the screens that they show.

BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").ProviderPath
    # The figures of PERFORMANCE.md come from benchmarks, which take minutes.
    $files = @("$root/README.md", "$root/samples/configuration/README.md") + (Get-ChildItem "$root/docs" -Filter *.md | Where-Object Name -NE PERFORMANCE.md).FullName

    $script:documents = foreach ($file in $files) {
        $text = (Get-Content $file -Raw) -replace '\r'
        $blocks = foreach ($match in [regex]::Matches($text, '(?ms)^```powershell\n(.*?)\n```$(?:\n\n```text\n(.*?)\n```$)?')) {
            @{ Code = $match.Groups[1].Value; Screen = $match.Groups[2].Value }
        }
        # The steps of pipelines: run: and pwsh:, on one line or on several.
        $steps = foreach ($yaml in [regex]::Matches($text, '(?ms)^```yaml\n(.*?)\n```$')) {
            foreach ($step in [regex]::Matches($yaml.Groups[1].Value, '(?m)^(?<indent> *)(?<dash>- )?(?:run|pwsh): (?:\|\n(?<lines>(?:\k<indent>(?(dash)    |  ).*\n?|\n)+)|(?<line>[^|\n].*))')) {
                @{ Code = if ($step.Groups['line'].Success) { $step.Groups['line'].Value } else { $step.Groups['lines'].Value -replace '(?m)^ +(?=\S)' }; Screen = '' }
            }
        }
        if ($blocks -or $steps) {
            @{
                Name       = $file.Substring($root.Length + 1) -replace '\\', '/'
                Blocks     = @($blocks) + @($steps) | Where-Object { $_ }
                # Where nobody sits at a prompt, a confirmation that nobody answers is an error, as it would be in a job.
                Unattended = (Split-Path $file -Leaf) -in 'runbooks.md', 'recipes.md'
            }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $script:root = (Resolve-Path "$PSScriptRoot/../..").ProviderPath
    $script:environment = Get-ChildItem Env:LOOKERSDK_*, Env:PSModulePath, Env:GITHUB_*, Env:BUILD_*

    # What readers have: a sandbox in place of their instance, files, and stand-ins for people, vaults and package managers.
    $script:before = {
        param($ModulePath, $Root, $Folder, $Unattended)
        $ErrorActionPreference = 'Continue'
        $ConfirmPreference = if ($Unattended) { 'High' } else { 'None' }
        $ProgressPreference = 'SilentlyContinue'
        $PSStyle.OutputRendering = 'PlainText'
        Import-Module $ModulePath
        Set-Location $Folder
        $sandbox = $instance = Start-LookerSandbox
        $env:LOOKERSDK_BASE_URL = $instance.BaseUrl
        $env:LOOKERSDK_CLIENT_ID = $instance.Credential.UserName
        $env:LOOKERSDK_CLIENT_SECRET = $instance.Credential.GetNetworkCredential().Password
        $env:GITHUB_STEP_SUMMARY = "$Folder/summary.md"
        $env:BUILD_ARTIFACTSTAGINGDIRECTORY = $Folder
        $null = New-Item ./scripts -ItemType Directory
        Copy-Item "$Root/samples/recipes/*.ps1" ./scripts
        # In Azure Automation, a runbook calls another one by its name.
        Copy-Item "$Root/samples/recipes/Update-LookerExternalSecret.ps1" .
        Copy-Item "$Root/samples/configuration/*" . -Recurse
        $csv = [regex]::Match((Get-Content "$Root/docs/recipes.md" -Raw), '(?s)```text\r?\n(ClientGuid,.*?)\r?\n```').Groups[1].Value
        Set-Content ./apps.csv $csv
        # A document without variables; what the sample has is tested with the sample.
        Set-Content ./looker-oauth.json '{ "version": 1, "clientApps": { "com.example.cli": { "redirectUri": ["http://localhost:7777/callback"], "displayName": "Example CLI" } } }'

        # What the documents act on is there, but for those that register it themselves.
        $seed = Connect-Looker -Sandbox $instance -Name seed
        $null = New-LookerExternalOAuthApp -Name db.example -ClientId abc123 -ClientSecret $instance.Credential.Password
        Disconnect-Looker -Connection $seed
        function Get-Credential { $instance.Credential }
        function Get-Secret { param($Name, $Vault) if ($Name -like 'looker-*') { $instance.Credential } else { $instance.Credential.Password } }
        if (-not (Get-Command curl -CommandType Application -ErrorAction Ignore)) { function curl { $null = $args, $input } }
        function Read-Host { param($Prompt, [switch] $AsSecureString) if ($Prompt -and $AsSecureString) { $instance.Credential.Password } }
        function Get-AutomationPSCredential { param($Name) if ($Name) { $instance.Credential } }
        function Get-AzKeyVaultSecret { param($VaultName, $Name) if ($VaultName -and $Name) { [pscustomobject]@{ SecretValue = $instance.Credential.Password } } }
        foreach ($name in 'Set-Secret', 'Connect-AzAccount', 'Install-PSResource', 'Install-Module') {
            $null = New-Item "Function:$name" -Value { $null = $args }
        }
    }
    $script:run = {
        param($Code, $ShowsScreen)
        $ErrorActionPreference = 'Continue'
        $Code = $Code -replace 'https://\w+\.cloud\.looker\.com', $instance.BaseUrl
        # A browser, and somebody in front of it, is not there: the connection is, with a key.
        $Code = $Code -replace '-OAuthClientGuid \S+ -RedirectUri \S+', '-Credential (Get-Credential)' -replace ' -NoBrowser\b'
        $output = . ([scriptblock]::Create($Code))
        if ($ShowsScreen) { $output | Out-String -Width 120 }
    }

    # What a person sees; days and ports differ from run to run, and widths of columns from screen to screen.
    function Get-ScreenLine {
        param([string] $Text)
        $Text -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ } |
            ForEach-Object { $_ -replace '\d{4}-\d\d-\d\d', 'DATE' -replace '127\.0\.0\.1:\d+', 'HOST' -replace '\s{2,}', '  ' }
    }
}

AfterAll {
    Remove-Item Env:LOOKERSDK_*, Env:GITHUB_STEP_SUMMARY, Env:BUILD_ARTIFACTSTAGINGDIRECTORY -ErrorAction SilentlyContinue
    $environment | ForEach-Object { Set-Item "Env:$($_.Name)" $_.Value }
}

Describe 'The code of <Name>' -Skip:($PSVersionTable.PSVersion -lt [version]'7.4') -ForEach $documents {
    It 'runs as it stands' {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
        $shell = [powershell]::Create()
        try {
            # By its name, as readers import it.
            $env:PSModulePath = (Split-Path (Split-Path $module)) + [System.IO.Path]::PathSeparator + ($environment | Where-Object Name -EQ PSModulePath).Value
            $null = $shell.AddScript($before, $false).AddArgument($module).AddArgument($root).AddArgument($folder).AddArgument($Unattended).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            foreach ($block in $Blocks) {
                $shell.Commands.Clear()
                $shell.Streams.Error.Clear()
                $because = "of this code:`n$($block.Code)`n"
                # The quickstart has a test of its own for what it shows.
                $isCompared = $block.Screen -and $block.Screen -notmatch 'Recommendation:' -and $block.Screen -notmatch '^ClientGuid,'
                $shown = try {
                    $shell.AddScript($run, $false).AddArgument($block.Code).AddArgument($isCompared).Invoke()
                }
                catch {
                    throw "$_, because $because"
                }
                if ($block.Screen -match 'Recommendation:') {
                    $shell.Streams.Error.Count | Should -Be 1 -Because $because
                }
                else {
                    $shell.Streams.Error | Should -BeNullOrEmpty -Because $because
                }
                if ($isCompared) {
                    Get-ScreenLine ($shown -join "`n") | Should -BeExactly (Get-ScreenLine $block.Screen) -Because $because
                }
            }
        }
        finally {
            $shell.Commands.Clear()
            $null = $shell.AddScript('Remove-Module LookerOAuth').Invoke()
            $shell.Dispose()
        }
    }
}

Describe 'The picture in the README' -Skip:($PSVersionTable.PSVersion -lt [version]'7.4') {
    It 'shows what the module writes to a terminal today' {
        $drawn = Join-Path $TestDrive terminal.svg
        $text = Invoke-PowerShell ([scriptblock]::Create("& '$("$root".Replace("'", "''"))/tools/New-TerminalPicture.ps1' -Path '$drawn' -ModulePath $moduleLiteral"))
        $text | Should -BeNullOrEmpty
        $because = 'it is drawn again with: dotnet pwsh -NoProfile -File tools/New-TerminalPicture.ps1'
        Get-Content $drawn | Should -BeExactly (Get-Content "$root/docs/images/terminal.svg") -Because $because
    }
}

Describe 'The installation from a checkout in the README' -Skip:($PSVersionTable.PSVersion -lt [version]'7.4') {
    It 'makes the module known by its name: in every folder, in parallel runspaces and in jobs' {
        $checkout = (New-Item (Join-Path $TestDrive checkout) -ItemType Directory).FullName
        $null = New-Item (Join-Path $checkout out) -ItemType Directory
        Copy-Item (Split-Path $module) (Join-Path $checkout out/LookerOAuth) -Recurse
        $install = [regex]::Match((Get-Content "$root/README.md" -Raw), '(?s)## Install\r?\n.*?```console\r?\n(.*?)```').Groups[1].Value -split '\r?\n' |
            Where-Object { $_ -match '^(\$env:|Import-Module)' }
        $install | Should -HaveCount 2
        $shown = Invoke-PowerShell ([scriptblock]::Create(@"
Set-Location '$checkout'
$($install -join "`n")
Set-Location /
`$find = { Import-Module LookerOAuth; (Get-Module LookerOAuth).ModuleBase }
& `$find
1 | ForEach-Object -Parallel `$find
Start-Job `$find | Receive-Job -Wait
"@))
        $shown | Should -Be @(, (Join-Path $checkout out LookerOAuth) * 3)
    }
}

Describe 'The documents' {
    It 'have code to run' {
        @($documents).Count | Should -BeGreaterThan 4
    }
}
