<#
.SYNOPSIS
    Races the cmdlets against Invoke-RestMethod and a bare HttpClient, and prints times, ratios and the project's targets.
.DESCRIPTION
    All sides talk to the same server in the same run, in turn, and what counts is the median of the ratios of neighbours: on a busy machine
    all sides suffer alike. The servers run in processes of their own: in this one, a sandbox would share the threads and the garbage
    collector of those that it serves. Two servers take part: the sandbox, and (once the benchmarks are built) one that answers at once,
    so that the differences between the clients do not drown in the server's own time. The latter also speaks HTTPS, and stands in for a
    server at the end of a line of 50 ms.
    Everything stays on loopback and ends after some minutes; -StartOnly takes about five. Nothing fails if a target is missed: times are for people to judge.
.EXAMPLE
    ./benchmarks/Race.ps1 -ModulePath ./out/LookerOAuth/LookerOAuth.psd1
#>
#requires -Version 7.5
[CmdletBinding()]
param(
    [string] $ModulePath = "$PSScriptRoot/../out/LookerOAuth/LookerOAuth.psd1",

    # Records in a pipeline.
    [ValidateRange(1, 10000)]
    [int] $Count = 400,

    # Rounds that count, after two that do not.
    [ValidateRange(1, 100)]
    [int] $Round = 9,

    # Rounds of fresh processes: in each, every import and every cold start runs twice.
    [ValidateRange(1, 100)]
    [int] $StartRound = 9,

    # Only the starts of fresh processes: import and cold start.
    [switch] $StartOnly
)

$ErrorActionPreference = 'Stop'
$ModulePath = (Resolve-Path $ModulePath).Path
# As a .NET tool, the process of PowerShell is dotnet.
$pwsh = (Get-Process -Id $PID).Path
$pwshLead = @(if ([System.IO.Path]::GetFileNameWithoutExtension($pwsh) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll })
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "looker-race-$([guid]::NewGuid().ToString('n'))"
$servers = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()

function Get-Median([double[]] $Value) {
    $sorted = @($Value | Sort-Object)
    $sorted[[math]::Floor(($sorted.Count - 1) / 2)]
}

function Open-Process([string] $FileName, [string[]] $ArgumentList, [hashtable] $Environment = @{}) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($FileName)
    foreach ($name in $Environment.Keys) {
        $start.Environment[$name] = $Environment[$name]
    }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    foreach ($argument in $ArgumentList) {
        $start.ArgumentList.Add($argument)
    }
    [System.Diagnostics.Process]::Start($start)
}

# A server that prints "<address> [<client id> <secret>]" when it is ready.
function Open-Server([string] $FileName, [string[]] $ArgumentList) {
    $process = Open-Process $FileName $ArgumentList
    $servers.Add($process)
    $baseUrl, $clientId, $secret = $process.StandardOutput.ReadLine() -split ' '
    [pscustomobject]@{
        BaseUrl  = $baseUrl
        ClientId = $clientId ?? 'id'
        Secret   = $secret ?? 'made up'
    }
}

function Open-Sandbox([int] $AppCount, [int] $LatencyMilliseconds) {
    $seed = Join-Path $folder "seed-$AppCount.json"
    $apps = foreach ($number in 1..$AppCount) {
        @{
            client_guid  = 'app-{0:00000}' -f $number
            redirect_uri = "https://app$number.example.com/oauth/callback"
            display_name = "App $number"
            description  = 'An app of the race'
            enabled      = $true
        }
    }
    ConvertTo-Json -InputObject @{ oauth_client_apps = @($apps) } -Depth 4 -Compress | Set-Content $seed
    Open-Server $pwsh @(
        $pwshLead
        '-NoProfile', '-File', "$PSScriptRoot/race/Sandbox.ps1", '-ModulePath', $ModulePath, '-SeedPath', $seed, '-LatencyMilliseconds', $LatencyMilliseconds)
}

