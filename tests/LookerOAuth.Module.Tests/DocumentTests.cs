using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace LookerOAuth.Module.Tests;

/// <summary>What README, guides and help pages say, held against the files and the code.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [.. Repository.Files(Repository.Root, ".md").Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_to_files_and_headings_that_exist(string document)
    {
        string path = Path.Combine(Repository.Root, document);
        List<string> broken = [];
        foreach (string link in Link().Matches(WithoutCode(File.ReadAllText(path))).Select(m => m.Groups[1].Value))
        {
            if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = link.Split('#');
            string target = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            if (!File.Exists(target) && !Directory.Exists(target))
            {
                broken.Add(link);
            }
            else if (parts.Length > 1 && !AnchorsOf(target).Contains(parts[1]))
            {
                broken.Add($"{link} (no such heading)");
            }
        }

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Rows_of_tables_have_the_columns_of_their_header(string document)
    {
        string[] lines = Regex.Replace(Read(document), "(?ms)^```.*?^```", "").Split('\n');

        for (int i = 1; i < lines.Length; i++)
        {
            // A bar ends a cell, in code too.
            if (lines[i - 1].StartsWith('|') && lines[i].StartsWith('|'))
            {
                Assert.True(Columns(lines[i]) == Columns(lines[i - 1]), lines[i]);
            }
        }

        static int Columns(string row) => Regex.Count(row, @"(?<!\\)\|");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void An_example_of_several_instances_has_a_key_for_each(string document)
    {
        foreach (string code in Regex.Matches(Read(document), "(?ms)^```powershell\n(.*?)^```").Select(m => m.Groups[1].Value))
        {
            string[] keys = [.. Regex.Matches(code, @"Credential\s*=?\s*\(?Get-Secret (?:-Name )?([\w-]+)").Select(m => m.Groups[1].Value)];
            int instances = Regex.Matches(code, @"https://\w+\.cloud\.looker\.com").Select(m => m.Value).Distinct().Count();
            Assert.True(keys.Length <= 1 || keys.Distinct().Count() == instances, code);
        }
    }

    [Fact]
    public void The_index_of_the_README_has_every_command_and_links_to_its_page()
    {
        string readme = Read("README.md");

        Assert.All(CmdletShape.All, c => Assert.Contains($"[{c.Name}](docs/help/{c.Name}.md)", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_topic_names_every_command()
    {
        string topic = Read("docs/help/about_LookerOAuth.md");

        Assert.All(CmdletShape.All, c => Assert.Matches($@"{c.Name}\b", topic));
    }

    [Fact]
    public void The_table_of_permissions_has_every_command() =>
        Assert.Equal(
            CmdletShape.All.Select(c => c.Name).Order(),
            PermissionRow.All.Select(row => row.Command).Distinct().Order());

    [Fact]
    public void The_table_of_permissions_has_every_operation_that_a_command_sends() =>
        Assert.Equal(
            OperationShape.All.Select(o => o.Name).Order(),
            PermissionRow.All.Select(row => row.Operation).OfType<string>().Distinct().Order());

    [Fact]
    public void The_table_of_permissions_says_of_each_operation_what_the_code_says()
    {
        foreach (PermissionRow row in PermissionRow.All.Where(row => row.Operation is not null))
        {
            OperationShape operation = OperationShape.Of(row.Operation!);
            Assert.Equal(
                $"{operation.Name}: {operation.Method}, role {operation.Role}, since {operation.Since ?? "all"}, {(operation.IsBeta ? "beta" : "stable")}",
                $"{row.Operation}: {row.Method}, role {row.Role}, since {row.Since}, {row.State}");
        }
    }

    [Fact]
    public void The_page_of_each_command_names_its_operations_and_role()
    {
        foreach (IGrouping<string, PermissionRow> command in PermissionRow.All.Where(row => row.Operation is not null).GroupBy(row => row.Command))
        {
            string page = Read($"docs/help/{command.Key}.md");
            // "OAuth token" is an endpoint beside the API, not one of its operations.
            Assert.All(command.Where(row => row.Operation != "OAuth token"), row => Assert.Matches($@"\b{row.Operation} \({row.State}\b", page));
            if (command.First().Role == "Admin")
            {
                Assert.Contains("Admin", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_page_of_each_command_names_no_operation_that_the_command_does_not_send()
    {
        foreach (IGrouping<string, PermissionRow> command in PermissionRow.All.GroupBy(row => row.Command).Where(rows => rows.All(row => row.Operation is not null)))
        {
            IEnumerable<string> named = Regex.Matches(Read($"docs/help/{command.Key}.md"), @"(\w+) \((?:stable|beta)\b").Select(m => m.Groups[1].Value);
            Assert.Empty(named.Except(command.Select(row => row.Operation!)).Select(operation => $"{command.Key}: {operation}"));
        }
    }

    [Fact]
    public void The_table_of_permissions_names_paths_that_the_endpoint_groups_name()
    {
        string core = string.Concat(Repository.Files(Path.Combine(Repository.Root, "src", "LookerOAuth.Core"), ".cs").Select(File.ReadAllText));

        foreach (PermissionRow row in PermissionRow.All.Where(row => row.Path?.StartsWith('/') == true))
        {
            Assert.Contains($"{row.Method} {row.Path}", core, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_files_that_the_architecture_sends_people_to_exist()
    {
        string section = Read("docs/ARCHITECTURE.md").Split("## To change X, open Y")[1].Split("\n## ")[0];
        string[] files = [.. Regex.Matches(section, "`([^`]+)`").Select(m => m.Groups[1].Value).Where(name => name.Contains('/') || Path.HasExtension(name))];

        Assert.True(Regex.Count(section, @"(?m)^\| (?!to change|---)") >= 10, "Ten imagined changes are the least.");
        foreach (string file in files)
        {
            string folder = Regex.Match(section, $@"`(\S+/)`[^|]*`{Regex.Escape(file)}`").Groups[1].Value;
            Assert.True(
                Path.Exists(Path.Combine(Repository.Root, file)) || (folder.Length > 0 && File.Exists(Path.Combine(Repository.Root, folder, file))),
                $"{file} is gone.");
        }
    }

    [Fact]
    public void The_architecture_fits_on_two_screens() => Assert.InRange(Read("docs/ARCHITECTURE.md").Split('\n').Length, 30, 100);

    [Fact]
    public void The_places_of_a_new_command_exist()
    {
        string section = Read("CONTRIBUTING.md").Split("## A new command")[1].Split("\n## ")[0];

        foreach (string name in Regex.Matches(section, "`([^`]+)`").Select(m => m.Groups[1].Value).Where(name => name.Contains('/') && !name.Contains('<') && !name.Contains(' ')))
        {
            Assert.True(
                Path.Exists(Path.Combine(Repository.Root, name)) || Path.Exists(Path.Combine(Repository.CmdletSources, name)),
                $"{name} is gone.");
        }

        foreach (string name in (string[])["CmdletTests", "DocumentTests"])
        {
            Assert.Contains(name, section, StringComparison.Ordinal);
            Assert.Contains(typeof(DocumentTests).Assembly.GetTypes(), type => type.Name == name);
        }
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n");

    /// <summary>Code has brackets and parentheses of its own.</summary>
    private static string WithoutCode(string markdown) => Regex.Replace(markdown.ReplaceLineEndings("\n"), @"(?ms)^```.*?^```|`[^`\n]*`", "code");

    /// <summary>The anchors that GitHub makes of headings.</summary>
    private static HashSet<string> AnchorsOf(string file) =>
    [
        .. Regex.Matches(Regex.Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), "(?ms)^```.*?^```", ""), @"(?m)^#+ (.+)$")
            .Select(m => Regex.Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
