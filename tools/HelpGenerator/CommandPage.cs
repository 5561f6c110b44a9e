using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace LookerOAuth.Tools;

/// <summary>A page of a command, in the format of PlatyPS. Its texts are plain, as a terminal shows them.</summary>
internal sealed partial class CommandPage
{
    private readonly string _file;
    private readonly Dictionary<string, string> _sections;

    private CommandPage(string file)
    {
        _file = file;
        string page = File.ReadAllText(file).Replace("\r", "", StringComparison.Ordinal);
        _sections = Parts(page, "## ").ToDictionary(section => section.Title, section => section.Text);
        Name = Path.GetFileNameWithoutExtension(file);
        HelpUri = Value(page, "HelpUri");
        Parameters = [.. Parts(Section("PARAMETERS"), "### -").Select(part => ReadParameter(part.Title, part.Text))];
        Syntax = [.. Parts(Section("SYNTAX"), "### ").Select(part => ReadSyntax(part.Title, part.Text))];
        Examples = [.. Parts(Section("EXAMPLES"), "### ").Select(part => ReadExample(part.Title, part.Text))];
    }

    public string Name { get; }

    public string HelpUri { get; }

    public string Synopsis => PlainText(Section("SYNOPSIS"));

    public string Description => PlainText(Section("DESCRIPTION"));

    /// <summary>Empty if there are none.</summary>
    public string Notes => PlainText(Section("NOTES"));

    public IReadOnlyList<HelpParameter> Parameters { get; }

    public IReadOnlyList<IReadOnlyList<SyntaxParameter>> Syntax { get; }

    public IReadOnlyList<HelpExample> Examples { get; }

    /// <summary>The types that come by pipeline, each with its description.</summary>
    public IEnumerable<(string Title, string Text)> Inputs => Types("INPUTS");

    /// <summary>The types that are written, each with its description.</summary>
    public IEnumerable<(string Title, string Text)> Outputs => Types("OUTPUTS");

    public IEnumerable<(string Text, string Uri)> Links =>
        LinkItem().Matches(Section("RELATED LINKS")).Select(link => (link.Groups[1].Value, link.Groups[2].Value));

    public static CommandPage Read(string file) => new(file);

    /// <summary>What stands below headings of one level, up to the next of the same level. Fences hide headings.</summary>
    private static IEnumerable<(string Title, string Text)> Parts(string text, string heading)
    {
        string? title = null;
        List<string> lines = [];
        bool isFenced = false;
        foreach (string line in text.Split('\n'))
        {
            isFenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isFenced && line.StartsWith(heading, StringComparison.Ordinal))
            {
                if (title is not null)
                {
                    yield return (title, string.Join('\n', lines).Trim());
                }

                title = line[heading.Length..];
                lines.Clear();
            }
            else
            {
                lines.Add(line);
            }
        }