# The server of the benchmarks: "https 50" is one over TLS, on a line whose round trip takes 50 ms.
function Open-BenchmarkServer([string[]] $Option) {
    $benchmarks = Get-Item "$PSScriptRoot/LookerOAuth.Benchmarks/bin/Release/*/LookerOAuth.Benchmarks.dll" -ErrorAction Ignore
    if ($benchmarks) {
        Open-Server 'dotnet' @($benchmarks[0].FullName; '--serve'; $Option)
    }
}

# An instance of 20 apps that 5,000 users each have accepted: its whole list is some 20 MB.
function Open-LargeSandbox {
    $seed = Join-Path $folder 'seed-large.json'
    $ids = 1..5000
    $users = foreach ($id in $ids) { '{{"id":"{0}","first_name":"Ana","last_name":"Analyst {0}","email":"ana{0}@example.com"}}' -f $id }
    $activated = foreach ($id in $ids) { '{{"id":"{0}"}}' -f $id }
    $apps = foreach ($number in 1..20) {
        '{{"client_guid":"app-{0}","redirect_uri":"https://app{0}.example.com/callback","display_name":"App {0}","activated_users":[{1}]}}' -f $number, ($activated -join ',')
    }
    Set-Content $seed ('{{"users":[{0}],"oauth_client_apps":[{1}]}}' -f ($users -join ','), ($apps -join ','))
    Open-Server $pwsh @($pwshLead; '-NoProfile', '-File', "$PSScriptRoot/race/Sandbox.ps1", '-ModulePath', $ModulePath, '-SeedPath', $seed)
}

function Connect-Server($Server) {
    $credential = [pscredential]::new($Server.ClientId, [System.Net.NetworkCredential]::new('', $Server.Secret).SecurePassword)
    Connect-Looker -BaseUrl $Server.BaseUrl -Credential $credential -Name $Server.BaseUrl -SkipCertificateCheck -WarningAction Ignore
}

# Runs ways in turn and hands out, for each, its microseconds a record in each round.
function Measure-Way([System.Collections.IDictionary] $Way, [int] $RoundCount, [int] $WarmUp, [int] $RecordCount = $Count) {
    $times = [ordered]@{}
    foreach ($name in $Way.Keys) {
        $times[$name] = [System.Collections.Generic.List[double]]::new()
    }
    for ($i = 1 - $WarmUp; $i -le $RoundCount; $i++) {
        foreach ($name in $Way.Keys) {
            [System.GC]::Collect()
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $null = & $Way[$name]
            if ($i -ge 1) {
                $times[$name].Add($clock.Elapsed.TotalMilliseconds * 1000 / $RecordCount)
            }
        }
    }
    $times
}

# The median of the ratios, round by round.
function Get-Ratio([double[]] $Of, [double[]] $To) {
    Get-Median @(for ($i = 0; $i -lt $Of.Count; $i++) { $Of[$i] / $To[$i] })
}

function Get-Target([string] $Name, [double] $Figure, [string] $Unit, [double] $Limit, [switch] $AtLeast) {
    [pscustomobject]@{
        Target = $Name
        Figure = '{0:0.00}{1}' -f $Figure, $Unit
        Limit  = '{0} {1}{2}' -f $(if ($AtLeast) { '>=' } else { '<=' }), $Limit, $Unit
        Met    = if ($(if ($AtLeast) { $Figure -ge $Limit } else { $Figure -le $Limit })) { 'yes' } else { 'no' }
    }
}

function Get-Row([string] $Where, [System.Collections.IDictionary] $Times) {
    foreach ($name in $Times.Keys) {
        [pscustomobject]@{
            Server            = $Where
            Way               = $name
            'Median us/record' = '{0:0}' -f (Get-Median $Times[$name])
            'Fastest'         = '{0:0}' -f ($Times[$name] | Measure-Object -Minimum).Minimum
        }
    }
}

