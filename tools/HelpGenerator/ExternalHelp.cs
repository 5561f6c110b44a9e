using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace LookerOAuth.Tools;

/// <summary>The external help of commands, in the schema (MAML) that Get-Help reads.</summary>
internal static class ExternalHelp
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<CommandPage> pages)
    {
        XElement root = new(
            Help + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            pages.Select(CommandOf));
        XmlWriterSettings settings = new()
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
        };
        using MemoryStream stream = new();
        using (XmlWriter writer = XmlWriter.Create(stream, settings))
        {
            root.Save(writer);
        }

        return settings.Encoding.GetString(stream.ToArray()) + "\n";
    }

    private static XElement CommandOf(CommandPage page)
    {
        string[] name = page.Name.Split('-');
        return new XElement(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", page.Name),
                new XElement(Maml + "description", Paragraph(page.Synopsis)),
                new XElement(Command + "verb", name[0]),
                new XElement(Command + "noun", name[1])),
            new XElement(Maml + "description", Paragraph(page.Description)),
            new XElement(
                Command + "syntax",
                page.Syntax.Select(set => new XElement(Command + "syntaxItem", new XElement(Maml + "name", page.Name), set.Select(InSyntax)))),
            new XElement(Command + "parameters", page.Parameters.Select(Described)),
            new XElement(
                Command + "inputTypes",
                page.Inputs.Select(input => new XElement(Command + "inputType", TypeOf(input.Title), new XElement(Maml + "description", Paragraph(input.Text))))),
            new XElement(
                Command + "returnValues",
                page.Outputs.Select(output => new XElement(Command + "returnValue", TypeOf(output.Title), new XElement(Maml + "description", Paragraph(output.Text))))),
            // Get-Help shows a heading for notes that are empty, too.
            page.Notes.Length == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraph(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(
                Command + "relatedLinks",
                page.Links.Select(link => Link(link.Text, Markdown.IsPage(link.Uri) ? "" : link.Uri)).Prepend(Link("Online Version", page.HelpUri))));
    }

    private static XElement InSyntax(SyntaxParameter parameter) =>
        new(
            Command + "parameter",
            Attributes(parameter.Parameter, parameter.Set),
            new XElement(Maml + "name", parameter.Parameter.Name),
            new XElement(Maml + "description"),
            parameter.Parameter.IsSwitch ? null : Value(parameter.ShortType, parameter.Parameter),
            TypeOf(parameter.Parameter.Type));

    private static XElement Described(HelpParameter parameter) =>
        new(
            Command + "parameter",
            // Sets may differ: the first stands for all.
            Attributes(parameter, parameter.Sets[0]),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraph(parameter.Description)),
            parameter.IsSwitch ? null : Value(parameter.Type, parameter),
            TypeOf(parameter.Type),
            parameter.DefaultValue.Length == 0 ? null : new XElement(Dev + "defaultValue", parameter.DefaultValue));

    private static XAttribute[] Attributes(HelpParameter parameter, ParameterSet set) =>
    [
        new("required", set.IsRequired),
        new("variableLength", set.Remaining),
        new("globbing", parameter.SupportsWildcards),
        new("pipelineInput", (set.ByValue, set.ByPropertyName) switch
        {
            (true, true) => "true (ByValue, ByPropertyName)",
            (true, false) => "true (ByValue)",
            (false, true) => "true (ByPropertyName)",
            (false, false) => "false",
        }),
        new("position", set.Position.ToLower(CultureInfo.InvariantCulture)),
        new("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
    ];

    private static XElement Value(string type, HelpParameter parameter) =>
        new(
            Command + "parameterValue",
            new XAttribute("required", true),
            new XAttribute("variableLength", parameter.Type.EndsWith("[]", System.StringComparison.Ordinal)),
            type);

    private static XElement Example(HelpExample example) =>
        new(
            Command + "example",
            new XElement(Maml + "title", $"--------- {example.Title} ---------"),
            new XElement(Maml + "introduction", example.Before.Length == 0 ? null : Paragraph(example.Before)),
            new XElement(Dev + "code", example.Code),
            // The empty one keeps the next example apart.
            new XElement(Dev + "remarks", Remarks(example).Append("").Select(Paragraph)));

    /// <summary>The output has a heading and an indentation, so that nobody takes it for code or for text.</summary>
    private static IEnumerable<string> Remarks(HelpExample example)
    {
        if (example.Output.Length > 0)
        {
            IEnumerable<string> lines = example.Output.Split('\n').Select(line => line.Length == 0 ? "" : $"    {line}");
            yield return $"Output:\n\n{string.Join('\n', lines)}";
        }

        if (example.After.Length > 0)
        {
            yield return example.After;
        }
    }

    private static XElement TypeOf(string type) => new(Dev + "type", new XElement(Maml + "name", type));

    private static XElement Paragraph(string text) => new(Maml + "para", text);

    private static XElement Link(string text, string uri) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", uri));
}
