BeforeDiscovery {
    $script:hasSchemas = $PSVersionTable.PSVersion -ge [version]'7.4'
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $script:sample = "$PSScriptRoot/../../samples/configuration"
}

Describe 'samples/configuration' {
    BeforeEach {
        # As in many scripts that call them.
        Set-StrictMode -Version Latest
        $script:sandbox = Start-LookerSandbox
        Connect-Looker -Sandbox $sandbox
        $script:asked = [System.Collections.ArrayList]::new()
        $script:resolver = {
            [void]$asked.Add($_)
            $secret = [securestring]::new()
            $secret.AppendChar('x')
            $secret
        }
    }

    AfterEach {
        Disconnect-Looker -All -WarningAction SilentlyContinue
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'holds a document that its schema accepts' -Skip:(-not $hasSchemas) {
        $schema = Join-Path -Path $sample -ChildPath (Get-Content -Path "$sample/looker-oauth.json" -Raw | ConvertFrom-Json).'$schema'
        Test-Json -Path "$sample/looker-oauth.json" -SchemaFile $schema | Should -BeTrue
    }

    It 'is planned, applied, and then as it should be on <instance>' -TestCases @(@{ instance = 'dev' }, @{ instance = 'prod' }) {
        [void](New-LookerOAuthClientApp -ClientGuid acme-retired -RedirectUri http://localhost:1/a -DisplayName Retired)
        [void](New-LookerOAuthClientApp -ClientGuid of-others -RedirectUri http://localhost:1/a -DisplayName Others)

        $plan = & "$sample/plan.ps1" $instance
        $plan[0] | Should -BeLike "*$instance*, changes: *"
        $plan | Should -Contain '- ClientApp acme-retired'
        $lines = $plan | Where-Object { $_ -match '^[+~-] ' }

        $made = & "$sample/apply.ps1" $instance -SecretResolver $resolver
        [string[]]$made | Should -Be $lines
        $asked | Should -Be @("$instance-snowflake-oauth")
        (Get-LookerOAuthClientApp).ClientGuid | Sort-Object | Should -Be @('acme-gemini-cli', 'acme-notebook', 'of-others')

        & "$sample/plan.ps1" $instance | Should -BeLike '*matches the document.'
        & "$sample/apply.ps1" $instance -SecretResolver { throw 'asked' } | Should -BeNullOrEmpty
    }

    It 'takes a connection' {
        $name = (Get-LookerConnection).Name
        $other = Start-LookerSandbox
        try {
            Connect-Looker -Sandbox $other
            [void](& "$sample/apply.ps1" dev -Connection $name -SecretResolver $resolver)
            (Get-LookerOAuthClientApp -Connection $name).Count | Should -Be 2
            Get-LookerOAuthClientApp | Should -BeNullOrEmpty
        }
        finally {
            Disconnect-Looker
            Stop-LookerSandbox -Sandbox $other
        }
    }

    It 'fails where a step fails, and converges when it is run again' {
        Add-LookerSandboxFault -Sandbox $sandbox -Method POST -Path '*/acme-notebook' -StatusCode 500
        { & "$sample/apply.ps1" dev -SecretResolver $resolver -ErrorAction SilentlyContinue -WarningAction SilentlyContinue } | Should -Throw -ExpectedMessage '*errors: 1*'
        (Get-LookerOAuthClientApp).ClientGuid | Should -Be @('acme-gemini-cli')
        [void](& "$sample/apply.ps1" dev -SecretResolver $resolver)
        & "$sample/plan.ps1" dev | Should -BeLike '*matches the document.'
    }

    It 'makes the other steps although errors end the script of its caller, as in a step of GitHub Actions' {
        $ErrorActionPreference = 'Stop'
        Add-LookerSandboxFault -Sandbox $sandbox -Method POST -Path '*/acme-gemini-cli' -StatusCode 500
        { & "$sample/apply.ps1" dev -SecretResolver $resolver 2>$null 3>$null } | Should -Throw -ExpectedMessage '*errors: 1*'
        (Get-LookerOAuthClientApp).ClientGuid | Should -Be @('acme-notebook')
    }

    It 'does not know an instance without a file' {
        { & "$sample/plan.ps1" nowhere } | Should -Throw '*nowhere.psd1*'
        { & "$sample/apply.ps1" nowhere } | Should -Throw '*nowhere.psd1*'
    }
}