# The race over all records: one by one, sixteen in flight, by Invoke-RestMethod as people write it today, and bare.
function Invoke-Race([string] $Where, $Server) {
    $connection = Connect-Server $Server
    $guids = [string[]]@(1..$Count | ForEach-Object { 'app-{0:00000}' -f $_ })
    $rows = foreach ($guid in $guids) {
        [pscustomobject]@{ ClientGuid = $guid; Description = 'Another description' }
    }
    $api = "$($Server.BaseUrl)/api/4.0"
    $token = (Invoke-RestMethod -Method Post -Uri "$api/login" -Body @{ client_id = $Server.ClientId; client_secret = $Server.Secret }).access_token
    $headers = @{ Authorization = "Bearer $token" }
    $bare = [BareLoop]::new($Server.BaseUrl, $token)
    try {
        $times = Measure-Way -Way ([ordered]@{
                'Set: cmdlet'            = { $rows | Set-LookerOAuthClientApp -Connection $connection }
                'Set: cmdlet, 16 at once' = { $rows | Set-LookerOAuthClientApp -Connection $connection -ThrottleLimit 16 }
                'Set: bare HttpClient'   = { $bare.Set($guids, 'Another description') }
                'Set: Invoke-RestMethod' = {
                    foreach ($row in $rows) {
                        $null = Invoke-RestMethod -Method Patch -Uri "$api/oauth_client_apps/$($row.ClientGuid)" -Headers $headers -Body (
                            @{ description = $row.Description } | ConvertTo-Json) -ContentType application/json
                    }
                }
                'Get: cmdlet'            = { $null = $rows | Get-LookerOAuthClientApp -Connection $connection }
                'Get: cmdlet, 16 at once' = { $null = $rows | Get-LookerOAuthClientApp -Connection $connection -ThrottleLimit 16 }
                'Get: bare HttpClient'   = { $bare.Get($guids) }
                'Get: Invoke-RestMethod' = {
                    foreach ($row in $rows) {
                        $null = Invoke-RestMethod -Uri "$api/oauth_client_apps/$($row.ClientGuid)" -Headers $headers
                    }
                }
            }) -RoundCount $Round -WarmUp 2
    }
    finally {
        $bare.Dispose()
    }
    foreach ($verb in 'Set', 'Get') {
        $results.Add((Get-Target -Name "$verb, ${Where}: Invoke-RestMethod / cmdlet" -Figure (Get-Ratio $times["${verb}: Invoke-RestMethod"] $times["${verb}: cmdlet"]) -Unit 'x' -Limit 8 -AtLeast))
        $results.Add((Get-Target -Name "$verb, ${Where}: cmdlet / bare HttpClient" -Figure (Get-Ratio $times["${verb}: cmdlet"] $times["${verb}: bare HttpClient"]) -Unit 'x' -Limit 2.5))
        $results.Add((Get-Target -Name "$verb, ${Where}: 16 at once / one by one" -Figure (Get-Ratio $times["${verb}: cmdlet, 16 at once"] $times["${verb}: cmdlet"]) -Unit 'x' -Limit 1))
    }
    Get-Row $Where $times
}

