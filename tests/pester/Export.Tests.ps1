BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe 'What leaves for a file' {
    BeforeEach {
        $sandbox = Start-LookerSandbox
        [void](Connect-Looker -Sandbox $sandbox -Name dev)
        $uris = 'https://b.example.com/cb', 'https://a.example.com/cb'
        [void](New-LookerOAuthClientApp -ClientGuid app -RedirectUri $uris -DisplayName App)
        $document = '{ "version": 1, "clientApps": { "app": { "redirectUri": ["https://d.example.com/cb", "https://c.example.com/cb"] } } }'
        Set-Content -Path "$TestDrive/document.json" -Value $document
    }

    AfterEach {
        Disconnect-Looker -All
        Stop-LookerSandbox -Sandbox $sandbox
    }

    It 'has text that a person can read in each cell: <Name>' -ForEach @(
        @{ Name = 'client apps'; Read = { Get-LookerOAuthClientApp } }
        @{ Name = 'users'; Read = { Get-LookerUser } }
        @{ Name = 'groups'; Read = { Get-LookerGroup } }
        @{ Name = 'findings'; Read = { Test-LookerOAuthClientApp app } }
        @{ Name = 'documents'; Read = { Export-LookerOAuthConfiguration } }
        @{ Name = 'plans'; Read = { Compare-LookerOAuthConfiguration "$TestDrive/document.json" } }
    ) {
        $cells = & $Read | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object { $_.PSObject.Properties.Value }
        $cells | Should -Not -BeNullOrEmpty
        $cells | Should -Not -Match '^(System|LookerOAuth)\.|\[\]|^<>|`\d\['
    }

    It 'has the groups and roles of a user with commas between' {
        $row = Get-LookerUser -UserId 2 | ConvertTo-Csv | ConvertFrom-Csv
        $row.GroupIds | Should -Be ((Get-LookerUser -UserId 2).GroupIds -join ', ')
        $row.GroupIds | Should -Be '5'
    }

    It 'has the redirect URIs of a plan with spaces between' {
        $row = Compare-LookerOAuthConfiguration "$TestDrive/document.json" | ConvertTo-Csv | ConvertFrom-Csv
        $row.Actual | Should -Be 'https://a.example.com/cb https://b.example.com/cb'
        $row.Desired | Should -Be 'https://c.example.com/cb https://d.example.com/cb'
    }

    It 'has the names of enumerations in JSON' -Skip:($PSVersionTable.PSVersion.Major -lt 6) {
        (Test-LookerOAuthClientApp app | Select-Object -First 1 | ConvertTo-Json | ConvertFrom-Json).Result | Should -Be 'Pass'
        $change = Compare-LookerOAuthConfiguration "$TestDrive/document.json" | ConvertTo-Json | ConvertFrom-Json
        $change.Action, $change.Kind | Should -Be @('Update', 'ClientApp')
        (Get-LookerConnection | ConvertTo-Json | ConvertFrom-Json).AuthenticationType | Should -Be 'ApiKey'
    }

    It 'has no connection in Clixml, but its name, and acts there when it comes back' {
        $prod = Start-LookerSandbox
        try {
            Get-LookerOAuthClientApp app | Export-Clixml -Path "$TestDrive/app.xml"
            $app = Import-Clixml -Path "$TestDrive/app.xml"
            $app.PSObject.Properties.Name | Should -Not -Contain 'Connection'
            $app.ConnectionName | Should -Be 'dev'
            $other = Connect-Looker -Sandbox $prod -Name prod
            $prod.ClearRequests()
            $app | Remove-LookerOAuthClientApp -Confirm:$false
            $prod.Requests | Should -BeNullOrEmpty
            Get-LookerOAuthClientApp -Connection dev | Should -BeNullOrEmpty
        }
        finally {
            Disconnect-Looker $other
            Stop-LookerSandbox -Sandbox $prod
        }
    }

    It 'has every property of what the commands read in Clixml' {
        $base = [LookerOAuth.OAuthClientApp].BaseType
        $properties = $base.Assembly.GetExportedTypes().Where({ $base.IsAssignableFrom($_) }).ForEach({ $_.GetProperties().Name }) | Sort-Object -Unique
        $serialised = (Get-TypeData -TypeName $base.FullName).PropertySerializationSet.ReferencedProperties | Sort-Object -Unique
        $serialised | Should -Be $properties
    }
}
