using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Turns changes and findings into Markdown, for the summary of a job or a comment on a pull request. Sends nothing.</summary>
[Cmdlet(VerbsData.ConvertTo, LookerNouns.Markdown)]
[OutputType(typeof(string))]
public sealed class ConvertToLookerMarkdownCommand : PSCmdlet
{
    private readonly List<OAuthConfigurationChange> _changes = [];
    private readonly List<OAuthClientAppFinding> _findings = [];

    /// <summary>Changes of Compare- or Import-LookerOAuthConfiguration, findings of Test-LookerOAuthClientApp, or both.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in (InputObject ?? []).OfType<PSObject>())
        {
            switch (item.BaseObject)
            {
                case OAuthConfigurationChange change:
                    _changes.Add(change);
                    break;
                case OAuthClientAppFinding finding:
                    _findings.Add(finding);
                    break;
                default:
                    WriteError(LookerErrors.ToRecord(
                        LookerApiException.InvalidArgument(Strings.NotForMarkdown.With(item.BaseObject.GetType().Name), null, Strings.GiveChangesOrFindings), null));
                    break;
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IEnumerable<string> tables = new[] { Changes(), Findings() }.OfType<string>();
        WriteObject(tables.Any() ? string.Join("\n\n", tables) : Strings.NoChanges);
    }

    private string? Changes() => Table(
        _changes,
        ["Action", "Kind", "Id", "Property", "Actual", "Desired"],
        c => [$"{c.Action}", $"{c.Kind}", MarkdownTable.Code(c.Id), MarkdownTable.Code(c.Property), Value(c, c.Actual), Value(c, c.Desired)]);

    private string? Findings() => Table(
        _findings,
        ["Result", "App", "Check", "Message", "Recommended action"],
        f => [$"{f.Result}", MarkdownTable.Code(f.ClientGuid), $"{f.Check}", MarkdownTable.Prose(f.Message), MarkdownTable.Prose(f.RecommendedAction)]);

    /// <summary>A table of objects, with the name of the instance if there are several.</summary>
    private static string? Table<T>(List<T> objects, string[] columns, System.Func<T, string[]> cells)
        where T : LookerResource
    {
        if (objects.Count == 0)
        {
            return null;
        }

        bool hasInstances = objects.Select(o => o.Connection?.Name).Distinct().Skip(1).Any();
        MarkdownTable table = new([.. hasInstances ? ["Instance"] : System.Array.Empty<string>(), .. columns]);
        foreach (T item in objects)
        {
            table.Add([.. hasInstances ? [MarkdownTable.Code(item.Connection?.Name)] : System.Array.Empty<string>(), .. cells(item)]);
        }

        return table.ToString();
    }

    /// <summary>A value; of a secret never more than the document's reference to it.</summary>
    private static string Value(OAuthConfigurationChange change, object? value) =>
        change.Property == ExternalOAuthAppDocument.ClientSecretKey && value is not null && !$"{value}".StartsWith("{ \"secret\"", System.StringComparison.Ordinal)
            ? MarkdownTable.Code("***")
            : MarkdownTable.Code(value);
}