# What users have: HTTPS, and a network that takes its time. Invoke-RestMethod as people write it, and with a session, which keeps its connection.
function Invoke-LineRace([string] $Where, $Server, [int] $RecordCount, [double] $AtLeast, [double] $AtOnceAtLeast) {
    $connection = Connect-Server $Server
    $rows = foreach ($number in 1..$RecordCount) {
        [pscustomobject]@{ ClientGuid = 'app-{0:00000}' -f $number; Description = 'Another description' }
    }
    $api = "$($Server.BaseUrl)/api/4.0"
    $login = Invoke-RestMethod -Method Post -Uri "$api/login" -Body @{ client_id = $Server.ClientId; client_secret = $Server.Secret } -SkipCertificateCheck
    $common = @{
        Method = 'Patch'; ContentType = 'application/json'; SkipCertificateCheck = $true; Headers = @{ Authorization = "Bearer $($login.access_token)" }
    }
    $session = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    $times = Measure-Way -RecordCount $RecordCount -RoundCount ([math]::Min($Round, 3)) -WarmUp 1 -Way ([ordered]@{
            'Set: cmdlet'                         = { $rows | Set-LookerOAuthClientApp -Connection $connection }
            'Set: cmdlet, 16 at once'             = { $rows | Set-LookerOAuthClientApp -Connection $connection -ThrottleLimit 16 }
            'Set: Invoke-RestMethod'              = {
                foreach ($row in $rows) {
                    $null = Invoke-RestMethod -Uri "$api/oauth_client_apps/$($row.ClientGuid)" -Body (@{ description = $row.Description } | ConvertTo-Json) @common
                }
            }
            'Set: Invoke-RestMethod, one session' = {
                foreach ($row in $rows) {
                    $null = Invoke-RestMethod -Uri "$api/oauth_client_apps/$($row.ClientGuid)" -Body (@{ description = $row.Description } | ConvertTo-Json) -WebSession $session @common
                }
            }
        })
    $results.Add((Get-Target -Name "Set, ${Where}: Invoke-RestMethod / cmdlet" -Figure (Get-Ratio $times['Set: Invoke-RestMethod'] $times['Set: cmdlet']) -Unit 'x' -Limit $AtLeast -AtLeast))
    $results.Add((Get-Target -Name "Set, ${Where}: Invoke-RestMethod with a session / cmdlet" -Figure (Get-Ratio $times['Set: Invoke-RestMethod, one session'] $times['Set: cmdlet']) -Unit 'x' -Limit 1 -AtLeast))
    $results.Add((Get-Target -Name "Set, ${Where}: one by one / 16 at once" -Figure (Get-Ratio $times['Set: cmdlet'] $times['Set: cmdlet, 16 at once']) -Unit 'x' -Limit $AtOnceAtLeast -AtLeast))
    Get-Row $Where $times
}

# Commands that need a few fields may not pay for the users that have accepted the apps.
function Invoke-LargeInstanceRace($Server) {
    $connection = Connect-Server $Server
    $document = Join-Path $folder 'large.json'
    $null = Export-LookerOAuthConfiguration -Connection $connection -Path $document
    $rows = Get-LookerOAuthClientApp -Connection $connection -Fields ClientGuid, RedirectUri, DisplayName | Select-Object ClientGuid, RedirectUri, DisplayName
    $times = Measure-Way -RecordCount 20 -RoundCount ([math]::Min($Round, 3)) -WarmUp 1 -Way ([ordered]@{
            'Get, every field'          = { $null = Get-LookerOAuthClientApp -Connection $connection }
            'Get, two fields'           = { $null = Get-LookerOAuthClientApp -Connection $connection -Fields ClientGuid, DisplayName }
            'Compare'                   = { $null = Compare-LookerOAuthConfiguration $document -Connection $connection }
            'New -Force, nothing to do' = { $null = $rows | New-LookerOAuthClientApp -Force -Connection $connection -Fields ClientGuid, DisplayName }
        })
    foreach ($name in @($times.Keys | Select-Object -Skip 1)) {
        $results.Add((Get-Target -Name "20 apps of 5,000 users: $name, of the time of every field" -Figure (100 * (Get-Ratio $times[$name] $times['Get, every field'])) -Unit ' %' -Limit 10))
    }
    Get-Row '20 apps of 5,000 users' $times
}

function Measure-List($Server) {
    $process = Open-Process $pwsh @($pwshLead; '-NoProfile', '-File', "$PSScriptRoot/race/List.ps1", '-ModulePath', $ModulePath, '-BaseUrl', $Server.BaseUrl)
    $process.StandardInput.WriteLine("$($Server.ClientId) $($Server.Secret)")
    $process.StandardOutput.ReadToEnd() | ConvertFrom-Json
    $process.WaitForExit()
}

