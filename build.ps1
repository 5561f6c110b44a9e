<#
.SYNOPSIS
    The project's steps by name. Each is thin: what it does is also reachable with plain dotnet.
.EXAMPLE
    ./build.ps1 Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Analyze', 'Help', 'Package', 'Demo', 'Bench')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$staged = Join-Path $root 'out/LookerOAuth/LookerOAuth.psd1'

$dotNet = {
    dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args -join ' ') ended with $LASTEXITCODE."
    }
}

function Invoke-Build {
    & $dotNet build "$root/LookerOAuth.slnx" --configuration $Configuration
}

# dotnet finds its tools, and the test runner of global.json, from where it runs.
Push-Location -LiteralPath $root
try {
    switch ($Task) {
        'Build' {
            Invoke-Build
        }
        'Test' {
            & $dotNet test --solution "$root/LookerOAuth.slnx" --configuration $Configuration
        }
        'Analyze' {
            & $dotNet format "$root/LookerOAuth.slnx" --verify-no-changes
            $findings = & "$root/tools/Invoke-Analysis.ps1"
            $findings
            if ($findings) {
                throw "PSScriptAnalyzer has $(@($findings).Count) findings."
            }
        }
        'Help' {
            & $dotNet pwsh -NoProfile -File "$root/tools/Update-HelpPage.ps1"
            & $dotNet run --project "$root/tools/HelpGenerator" -- "$root/docs/help" "$root/out/LookerOAuth/en-US"
        }
        'Package' {
            Invoke-Build
            $artifacts = New-Item -ItemType Directory -Path "$root/artifacts" -Force
            Get-ChildItem -LiteralPath $artifacts -Filter LookerOAuth.*.nupkg | Remove-Item
            Compress-PSResource -Path (Split-Path $staged) -DestinationPath $artifacts -PassThru
        }
        'Demo' {
            & $dotNet run --project "$root/samples/Quickstart"
        }
        'Bench' {
            Invoke-Build
            & $dotNet run --project "$root/benchmarks/LookerOAuth.Benchmarks" --configuration Release
            & "$root/benchmarks/Race.ps1" -ModulePath $staged
        }
    }
}
finally {
    Pop-Location
}
