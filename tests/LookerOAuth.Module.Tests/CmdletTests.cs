using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Text.RegularExpressions;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>What every cmdlet keeps to.</summary>
public sealed class CmdletTests
{
    /// <summary>Of the verbs that PowerShell approves, those that the module uses.</summary>
    private static readonly string[] ApprovedVerbs =
    [
        "Add", "Compare", "Connect", "ConvertTo", "Disable", "Disconnect", "Enable", "Export", "Get", "Import", "Invoke", "New", "Remove",
        "Revoke", "Select", "Set", "Start", "Stop", "Test", "Update",
    ];

    private static readonly string[] ChangingVerbs = ["New", "Set", "Remove", "Revoke", "Enable", "Disable", "Import", "Invoke", "Update"];

    /// <summary>They act on no instance: they make, show or end connections or sandboxes, or turn objects into text.</summary>
    private static readonly string[] WithoutInstance =
    [
        "Connect-Looker", "Disconnect-Looker", "Get-LookerConnection", "Test-LookerConnection", "Start-LookerSandbox",
        "Add-LookerSandboxFault", "Stop-LookerSandbox", "Select-LookerConnection", "ConvertTo-LookerMarkdown",
    ];

    public static TheoryData<string> Names => [.. CmdletShape.All.Select(c => c.Name)];

    public static TheoryData<string, ConfirmImpact> Impacts => new()
    {
        { "New-LookerOAuthClientApp", ConfirmImpact.Medium },
        { "Set-LookerOAuthClientApp", ConfirmImpact.Medium },
        { "Remove-LookerOAuthClientApp", ConfirmImpact.High },
        { "Revoke-LookerOAuthClientAppToken", ConfirmImpact.High },
        { "Enable-LookerOAuthClientAppUser", ConfirmImpact.Medium },
        { "Disable-LookerOAuthClientAppUser", ConfirmImpact.High },
        { "New-LookerExternalOAuthApp", ConfirmImpact.Medium },
        { "Set-LookerExternalOAuthApp", ConfirmImpact.Medium },
        { "Remove-LookerExternalOAuthApp", ConfirmImpact.High },
        { "New-LookerExternalOAuthUserState", ConfirmImpact.Medium },
        { "New-LookerApiKey", ConfirmImpact.Medium },
        { "Remove-LookerApiKey", ConfirmImpact.High },
        { "Update-LookerApiKey", ConfirmImpact.High },
        { "Invoke-LookerApi", ConfirmImpact.Medium },
        { "Import-LookerOAuthConfiguration", ConfirmImpact.Medium },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_a_sealed_class_and_a_file_of_its_name(string name)
    {
        CmdletShape cmdlet = CmdletShape.Of(name);
        string className = $"{cmdlet.Verb}{cmdlet.Noun}Command";

        Assert.Equal(className, cmdlet.Type.Name);
        Assert.True(cmdlet.Type.IsSealed);
        string source = File.ReadAllText(Path.Combine(Repository.CmdletSources, "Commands", $"{className}.cs"));
        Assert.Contains($"class {className}", source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_a_help_page_with_an_example(string name)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "help", $"{name}.md"));

        string examples = page.Split("## EXAMPLES")[1].Split("\n## ")[0];
        Assert.Contains("```", examples, StringComparison.Ordinal);
        Assert.Contains(name, examples, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_describes_every_parameter_that_is_shown(string name)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "help", $"{name}.md"));