function Invoke-ListRace($Short, $Long) {
    $ten = @(1..3 | ForEach-Object { Measure-List $Short })
    $many = @(1..3 | ForEach-Object { Measure-List $Long })
    $cold = Get-Median @($many | ForEach-Object { 100 * $_.Rounds[0].First / $_.Rounds[0].Whole })
    $warm = Get-Median @($many | ForEach-Object { 100 * $_.Rounds[1].First / $_.Rounds[1].Whole })
    $results.Add((Get-Target -Name 'List of 10000: first object, of the time of the whole' -Figure $warm -Unit ' %' -Limit 15))
    $results.Add((Get-Target -Name 'List of 10000: the same for the first list of a process' -Figure $cold -Unit ' %' -Limit 15))
    $peak = (Get-Median @($many.Peak)) - (Get-Median @($ten.Peak))
    $results.Add((Get-Target -Name 'List of 10000: peak working set above that of a list of 10' -Figure ($peak / 1MB) -Unit ' MB' -Limit 40))
}

$startFigures = [ordered]@{ Milliseconds = 'by the clock'; CpuMilliseconds = 'processor time' }

# One process of a script that prints how many milliseconds it took, and how many of processor time.
function Measure-Process([string[]] $ArgumentList, [string] $InputLine, [string] $Cache) {
    $process = Open-Process $pwsh @($pwshLead; '-NoProfile', '-File'; $ArgumentList) @{ XDG_CACHE_HOME = $Cache }
    $process.StandardInput.WriteLine($InputLine)
    $milliseconds, $cpuMilliseconds = $process.StandardOutput.ReadToEnd() -split ' '
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "This has failed: $ArgumentList" }
    [pscustomobject]@{ Milliseconds = [double]$milliseconds; CpuMilliseconds = [double]$cpuMilliseconds }
}

# Fresh processes: for each way the figures of a first start, and of a start that follows one of the same kind.
# PowerShell notes what a process has compiled, in its cache folder, and the next process compiles that ahead of time on another
# thread. So ways must not share that folder. (On Windows it cannot be chosen: there they do.)
function Measure-Start([System.Collections.IDictionary] $Way, [string] $InputLine) {
    $figures = [ordered]@{ 'first start' = @{}; 'repeated' = @{} }
    for ($i = 1; $i -le $StartRound; $i++) {
        foreach ($name in $Way.Keys) {
            $cache = (New-Item -ItemType Directory -Path $folder -Name "cache-$([guid]::NewGuid().ToString('n'))").FullName
            foreach ($kind in 'first start', 'repeated') {
                $figures[$kind][$name] += @(Measure-Process $Way[$name] $InputLine $cache)
            }
            Remove-Item $cache -Recurse
        }
    }
    $figures
}

function Invoke-ImportRace {
    $empty = Join-Path $folder 'Empty.dll'
    Add-Type -OutputAssembly $empty -TypeDefinition (
        'using System.Management.Automation; [Cmdlet("Get", "Nothing")] public class GetNothingCommand : PSCmdlet { }')
    $manifest = "RootModule = 'Empty.dll'; ModuleVersion = '1.0'; CmdletsToExport = 'Get-Nothing'; FunctionsToExport = @(); AliasesToExport = @()"
    Set-Content "$folder/Empty.psd1" "@{ $manifest }"
    Set-Content "$folder/EmptyWithView.psd1" "@{ $manifest; TypesToProcess = 'Empty.Types.ps1xml'; FormatsToProcess = 'Empty.Format.ps1xml' }"
    Set-Content "$folder/Empty.Types.ps1xml" (
        '<Types><Type><Name>Empty.Nothing</Name><Members><NoteProperty><Name>Name</Name><Value>nothing</Value></NoteProperty></Members></Type></Types>')
    Set-Content "$folder/Empty.Format.ps1xml" (
        '<Configuration><ViewDefinitions><View><Name>Nothing</Name><ViewSelectedBy><TypeName>Empty.Nothing</TypeName></ViewSelectedBy><ListControl>' +
        '<ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem></ListItems></ListEntry></ListEntries>' +
        '</ListControl></View></ViewDefinitions></Configuration>')
    $others = [ordered]@{
        'an empty binary module'                                        = $empty
        'an empty binary module with a manifest'                        = "$folder/Empty.psd1"
        'an empty binary module with a manifest, one type and one view' = "$folder/EmptyWithView.psd1"
    }
    $ways = [ordered]@{ Ours = "$PSScriptRoot/race/Import.ps1", '-Path', $ModulePath }
    foreach ($name in $others.Keys) {
        $ways[$name] = "$PSScriptRoot/race/Import.ps1", '-Path', $others[$name]
    }
    $figures = Measure-Start $ways
    foreach ($kind in $figures.Keys) {
        foreach ($other in $others.Keys) {
            foreach ($figure in $startFigures.GetEnumerator()) {
                $beyond = for ($i = 0; $i -lt $StartRound; $i++) { $figures[$kind].Ours[$i].($figure.Key) - $figures[$kind][$other][$i].($figure.Key) }
                $results.Add((Get-Target -Name "Import-Module, ${kind}, $($figure.Value): beyond $other" -Figure (Get-Median $beyond) -Unit ' ms' -Limit 35))
            }
        }
    }
}

