<#
.SYNOPSIS
    Writes a line for each place in the scripts of a folder that Windows PowerShell 5.1 cannot parse. Run it in PowerShell 7.4 or later.
.EXAMPLE
    dotnet pwsh -NoProfile -File tests/LookerOAuth.Module.Tests/Find-LaterSyntax.ps1 tests/pester
#>
[CmdletBinding()]
[OutputType([string])]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path
)

$operators = 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'Clean'
$expressions = 'TernaryExpressionAst', 'PipelineChainAst'

foreach ($file in Get-ChildItem -LiteralPath $Path -Recurse -Filter *.ps1) {
    $tokens = $problems = $null
    $script = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$problems)
    $found = @(
        $problems
        $tokens | Where-Object {
            $line = $_.Extent.StartScriptPosition.Line
            $_.Kind -in $operators -or
            # A line that begins with a pipe continues the line before it.
            ($_.Kind -eq 'Pipe' -and $line.Substring(0, $_.Extent.StartColumnNumber - 1).Trim() -eq '') -or
            ($_.Kind -in 'StringExpandable', 'HereStringExpandable' -and $_.Text -cmatch '(?<!`)(``)*`(e|u\{)')
        }
        $script.FindAll({ param($node) $node.GetType().Name -in $expressions -or $node.Background }, $true)
    )
    $found | ForEach-Object { "$($file.Name):$($_.Extent.StartLineNumber) $($_.Extent.Text)" }
}