        foreach (ParameterShape parameter in CmdletShape.Of(name).Parameters)
        {
            Assert.Equal(parameter.IsShown, page.Contains($"### -{parameter.Name}\n", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_says_what_it_emits(string name) => Assert.True(CmdletShape.Of(name).HasOutputType);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_called_in_a_Pester_file(string name) =>
        Assert.Contains(Repository.PesterFiles, file => Regex.IsMatch(File.ReadAllText(file), $@"{name}\b"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_an_approved_verb(string name) => Assert.Contains(CmdletShape.Of(name).Verb, ApprovedVerbs);

    [Fact]
    public void The_manifest_exports_all_of_them_and_nothing_else()
    {
        string manifest = File.ReadAllText(Path.Combine(Repository.StagedModule, "LookerOAuth.psd1"));
        string list = Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value;
        string[] exported = [.. Regex.Matches(list, "'([^']+)'").Select(m => m.Groups[1].Value)];

        Assert.Equal(CmdletShape.All.Select(c => c.Name).Order(), exported.Order());
        Assert.Matches(@"FunctionsToExport\s*=\s*@\(\)", manifest);
        Assert.Matches(@"AliasesToExport\s*=\s*@\(\)", manifest);
        Assert.Matches(@"VariablesToExport\s*=\s*@\(\)", manifest);
    }

    [Fact]
    public void What_changes_something_asks_whether_it_should()
    {
        foreach (CmdletShape cmdlet in CmdletShape.All.Where(c => ChangingVerbs.Contains(c.Verb)))
        {
            Assert.True(cmdlet.SupportsShouldProcess, $"{cmdlet} lacks SupportsShouldProcess.");
            Assert.Contains(Impacts, row => row.Data.Item1 == cmdlet.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Impacts))]
    public void The_impact_is_that_of_the_contract(string name, ConfirmImpact impact) =>
        Assert.Equal(impact, CmdletShape.Of(name).ConfirmImpact);

    [Fact]
    public void What_only_reads_does_not_ask() =>
        Assert.DoesNotContain(CmdletShape.All, c => c.Verb is "Get" or "Test" or "Compare" && c.SupportsShouldProcess);

    [Fact]
    public void What_acts_on_an_instance_takes_its_connection()
    {
        foreach (CmdletShape cmdlet in CmdletShape.All.Where(c => !WithoutInstance.Contains(c.Name)))
        {
            ParameterShape? connection = cmdlet.Parameters.SingleOrDefault(p => p.Name == "Connection");
            // A body that is piped to Invoke-LookerApi may have a "connection" of its own: it is read from ConnectionName alone.
            bool isBound = connection is { ByPropertyName: true } || cmdlet.Name == "Invoke-LookerApi";
            Assert.True(isBound && connection is { Type.Name: "LookerConnection[]" }, $"{cmdlet} takes no connection by pipeline.");
        }
    }

    [Fact]
    public void What_sends_for_each_record_takes_a_throttle_limit()
    {
        foreach (CmdletShape cmdlet in CmdletShape.All.Where(c => !WithoutInstance.Contains(c.Name)))
        {
            if (cmdlet.Parameters.Any(p => p.ByPipeline && p.Name != "Connection"))
            {
                Assert.True(cmdlet.Parameters.Any(p => p.Name == "ThrottleLimit"), $"{cmdlet} lacks -ThrottleLimit.");
            }
        }
    }

    [Fact]
    public void No_secret_is_a_string_and_none_comes_by_pipeline()
    {
        foreach ((CmdletShape cmdlet, ParameterShape parameter) in CmdletShape.All.SelectMany(c => c.Parameters.Select(p => (c, p))))
        {
            if (Regex.IsMatch(parameter.Name, "(Secret|Token|Password)$") && parameter.Type.Name is not nameof(SwitchParameter))
            {
                Assert.True(
                    parameter.Type == typeof(SecureString) || parameter is { Name: "Secret", Type.Name: "Hashtable" },
                    $"{cmdlet} -{parameter.Name} is a {parameter.Type.Name}.");
                Assert.False(parameter.ByPipeline, $"{cmdlet} -{parameter.Name} comes by pipeline.");
            }
        }
    }

    [Theory]
    [InlineData("ClientGuid", "client_guid")]
    [InlineData("ClientId", "client_id")]
    [InlineData("UserId", "user_id")]
    [InlineData("GroupId", "group_id")]
    [InlineData("RedirectUri", "redirect_uri")]
    [InlineData("DisplayName", "display_name")]
    public void Names_of_the_API_are_aliases(string parameter, string alias)
    {
        foreach (CmdletShape cmdlet in CmdletShape.All.Where(c => c.Verb is not ("Export" or "Test")))
        {
            Assert.All(cmdlet.Parameters.Where(p => p.Name == parameter), p => Assert.Contains(alias, p.Aliases));
        }
    }

    [Fact]
    public void Every_text_of_the_resources_is_used()
    {
        string resources = File.ReadAllText(Path.Combine(Repository.CmdletSources, "Strings.resx"));
        string sources = string.Concat(Repository.Files(Repository.CmdletSources, ".cs").Select(File.ReadAllText));
        IEnumerable<string> names = Regex.Matches(resources, "<data name=\"([^\"]+)\"").Select(m => m.Groups[1].Value);
        // Names that are put together, such as $"Type_{a}_{b}".
        string[] patterns = [.. Regex.Matches(sources, @"GetString\(\$""([^""]+)""").Select(m => $"^{Regex.Replace(m.Groups[1].Value, @"\{[^}]+\}", @"\w+")}$")];

        Assert.DoesNotContain(names, name => !Regex.IsMatch(sources, $@"\bStrings\.{name}\b") && !patterns.Any(pattern => Regex.IsMatch(name, pattern)));
    }
}