# The main job in fresh processes, against what people write without the module.
function Invoke-ColdStartRace([string] $Where, $Server, [string[]] $Than) {
    $ways = [ordered]@{}
    foreach ($script in @('Module'; $Than)) {
        $ways[$script] = @(
            "$PSScriptRoot/race/ColdStart.ps1", '-With', $script, '-ModulePath', $ModulePath, '-BaseUrl', $Server.BaseUrl
            if ($Server.BaseUrl -like 'https:*') { '-SkipCertificateCheck' })
    }
    $figures = Measure-Start $ways "$($Server.ClientId) $($Server.Secret)"
    foreach ($kind in $figures.Keys) {
        foreach ($script in $Than) {
            foreach ($figure in $startFigures.GetEnumerator()) {
                $ratio = Get-Ratio $figures[$kind].Module.($figure.Key) $figures[$kind][$script].($figure.Key)
                $results.Add((Get-Target -Name "Cold start, ${Where}, ${kind}, $($figure.Value): module / $script" -Figure $ratio -Unit 'x' -Limit 1))
            }
        }
    }
}

$results = [System.Collections.Generic.List[object]]::new()
$null = New-Item -ItemType Directory -Path $folder
try {
    Import-Module $ModulePath
    Add-Type -Path "$PSScriptRoot/race/BareLoop.cs"

    if (-not $StartOnly) {
        $rows = @(Invoke-Race 'sandbox' (Open-Sandbox $Count))
        $instant = Open-BenchmarkServer
        if ($instant) {
            $rows += Invoke-Race 'instant' $instant
            $rows += Invoke-LineRace -Where 'HTTPS' -Server (Open-BenchmarkServer https, 0) -RecordCount $Count -AtLeast 8 -AtOnceAtLeast 1
            $rows += Invoke-LineRace -Where 'HTTPS, 50 ms' -Server (Open-BenchmarkServer https, 50) -RecordCount ([math]::Min($Count, 64)) -AtLeast 2.5 -AtOnceAtLeast 12
        }
        $rows += Invoke-LargeInstanceRace (Open-LargeSandbox)
        Invoke-ListRace (Open-Sandbox 10) (Open-Sandbox 10000)
    }
    Invoke-ImportRace
    Invoke-ColdStartRace 'loopback' (Open-Sandbox 10) InvokeRestMethod
    $remote = Open-BenchmarkServer https, 50
    if ($remote) { Invoke-ColdStartRace 'HTTPS, 50 ms' $remote InvokeRestMethod, Session }

    # Wide enough for every name, also where there is no terminal.
    $rows | Format-Table -AutoSize | Out-String -Width 200
    $results | Format-Table -AutoSize | Out-String -Width 200
}
finally {
    foreach ($process in $servers) {
        $process.StandardInput.Close()
        if (-not $process.WaitForExit(5000)) {
            $process.Kill()
        }
        $process.Dispose()
    }
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