        if (title is not null)
        {
            yield return (title, string.Join('\n', lines).Trim());
        }
    }

    private static string PlainText(string text) => Markdown.ToPlainText(HelpTable.ToLists(text));

    private string Section(string title) => _sections.TryGetValue(title, out string? text) ? text : throw new PageException(_file, $"The section {title} is missing.");

    private IEnumerable<(string Title, string Text)> Types(string section) =>
        Parts(Section(section), "### ").Select(part => (part.Title, PlainText(part.Text)))
            // A section without types says so in a word: None.
            .DefaultIfEmpty((Section(section).TrimEnd('.'), ""));

    private string Value(string yaml, string key) =>
        Regex.Match(yaml, $"(?m)^{key}: (.*)$") is { Success: true } match
            ? match.Groups[1].Value.Trim('\'')
            : throw new PageException(_file, $"The key {key} is missing.");

    private HelpParameter ReadParameter(string name, string text)
    {
        Match match = Yaml().Match(text);
        if (!match.Success)
        {
            // CommonParameters has a text alone, and its heading no dash.
            throw new PageException(_file, $"The parameter {name} has no block of YAML.");
        }

        string yaml = match.Groups[2].Value;
        return new HelpParameter(
            name,
            PlainText(match.Groups[1].Value.Trim()),
            Nullable().Replace(Value(yaml, "Type"), "$1"),
            Value(yaml, "DefaultValue"),
            Value(yaml, "SupportsWildcards") == "true",
            [.. Alias().Matches(yaml).Select(alias => alias.Groups[1].Value)],
            [.. Regex.Split(yaml, "(?m)^- Name: ").Skip(1).Select(set => ReadSet($"Name: {set}"))]);
    }

    private ParameterSet ReadSet(string yaml) =>
        new(
            Value(yaml, "Name"),
            Value(yaml, "  Position"),
            Value(yaml, "  IsRequired") == "true",
            Value(yaml, "  ValueFromPipeline") == "true",
            Value(yaml, "  ValueFromPipelineByPropertyName") == "true",
            Value(yaml, "  ValueFromRemainingArguments") == "true");

    private List<SyntaxParameter> ReadSyntax(string title, string text)
    {
        string set = DefaultMark().Replace(title, "");
        List<SyntaxParameter> parameters = [];
        foreach (Match match in SyntaxItem().Matches(text))
        {
            HelpParameter parameter = Parameters.FirstOrDefault(p => p.Name == match.Groups[1].Value)
                ?? throw new PageException(_file, $"The syntax has a parameter {match.Groups[1].Value}, which is not described.");
            ParameterSet inSet = parameter.Sets.FirstOrDefault(s => s.Name == set) ?? parameter.Sets.FirstOrDefault(s => s.Name == "(All)")
                ?? throw new PageException(_file, $"The parameter {parameter.Name} is not in the set {set}, whose syntax has it.");
            parameters.Add(new SyntaxParameter(parameter, inSet, match.Groups[2].Value));
        }

        return parameters;
    }

    private HelpExample ReadExample(string title, string text)
    {
        Match match = ExampleCode().Match(text);
        return match.Success
            ? new HelpExample(
                title,
                PlainText(match.Groups[1].Value.Trim()),
                match.Groups[2].Value,
                Output().Match(match.Groups[3].Value).Groups[1].Value,
                PlainText(Output().Replace(match.Groups[3].Value, "").Trim()))
            : throw new PageException(_file, $"{title} has no code.");
    }

    [GeneratedRegex(@"(?m)^- \[([^\]]+)\]\(([^)\s]+)\)")]
    private static partial Regex LinkItem();

    [GeneratedRegex(@"(?s)^(.*?)```yaml\n(.*?)```")]
    private static partial Regex Yaml();

    [GeneratedRegex(@"^System\.Nullable`1\[(.+)\]$")]
    private static partial Regex Nullable();

    [GeneratedRegex(@"(?m)^- (?!Name: )(.+)$")]
    private static partial Regex Alias();

    [GeneratedRegex(@" \(Default\)$")]
    private static partial Regex DefaultMark();

    [GeneratedRegex(@"(?<=[\s\[])-(\w+)\]?(?: <([^>]+)>)?")]
    private static partial Regex SyntaxItem();

    [GeneratedRegex(@"(?s)^(.*?)```powershell\n(.*?)\n```(.*)$")]
    private static partial Regex ExampleCode();

    [GeneratedRegex(@"(?s)```Output\n(.*?)\n```\n*")]
    private static partial Regex Output();
}

/// <summary>A parameter, as its page describes it.</summary>
internal sealed record HelpParameter(
    string Name, string Description, string Type, string DefaultValue, bool SupportsWildcards, IReadOnlyList<string> Aliases, IReadOnlyList<ParameterSet> Sets)
{
    public bool IsSwitch => Type == "System.Management.Automation.SwitchParameter";
}

/// <summary>What a parameter is in one parameter set.</summary>
internal sealed record ParameterSet(string Name, string Position, bool IsRequired, bool ByValue, bool ByPropertyName, bool Remaining);

/// <summary>A parameter in the syntax of a parameter set, with the short name of its type; empty for a switch.</summary>
internal sealed record SyntaxParameter(HelpParameter Parameter, ParameterSet Set, string ShortType);

/// <summary>An example: what stands before the code, the code, its output as it is written, and the text after that. All but the code may be empty.</summary>
internal sealed record HelpExample(string Title, string Before, string Code, string Output, string After);
